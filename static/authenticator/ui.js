// What the screens of the web authenticator share: showing one, and the phone's own things. It has no words: they stand in
// the page, as templates.
import { Device, Keystore } from "./device.js";

export const issuer = document.body.dataset.issuer;
export const keystore = new Keystore();
const main = document.getElementById("main");
const said = document.getElementById("said");
let cleanup = () => {};

/** Fills a copy of a template. See templates/authenticator.templ for the marks. */
function fill(root, values) {
  const marked = (name) => root.querySelectorAll(`[data-${name}]`);
  const known = (name) => values[name] !== undefined && values[name] !== false && values[name] !== "" && values[name] !== null;
  for (const e of marked("if")) if (!known(e.dataset.if)) e.remove();
  for (const e of marked("unless")) if (known(e.dataset.unless)) e.remove();
  for (const e of marked("each")) {
    const row = e.querySelector("template");
    for (const item of values[e.dataset.each] ?? []) e.append(fill(row.content.cloneNode(true), item));
    row.remove();
  }
  for (const e of marked("slot")) if (known(e.dataset.slot)) e.textContent = values[e.dataset.slot];
  for (const e of marked("href")) if (known(e.dataset.href)) e.setAttribute("href", values[e.dataset.href]);
  for (const e of marked("device")) e.dataset.device = values[e.dataset.device] ?? e.dataset.device;
  for (const e of marked("option")) e.dataset.option = values[e.dataset.option] ?? e.dataset.option;
  for (const e of marked("seal")) {
    const seal = document.getElementById("seal").content.firstElementChild.cloneNode(true);
    seal.className = "seal " + e.dataset.seal;
    seal.querySelector(".mark path").setAttribute("d", e.dataset.mark);
    e.replaceWith(seal);
  }
  return root;
}

/**
 * Shows a screen in place of the one before. Acts are what its buttons do, by name. Says whether anything stands there still
 * when an act that waits comes back: `here()`.
 * @param {string} name @param {Record<string, any>} [values] @param {Record<string, (button: HTMLElement) => any>} [acts]
 * @returns {{main: HTMLElement, here: () => boolean, leaving: (f: () => void) => void}}
 */
export function show(name, values = {}, acts = {}) {
  const template = document.getElementById("screen-" + name), first = main.ariaBusy === "true";
  cleanup();
  const leave = [];
  cleanup = () => { while (leave.length) leave.pop()(); };
  const screen = document.createElement("div");
  screen.className = "appmain s-" + name;
  screen.append(fill(template.content.cloneNode(true), values));
  screen.addEventListener("click", async (e) => {
    const button = e.target.closest("[data-act]"), act = acts[button?.dataset.act];
    if (!act || button.ariaDisabled === "true") return;
    try { await act(button); } catch (cause) { if (screen.isConnected) failed(cause, () => show(name, values, acts)); }
  });
  main.replaceChildren(screen);
  main.ariaBusy = null;
  const h1 = screen.querySelector("h1");
  document.title = h1.textContent + " – Countersign";
  h1.tabIndex = -1;
  if (!first) h1.focus({ preventScroll: true }); // a screen reader hears what came
  scrollTo(0, 0);
  return { main: screen, here: () => screen.isConnected, leaving: (f) => leave.push(f) };
}

/** Tells a screen reader. @param {string} text */
export const say = (text) => { said.textContent = text; };

/** What to show for what went wrong; `again` is what Try again does. */
export function failed(e, again) {
  const screens = { storage: "no-storage", storage_keys: "no-storage", revoked: "removed", unknown_device: "lost", offline: "offline", link_spent: "link-spent" };
  const name = screens[e?.code] ?? "failed";
  if (name === "failed") console.warn(e?.code ?? e?.name ?? "error", e?.status ?? ""); // no secret is in either
  const screen = show(name, {}, { again });
  if (name !== "offline") return;
  addEventListener("online", again);
  screen.leaving(() => removeEventListener("online", again));
}

/** The devices of this browser, with their calls. One for each account for as long as the page stands: nonces are kept. */
const made = new Map();
export async function devices() {
  const accounts = await keystore.list();
  return accounts.filter((a) => a.issuer === issuer).map((account) => {
    if (!made.has(account.deviceId)) made.set(account.deviceId, new Device(account, { keystore }));
    return made.get(account.deviceId);
  });
}

export const clock = (s) => Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");

const { lang } = document.documentElement;
const locale = [...navigator.languages, lang].find((l) => l.startsWith(lang));
/** A time in the page's language, as it is written where the reader is. */
export const local = (date, how) => date.toLocaleString(locale, { numberingSystem: "latn", ...how });

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Resolves when the page is in front. */
export const visible = () => document.hidden ? new Promise((done) => {
  const look = () => { if (!document.hidden) { document.removeEventListener("visibilitychange", look); done(); } };
  document.addEventListener("visibilitychange", look);
}) : undefined;
