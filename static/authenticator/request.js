// A request, and what becomes of it: the number, Approve with the phone's lock, "It's not me", "Not now". No words (see ui.js).
import { assertionJSON, decisionDigest, webauthnGetOptions } from "./device.js";
import { clock, failed, say, show, sleep, visible } from "./ui.js";

const LOOK = 3000; // ms between two looks whether the request is still open

/** What is agreed to: every line of every detail, under its title. */
function agreed({ purpose, rar }) {
  const details = rar?.length > 0 && rar.map(({ title, lines = [] }) => ({ title, lines })), asks = purpose === "ciba";
  return { details, asks, allowing: asks || Boolean(details) };
}

/** What of a challenge is shown. All of it was signed. */
function view({ claims }, device) {
  const { ctx = {}, match, purpose, ui = {} } = claims;
  const where = [ctx.browser, ctx.os].filter(Boolean).join(" on ");
  const locked = claims.uv === "required" && !device.account.uv; // nothing that is typed here could approve it
  const digits = locked ? undefined : { num2: 2, num6: 6 }[match.mode];
  const adding = purpose === "endorse", testing = purpose === "test", agrees = agreed(claims);
  return {
    adding, testing, ...agrees, signing: !adding && !testing && !agrees.allowing,
    // A new browser alone is nothing unusual: it has its mark. Nor is a second request: people sign in twice.
    unusual: Boolean(ctx.new_place || ctx.count > 2 || ui.swap || ui.no_call),
    newPlace: ctx.new_place, newBrowser: ctx.new_browser, many: ctx.count > 2, count: ctx.count, noCall: ui.no_call,
    client: ctx.client?.name ?? device.account.issuerName, initial: [...(ctx.client?.name ?? device.account.issuerName)][0]?.toUpperCase(),
    account: ctx.acct, place: ctx.place && ctx.radius_km ? `${ctx.place} (± ${ctx.radius_km} km)` : ctx.place, device: where, ip: ctx.ip, network: ctx.network,
    newDevice: ctx.device?.name, newPlatform: ctx.device?.platform === "web" ? "" : ctx.device?.platform, newKey: ctx.device?.jkt?.slice(0, 8),
    digits, cells: Array.from({ length: digits ?? 0 }, () => ({})), password: ctx.first === "password",
    options: match.mode === "choice" && !locked && match.options.map((number) => ({ number })), scan: match.mode === "scan",
    verified: claims.uv === "required", locked, message: claims.bm,
  };
}

/**
 * Shows a request until it is answered or has ended.
 * @param {import("./device.js").Device} device @param {import("./device.js").Challenge} challenge @param {() => void} home
 * @param {{match?: string, wrong?: boolean}} [given] match: what was scanned; wrong: the number before was
 */
export function ask(device, challenge, home, given = {}) {
  const values = { ...view(challenge, device), wrong: given.wrong };
  values.unscanned = values.scan && !given.match;
  const s = { device, challenge, home, values, match: given.match ?? "", ready: null, busy: false };
  s.screen = show("request", values, {
    approve: () => approve(s),
    "not-me": () => answer(s, { decision: "deny", reason: "not_me" }, () => blocked(s)),
    "not-now": () => answer(s, { decision: "deny", reason: "not_now" }, () => end(s, "not-now")),
  });
  const { main } = s.screen;
  main.classList.toggle("unusual", values.unusual);
  const refuse = main.querySelector("#not-me");
  if (values.unusual) {
    refuse.classList.add("strong");
    refuse.after(main.querySelector("#approve")); // the safe answer stands where the thumb is used to Approve
  }
  if (values.locked || !challenge.claims.verdicts.includes("approve")) main.querySelector("#approve").remove();
  if (values.digits) pad(s);
  for (const b of main.querySelectorAll("[data-option]")) b.addEventListener("click", () => choose(s, b));
  prepare(s);
  countDown(s);
  watch(s);
}

/** The number: typed on the pad, or with real keys wherever the focus is. */
function pad(s) {
  const { main } = s.screen, input = main.querySelector("#number"), cells = [...main.querySelectorAll(".cell")];
  const keys = [...main.querySelectorAll(".pad [data-key]")];
  input.maxLength = s.values.digits;
  const draw = () => {
    input.value = input.value.replace(/[^0-9]/g, "").slice(0, s.values.digits);
    s.match = input.value;
    cells.forEach((cell, i) => {
      cell.textContent = s.match[i] ?? "";
      cell.classList.toggle("on", i === s.match.length);
    });
    prepare(s);
  };
  const press = (key) => {
    input.value = key === "delete" ? input.value.slice(0, -1) : input.value + key;
    draw();
  };
  const rove = (to) => {
    for (const k of keys) k.tabIndex = k === to ? 0 : -1;
  };
  const board = main.querySelector(".pad");
  board.addEventListener("click", (e) => {
    const key = e.target.closest("[data-key]");
    if (!key) return;
    press(key.dataset.key);
    rove(key);
  });
  board.addEventListener("keydown", (e) => {
    const at = keys.indexOf(e.target), step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 3, ArrowUp: -3 }[e.key];
    // The last row begins with a gap: 0 stands below 8, delete below 9.
    const place = (i) => (i < 9 ? i : i + 1), to = step && keys.findIndex((_, i) => place(i) === place(at) + step);
    if (!step || at < 0) return;
    e.preventDefault();
    if (to >= 0) { rove(keys[to]); keys[to].focus(); }
  });
  rove(keys[0]);
  input.addEventListener("input", draw);
  const type = (e) => {
    if (e.target === input || e.ctrlKey || e.metaKey || e.altKey) return;
    if (/^[0-9]$/.test(e.key)) press(e.key);
    else if (e.key === "Backspace") press("delete");
  };
  document.addEventListener("keydown", type);
  s.screen.leaving(() => document.removeEventListener("keydown", type));
  draw();
}

function choose(s, button) {
  for (const b of s.screen.main.querySelectorAll("[data-option]")) b.ariaPressed = String(b === button);
  s.match = button.dataset.option;
  prepare(s);
}

/**
 * Readies Approve: WebAuthn has to be called in the very tap (Safari forgets it after an await), so what it signs is made
 * before, and Approve is off until then.
 */
async function prepare(s) {
  const button = s.screen.main.querySelector("#approve"), { claims, chash } = s.challenge, { match } = s;
  if (!button) return;
  button.ariaDisabled = "true";
  s.ready = null;
  const { mode } = claims.match;
  if (match.length < ({ num2: 2, num6: 6, choice: 2, scan: 22 }[mode] ?? 0)) return;
  const { uv, issuer } = s.device.account;
  const options = claims.uv === "required" && webauthnGetOptions({ digest: await decisionDigest(chash, "approve", match), issuer, credentialId: uv.credentialId });
  if (match !== s.match) return; // typed on meanwhile
  s.ready = { match, options };
  button.ariaDisabled = null;
}

async function approve(s) {
  const { ready, screen, device, challenge } = s;
  if (!ready || s.busy) return;
  const decision = { decision: "approve", match: ready.match };
  if (ready.options) {
    s.busy = true;
    const asked = navigator.credentials.get({ publicKey: ready.options }); // no await before this line
    try {
      decision.uv = { webauthn: assertionJSON(await asked) };
    } catch {
      return trouble(s, "not-confirmed"); // cancelled, timed out and not there look alike (WebAuthn section 5.1.4)
    } finally {
      s.busy = false;
    }
    if (!screen.here()) return;
  }
  await answer(s, decision, (said) => {
    if (said.returnTo) return location.assign(said.returnTo);
    if (s.values.testing) return show("confirmed");
    end(s, "approved", { device: s.values.device }, { mistake: () => takeBack(s) });
  }, async () => {
    // Wrong number, or the server refused for a reason that it keeps: if the request is still open, another try is left.
    try {
      ask(device, await device.challenge(challenge.claims.jti), s.home, { wrong: true });
      screen.main.querySelector("#wrong")?.focus();
    } catch (e) {
      if (e.code !== "not_open") throw e;
      show("wrong-number");
    }
  });
}

/** Sends an answer, once, and shows what came of it. */
async function answer(s, decision, done, refused) {
  if (s.busy) return;
  s.busy = true;
  try {
    const said = await s.device.decide(s.challenge, decision);
    s.answered = true;
    return done(said);
  } catch (e) {
    if (e.code === "refused" && refused) {
      s.answered = true;
      return await refused();
    }
    if (["ended", "not_open", "refused"].includes(e.code)) return show("ended");
    if (!["offline", "server", "slow_down"].includes(e.code)) return failed(e, s.home);
    trouble(s, { offline: "offline", slow_down: "slow" }[e.code] ?? "failed");
  } finally {
    s.busy = false;
  }
}

/** Shows how it ended. Nobody signs in by what an application asked by itself: it has screens of its own. */
const end = (s, name, values = {}, acts = {}) => show(s.values.asks ? name + "-app" : name, { client: s.values.client, ...values }, acts);

function trouble(s, which) {
  const note = s.screen.main.querySelector("#trouble");
  if (!note) return;
  for (const e of note.querySelectorAll("[data-when]")) e.hidden = e.dataset.when !== which;
  note.hidden = false;
  note.scrollIntoView({ block: "nearest" });
}

/** "It's not me" is signed already; a report needs one press more. */
function blocked(s) {
  end(s, "blocked", { password: s.values.password }, { report: () => report(s), undo: () => end(s, "undone") });
}

async function report(s) {
  try {
    await s.device.decide(s.challenge, { decision: "report", reason: "not_me" });
  } catch (e) {
    if (e.code !== "ended") throw e;
    return show("ended"); // more than a day ago, or reported from another phone
  }
  end(s, "reported");
}

async function takeBack(s) {
  try {
    await s.device.decide(s.challenge, { decision: "deny", reason: "mistake" });
  } catch (e) {
    if (e.code !== "ended") throw e;
    return end(s, "too-late", {}, { report: () => report(s) });
  }
  end(s, "taken-back", {}, { report: () => report(s) });
}

/** The bar and the time: for the eye. That the request has ended, the server says. */
function countDown(s) {
  const { main } = s.screen, bar = main.querySelector(".timebar"), { claims, left } = s.challenge;
  bar.max = claims.exp - claims.iat;
  let warned = left() <= 30;
  const tick = () => {
    const now = left(), text = clock(now);
    bar.value = now;
    for (const e of main.querySelectorAll("[data-left]")) e.textContent = text;
    if (now <= 30 && !warned) {
      warned = true;
      say(main.querySelector(".num").textContent.trim());
    }
  };
  tick();
  const timer = setInterval(tick, 1000);
  s.screen.leaving(() => clearInterval(timer));
}

/** Notices that the request was answered elsewhere, or ran out. */
async function watch(s) {
  while (s.screen.here()) {
    await sleep(LOOK);
    await visible();
    if (!s.screen.here() || s.busy || s.answered) continue;
    try {
      await s.device.challenge(s.challenge.claims.jti);
    } catch (e) {
      if (s.screen.here() && !s.busy && e.code === "not_open") return show("ended");
      if (s.screen.here() && !s.busy && e.code === "revoked") return failed(e, s.home);
    }
  }
}
