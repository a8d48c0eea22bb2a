// What the service worker of the web authenticator does; sw.js ties it to the browser's events.
//
// Every push shows a notification, whatever it says and whatever fails: a browser takes the subscription away from an app that
// stays silent. No notification offers to approve, or reports: both want a window and a person who read what they answer.
import { Device, ProtocolError, isChallengeID, vapidKey, webPushChannel } from "./device.js";

/** Says a text: a {name} in it is replaced by what the challenge tells. */
const sayer = (texts, values) => (name) => texts[name].replace(/\{(\w+)\}/g, (_, v) => values[v] ?? "");

const PATIENCE = 8000; // ms to ask the server, before a push must have shown something
const SUBSCRIBE = 15000; // ms that a browser may take to subscribe; some never answer
const CACHE = "countersign-app-";

/**
 * @param {{scope: string, registration: ServiceWorkerRegistration, clients: Clients, caches: CacheStorage, fetch: typeof fetch,
 *   keystore: import("./device.js").Keystore, texts: () => Record<string, string>, shell: {version: string, files: string[]}, after?: (ms: number) => Promise<void>}} world
 */
export function makeWorker(world) {
  const { scope, registration, clients, caches, fetch, keystore, texts, shell } = world;
  const after = world.after ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
  const inTime = (work, ms) => Promise.race([work, after(ms).then(() => { throw new ProtocolError("offline", "not in time"); })]);

  const find = async (id) => (await keystore.list()).find((a) => a.deviceId === id);
  const deviceOf = (account) => new Device(account, { fetch, keystore });

  /** Shows a notification; `body` is words or, as a list, texts as they are. */
  const show = ({ title, body, told = {}, actions = [], values = {} }) => {
    const say = sayer(texts(), values);
    return registration.showNotification(say(title), {
      body: Array.isArray(body) ? body.join(" ") : say(body), tag: told.cid ?? "countersign", renotify: true,
      requireInteraction: actions.length > 0, data: told, actions: actions.map((action) => ({ action, title: say(action) })),
    });
  };

  const showNeutral = (told) =>
    show({ title: "neutral", body: "neutralBody", told, actions: told.cid ? ["deny", "review"] : ["review"] });

  const showChallenge = (account, { claims }, told) => {
    const ctx = claims.ctx ?? {}, { browser, os } = ctx;
    const values = { client: ctx.client?.name ?? account.issuerName, device: ctx.device?.name, browser, os };
    if (claims.purpose === "test") return show({ title: "test", body: "testBody", told, actions: ["review"], values });
    const say = sayer(texts(), values), where = [browser && os ? say("from") : browser ?? os, ctx.place ?? ctx.ip].filter(Boolean).join(" · ");
    const body = [where && where + ".", ctx.new_browser && say("newBrowser"), ctx.new_place && say("newPlace")].filter(Boolean);
    return show({ title: claims.purpose, body, told, actions: claims.verdicts.includes("deny") ? ["deny", "review"] : ["review"], values });
  };

  const showOutcome = (account, told, e) => {
    if (e.code === "not_open" || e.code === "ended") return show({ title: "ended", body: "endedBody", told });
    if (e.code === "revoked") return show({ title: "removed", body: "removedBody", values: { issuer: account.issuerName } });
    return null;
  };

  /** Windows of the app that are in front open the request by themselves. */
  const tellWindows = async (told) => {
    for (const w of await clients.matchAll({ type: "window", includeUncontrolled: true })) {
      if (w.url.startsWith(scope)) w.postMessage({ type: "cs.challenge", ...told });
    }
  };

  /** A push came, with this text or none. */
  async function push(text) {
    const told = readPush(text);
    let account;
    try {
      account = told.dev && await find(told.dev);
      if (told.cid) await tellWindows(told);
      if (!account || !told.cid) return await showNeutral({});
      await showChallenge(account, await inTime(deviceOf(account).challenge(told.cid), PATIENCE), told);
    } catch (e) {
      await (showOutcome(account, told, e) ?? showNeutral(told));
    }
  }

  /** "It's not me": signs the denial here, without a window. */
  async function block(told) {
    let account;
    try {
      account = await find(told.dev);
      const device = deviceOf(account);
      await device.decide(await device.challenge(told.cid), { decision: "deny", reason: "not_me" });
      await show({ title: "blocked", body: "blockedBody", told });
    } catch (e) {
      await (showOutcome(account, told, e) ?? show({ title: "notBlocked", body: "notBlockedBody", told, actions: ["review"] }));
    }
  }

  /** Brings the app to the front, at the request. */
  async function open(told) {
    const url = new URL(isChallengeID(told.cid) ? "r/" + told.cid : "", scope).href;
    for (const w of await clients.matchAll({ type: "window", includeUncontrolled: true })) {
      if (!w.url.startsWith(scope)) continue;
      try {
        // Only a window that this worker controls lets itself be led. Focus comes after: a tap is good for one
        // of focusing and opening, and what it was spent on must show the request.
        const there = w.url === url ? w : await w.navigate(url);
        return void await there?.focus();
      } catch { /* a new window then */ }
    }
    await clients.openWindow(url);
  }

  /** A notification was tapped: on one of its buttons, or on itself with the action "". */
  const click = (told, action) => (action === "deny" && told?.cid ? block(told) : open(told ?? {}));

  /** The browser replaced or dropped the subscription: a new one is made, and each account's server told. */
  async function resubscribe() {
    const accounts = (await keystore.list()).filter((a) => a.channel?.p === "webpush");
    if (!accounts.length) return;
    const { k, key } = await vapidKey(accounts[0].issuer, fetch);
    let channel;
    try {
      const old = await registration.pushManager.getSubscription();
      if (old) await old.unsubscribe(); // it may rest on another key, and would refuse a new one
      channel = webPushChannel(await inTime(registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }), SUBSCRIBE), k);
    } catch {
      channel = { p: "none" }; // the server shows that this phone cannot be woken; the app tries again when it starts
    }
    await Promise.allSettled(accounts.map(async (account) => {
      await deviceOf(account).setChannel(channel);
      await keystore.update(account.deviceId, () => ({ endpoint: channel.endpoint })); // by which the app sees that nothing is new
    }));
  }

  // ---- the app without a network

  const cacheName = CACHE + shell.version;

  async function install() {
    const cache = await caches.open(cacheName);
    await cache.addAll(shell.files.map((file) => new Request(new URL(file, scope), { cache: "reload" })));
  }

  async function activate() {
    const old = (await caches.keys()).filter((name) => name.startsWith(CACHE) && name !== cacheName);
    await Promise.all(old.map((name) => caches.delete(name)));
    await clients.claim(); // the window that installed it, or a tap on a notification could not lead it
  }

  /** Answers a request of the app, or gives undefined where that is the network's. @param {Request} request */
  function serve(request) {
    const url = new URL(request.url), home = new URL(scope);
    if (request.method !== "GET" || url.origin !== home.origin) return undefined;
    if (request.mode === "navigate") {
      return url.pathname.startsWith(home.pathname) ? fetch(request).catch(() => fromCache(home.href)) : undefined;
    }
    return shell.files.includes(url.pathname) && url.pathname !== home.pathname ? fromCache(url.href).catch(() => fetch(request)) : undefined;
  }

  async function fromCache(url) {
    const cache = await caches.open(cacheName);
    return (await cache.match(url)) ?? Promise.reject(new TypeError("not in the cache"));
  }

  return { push, click, resubscribe, install, activate, serve };
}

/** What a push tells: a device and a challenge, or nothing at all. It has no authority, so that nothing else is read from it. */
function readPush(text) {
  try {
    const { type, data } = JSON.parse(text), { v, dev, cid } = JSON.parse(data);
    if (type === "cs.challenge" && v === 1 && typeof dev === "string" && isChallengeID(cid)) return { dev, cid };
  } catch { /* not one of ours */ }
  return {};
}
