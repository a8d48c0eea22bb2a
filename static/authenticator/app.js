// The web authenticator's front door: looks at the address, and at what waits. It has no words (see ui.js).
import { isChallengeID, parseScan } from "./device.js";
import { ask } from "./request.js";
import { devices, failed, keystore, local, show, sleep, visible } from "./ui.js";

const HELD = 1500; // ms between two looks that found the same

/** Shows what the address asks for. */
async function route() {
  const path = location.pathname.replace(/\/$/, "");
  if (path === "/a/e" || path === "/a/setup") return (await import("./enrol.js")).begin();
  const all = await devices();
  if (path === "/a/lost") return show("lost");
  if (all.length === 0 && location.hash === "#here") return show("not-here"); // from a sign-in page that this app is not behind
  if (all.length === 0) return path === "/a" ? (await import("./enrol.js")).home() : show("lost");
  const pending = all.find((d) => d.account.status === "pending");
  if (pending && path === "/a") return (await import("./enrol.js")).resume(pending);
  const more = { "/a/history": "history", "/a/settings": "settings", "/a/selftest": "selftest" }[path];
  if (more) return (await import("./more.js"))[more](all);
  const scanned = path === "/a/s" && new URLSearchParams(location.hash.slice(1)).get("cid");
  const cid = path.startsWith("/a/r/") ? path.slice(5) : scanned;
  if (isChallengeID(cid)) return open(all, cid);
  return inbox(all);
}

/** Opens one request by its id, on whichever account it is for. */
async function open(all, cid) {
  for (const device of all) {
    try {
      const challenge = await device.challenge(cid), link = location.href;
      if (location.pathname !== "/a/s") return ask(device, challenge, home);
      history.replaceState(null, "", "/a/r/" + cid); // what was scanned is an answer: it stays nowhere
      return ask(device, challenge, home, { match: parseScan(link, challenge) });
    } catch (e) {
      if (e.code === "link") return show("ended");
      if (e.code !== "not_open") throw e;
    }
  }
  show("ended");
}

/** Back to what waits, without a new page. */
export function home() {
  history.pushState(null, "", "/a/");
  return start();
}

/** Waits for requests: one opens by itself, of several a person chooses. */
async function inbox(all) {
  const state = { accounts: await Promise.all(all.map(row)), decisions: (await decisions(all)).slice(0, 4), checked: time() };
  const stop = new AbortController();
  const screen = show("inbox", state, { notify: () => notify(all) });
  screen.leaving(() => stop.abort());
  renew(all);
  const found = (device, list) => list.map((challenge) => ({ device, challenge }));
  const look = async (device) => {
    const dropped = () => screen.main.classList.add("dropped");
    const first = found(device, await device.challenges({ dropped }));
    return first.length ? first : found(device, await device.challenges({ wait: true, signal: stop.signal, dropped }));
  };
  while (screen.here()) {
    await visible();
    let open = [];
    try {
      open = all.length === 1 ? await look(all[0]) : (await Promise.all(all.map(async (d) => found(d, await d.challenges())))).flat();
    } catch (e) {
      if (!screen.here()) return;
      if (e.code !== "slow_down") return failed(e, start);
      await sleep(e.retryAfter * 1000);
    }
    if (!screen.here()) return;
    if (open.length) return waiting(open);
    for (const slot of screen.main.querySelectorAll('[data-slot="checked"]')) slot.textContent = time();
    await sleep(all.length === 1 ? HELD : 3000);
  }
}

/** Switches notifications on, in a press. */
async function notify(all) {
  const push = await import("./channel.js"), channel = await push.ask();
  if (channel.p === "none") return show("no-push", { denied: globalThis.Notification?.permission === "denied" });
  for (const device of all) await push.tell(device, channel);
  return start();
}

function waiting(open) {
  if (open.length === 1) {
    const { device, challenge } = open[0];
    history.replaceState(null, "", "/a/r/" + challenge.claims.jti);
    return ask(device, challenge, home);
  }
  show("choose", { requests: open.map(({ challenge: { claims: { ctx, jti } } }) => ({
    client: ctx?.client?.name ?? location.host, from: ctx?.place ?? ctx?.ip ?? "", href: "/a/r/" + jti,
  })) });
}

/** What the inbox says of one account. */
async function row(device) {
  const { account } = device;
  const registration = await navigator.serviceWorker?.getRegistration("/a/");
  const subscription = await registration?.pushManager?.getSubscription().catch(() => null), can = "PushManager" in globalThis;
  return {
    name: account.issuerName, label: account.name, [account.status]: true, verified: account.uv !== null,
    pushes: account.channel?.p === "webpush" && Boolean(subscription), can,
  };
}

/** The last answers of this phone, newest first. @param {import("./device.js").Device[]} all */
export async function decisions(all) {
  const lists = await Promise.all(all.map((device) => device.history()));
  return lists.flat().sort((a, b) => b.at - a.at).map(({ decision, state, at, ctx = {} }) => {
    const approves = decision === "approve", unused = approves && ["lapsed", "cancelled"].includes(state), wrong = approves && state === "failed";
    return {
      approved: approves && !unused && !wrong, denied: decision === "deny", reported: decision === "report", unused, wrong,
      client: ctx.client?.name ?? document.body.dataset.organisation, place: ctx.place,
      when: local(new Date(at * 1000), { dateStyle: "medium", timeStyle: "short" }),
    };
  });
}

/** Keeps the worker and its subscription alive, behind what the person sees. */
async function renew(all) {
  try { await (await import("./channel.js")).renew(all); } catch (e) { console.info("no push:", e.code ?? e.name); }
}

const time = () => local(new Date(), { hour: "2-digit", minute: "2-digit" });

export async function start() {
  try { await route(); } catch (e) { failed(e, start); }
}

// The worker tells of a push: the request opens by itself where nothing else is in front.
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data?.type === "cs.challenge" && document.querySelector(".s-inbox")) start();
});
addEventListener("popstate", start);
addEventListener("hashchange", start);
addEventListener("pageshow", (e) => { if (e.persisted) start(); });
start();
