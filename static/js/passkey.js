// Asks the browser for a passkey and posts what it answers. It has no words of its own and decides nothing: the server draws
// every state, and verifies. A form has data-passkey: "get" or "create", and in data-options what to ask with.
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const options = JSON.parse(form.dataset.options);
  const make = form.dataset.passkey === "create";
  const bytes = (s) => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (b) => b && btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = (list) => list?.map((k) => ({ ...k, id: bytes(k.id) }));
  const ask = {
    ...options, challenge: bytes(options.challenge), allowCredentials: keys(options.allowCredentials), excludeCredentials: keys(options.excludeCredentials),
  };
  if (make) ask.user = { ...options.user, id: bytes(options.user.id) };

  // One of the texts is shown: cancelled, late, none, known. Being an alert, it is read out.
  const say = (what) => {
    for (const p of form.querySelectorAll("[data-when]")) p.hidden = p.dataset.when !== what;
  };
  const send = (c) => {
    const r = c.response;
    const response = { clientDataJSON: text(r.clientDataJSON) };
    if (make) Object.assign(response, { attestationObject: text(r.attestationObject), transports: r.getTransports?.() ?? [] });
    else Object.assign(response, { authenticatorData: text(r.authenticatorData), signature: text(r.signature), userHandle: text(r.userHandle) ?? undefined });
    form.elements.credential.value = JSON.stringify({
      id: c.id, rawId: text(c.rawId), type: c.type, clientExtensionResults: {}, authenticatorAttachment: c.authenticatorAttachment ?? undefined, response,
    });
    form.submit();
  };
  const why = (e, began) => ({
    InvalidStateError: "known", NotSupportedError: "none", SecurityError: "none",
  })[e.name] ?? (Date.now() - began >= options.timeout ? "late" : "cancelled");

  addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); }); // its challenge was used
  form.hidden = false;
  const able = Boolean(window.PublicKeyCredential);
  const auto = form.dataset.auto !== undefined;
  if (!able) auto ? form.hidden = true : say("none");
  let busy = false;
  let waiting; // for a passkey picked in the username's field
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    if (busy || !able) return;
    busy = true;
    waiting?.abort();
    say("");
    const began = Date.now();
    try {
      send(await navigator.credentials[make ? "create" : "get"]({ publicKey: ask }));
    } catch (error) {
      say(why(error, began));
      busy = false;
    }
  });
  if (!auto || !able) return;
  (async () => {
    if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
    waiting = new AbortController();
    try {
      send(await navigator.credentials.get({ publicKey: ask, mediation: "conditional", signal: waiting.signal }));
    } catch { /* the button and the password are still there */ }
  })();
})();
