// Takes the code of an approval on this device to the server, which says where the browser goes on. The code stands in the
// fragment: it is taken from the address first, so that it stays in no history. It has no words.
"use strict";
(() => {
  const code = location.hash.slice(1), failed = document.getElementById("return-failed");
  history.replaceState(null, "", location.pathname);

  const go = async () => {
    failed.hidden = true;
    try {
      const r = await fetch("/login/return", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ code }) });
      const { next } = await r.json();
      if (!r.ok || !/^\/(?![/\\])/.test(next)) throw new Error("no way on");
      location.replace(next);
    } catch {
      failed.hidden = false;
    }
  };
  document.getElementById("return-again").addEventListener("click", go);
  go();
})();
