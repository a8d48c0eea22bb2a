// Adding this phone: from a link, a ticket or a typed code to a device that is confirmed. No words (see ui.js).
import {
  Device, ProtocolError, newKeys, parseLink, parseTypedCode, registrationDigest, registrationJSON, sha256b64u, thumbprint, webauthnCreateOptions, fromB64u,
} from "./device.js";
import { start } from "./app.js";
import * as push from "./channel.js";
import { failed, issuer, keystore, show, sleep, visible } from "./ui.js";
import { describe, inside, installed, installPrompt, kind } from "./platform.js";

const organisation = document.body.dataset.organisation;

const MODES = ["none", "num2", "num6", "choice", "scan", "return"]; // all that request.js can show
const KEPT = 300000; // ms that a link works: the app that is installed meanwhile finds it, where it shares our storage

/** At the address of an enrolment link: shows the next step of this platform, and that only. */
export function begin() {
  let link;
  try {
    link = parseLink(location.href);
    if (link.issuer !== issuer) throw new Error("another issuer");
  } catch {
    return show("link-spent");
  }
  if (inside()) return outside();
  const here = () => add({ secret: link.code, pinnedJkt: link.jkt });
  if (installed()) return here();
  const system = kind();
  if (system === "iPhone" || system === "iPad") return iphone(link);
  return system === "Android" ? android(here) : here();
}

const add = (wish) => show("add", { desk: ["Windows", "Mac", "Linux"].includes(kind()) }, { begin: () => setUp(wish) });

/** In another app's browser. */
function outside() {
  show("open-browser", {}, {
    copy: async (button) => {
      await navigator.clipboard.writeText(location.href);
      button.textContent = button.dataset.done;
    },
  });
}

/**
 * The app on an iPhone's home screen has a storage of its own, so the secret travels in the address it starts with: a ticket,
 * since the link's code would stand there in clear for as long as the app is installed.
 */
async function iphone(link) {
  const tickets = JSON.parse(sessionStorage.getItem("ticket") ?? "{}");
  const ticket = tickets[link.jkt + link.code.slice(0, 6)] ?? await exchange(link.code);
  sessionStorage.setItem("ticket", JSON.stringify({ [link.jkt + link.code.slice(0, 6)]: ticket }));
  toHomeScreen(ticket);
}

function toHomeScreen(ticket) {
  document.getElementById("manifest").setAttribute("href", "/a/m/" + ticket);
  show("install-iphone");
}

async function exchange(code) {
  let answer;
  try {
    answer = await fetch("/a/ticket", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code }) });
  } catch (cause) {
    throw new ProtocolError("offline", "no answer came", { cause });
  }
  if (answer.status === 403) throw new ProtocolError("link_spent", "the link was used or ran out");
  if (answer.status !== 201) throw new ProtocolError("server", "status " + answer.status, { status: answer.status });
  return (await answer.json()).ticket;
}

/** Install, with the browser's own question where it has one; the app finds the link in the storage that it shares. */
function android(here) {
  const draw = () => show("install-android", { prompt: installPrompt() }, {
    begin: () => { localStorage.removeItem("link"); return here(); },
    install: async () => {
      const { outcome } = await installPrompt().prompt();
      if (outcome === "accepted") show("installed");
    },
  });
  localStorage.setItem("link", JSON.stringify({ href: location.href, until: Date.now() + KEPT }));
  const screen = draw();
  if (!installPrompt()) {
    const ready = () => setTimeout(draw);
    addEventListener("beforeinstallprompt", ready, { once: true });
    screen.leaving(() => removeEventListener("beforeinstallprompt", ready));
  }
}

/** The link that was opened before the app was installed, once. */
function keptLink() {
  try {
    const { href, until } = JSON.parse(localStorage.getItem("link") ?? "{}");
    localStorage.removeItem("link");
    return Date.now() < until ? parseLink(href) : null;
  } catch {
    return null;
  }
}

/** At the front door without an account: a ticket that the installed app was started with, or a code that is typed. */
export function home() {
  const ticket = /^#t=([A-Za-z0-9_-]{22})$/.exec(location.hash)?.[1];
  if (ticket && ["iPhone", "iPad"].includes(kind()) && !installed()) return toHomeScreen(ticket);
  if (ticket) return add({ secret: ticket });
  const link = installed() ? keptLink() : null;
  if (link) return add({ secret: link.code, pinnedJkt: link.jkt });
  const { main } = show("empty"), form = main.querySelector("#typed"), field = main.querySelector("#code");
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const secret = parseTypedCode(field.value), problem = main.querySelector("#code-problem");
    problem.textContent = secret ? "" : problem.dataset.text;
    field.ariaInvalid = secret ? null : "true";
    if (secret) return setUp({ secret }).catch((cause) => failed(cause, start));
    field.focus();
  });
}

/** The steps, one at a time; each can be tried again. */
async function setUp(wish) {
  const channel = await notifications();
  const keys = await newKeys();
  const uv = await confirmWith(wish.secret, keys);
  await register({ ...wish, channel, keys, uv });
}

/** Asks for notifications, where the browser has any and was not told never to. */
function notifications() {
  if (!push.can() || Notification.permission === "denied") return { p: "none" };
  return new Promise((done) => {
    const screen = show("notifications", {}, {
      skip: () => done({ p: "none" }),
      allow: (button) => {
        button.ariaDisabled = "true";
        screen.main.querySelector("#slow-push").hidden = false;
        return push.ask().then(done);
      },
    });
  });
}

/** Makes the key that is used only after the phone's lock; null where there is none, or where the person goes on without. */
async function confirmWith(secret, keys) {
  const able = await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.().catch(() => false);
  if (!able) return null;
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", keys.publicKey), jkt = await thumbprint({ kty, crv, x, y });
  const name = organisation + ", " + (await describe()).name;
  const publicKey = webauthnCreateOptions({
    digest: await registrationDigest(await sha256b64u(secret), jkt), issuer, issuerName: organisation, userId: fromB64u(jkt), name,
    attestation: document.body.dataset.attestation,
  });
  return new Promise((done) => {
    const screen = show("confirm", {}, {
      skip: () => done(null),
      create: async () => {
        const asked = navigator.credentials.create({ publicKey }); // in the tap: no await before this line
        try {
          done({ webauthn: registrationJSON(await asked) });
        } catch {
          screen.main.querySelector("#trouble").hidden = false;
        }
      },
    });
  });
}

async function register(wish) {
  const info = { ...await describe(), platform: "web", lang: document.documentElement.lang };
  let made;
  try {
    made = await Device.register({ issuer, info, keystore, modes: MODES, ...wish });
  } catch (e) {
    if (["link_spent", "link_taken", "pinned_key"].includes(e.code)) return show("link-spent");
    return failed(e, () => register(wish).catch((cause) => failed(cause, start)));
  }
  history.replaceState(null, "", "/a/setup"); // the secret has done its work
  const more = { confirm: made.confirm, endpoint: wish.channel.endpoint };
  await keystore.update(made.device.account.deviceId, () => more);
  Object.assign(made.device.account, more);
  navigator.storage?.persist?.(); // asked, never relied on
  return resume(made.device);
}

/** Shows the digits until the person has typed them where they began. */
export async function resume(device) {
  const { confirm = "", deviceId, issuerName, pollInterval, channel } = device.account;
  const screen = show("digits", { first: confirm.slice(0, 3), second: confirm.slice(3) });
  while (screen.here()) {
    let status = "pending";
    try {
      ({ status } = await device.status());
    } catch (e) {
      if (!screen.here()) return;
      if (e.code === "revoked" || e.code === "unknown_device") {
        await keystore.remove(deviceId);
        return show("not-added");
      }
      if (e.code !== "slow_down") return failed(e, () => resume(device));
    }
    if (!screen.here()) return;
    if (status !== "pending") {
      await keystore.update(deviceId, () => ({ confirm: undefined }));
      history.replaceState(null, "", "/a/");
      return show("added", { issuer: issuerName, quiet: channel?.p !== "webpush" });
    }
    await sleep(Math.min(pollInterval, 3) * 1000);
    await visible();
  }
}
