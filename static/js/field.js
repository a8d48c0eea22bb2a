// Small helps for fields: look at a password, a warning of Caps Lock, copy a text. Without script none of them is shown.
"use strict";
(() => {
  // A page kept by the back button may be of a step long done, with what was typed.
  addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });

  for (const b of document.querySelectorAll("[data-show]")) {
    const field = document.getElementById(b.dataset.show);
    const show = b.textContent;
    const set = (open) => {
      field.type = open ? "text" : "password";
      b.textContent = open ? b.dataset.hide : show;
    };
    b.hidden = false;
    b.addEventListener("click", () => { set(field.type === "password"); field.focus(); });
    field.form.addEventListener("submit", () => set(false)); // browsers remember what stands in text fields
  }
  for (const p of document.querySelectorAll("[data-caps]")) {
    const field = document.getElementById(p.dataset.caps);
    const look = (e) => {
      const text = e.getModifierState?.("CapsLock") ? p.dataset.text : "";
      if (p.textContent !== text) p.textContent = text;
    };
    field.addEventListener("keydown", look);
    field.addEventListener("keyup", look);
    field.addEventListener("blur", () => { p.textContent = ""; });
  }
  for (const b of document.querySelectorAll("[data-print]")) {
    b.hidden = false;
    b.addEventListener("click", () => print());
  }
  for (const b of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    const text = document.getElementById(b.dataset.copy).textContent.trim();
    b.hidden = false;
    b.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        b.textContent = b.dataset.done;
      } catch {
        b.hidden = true; // not allowed here: the text can be selected
      }
    });
  }
})();
