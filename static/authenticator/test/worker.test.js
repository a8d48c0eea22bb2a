// The service worker's acts, in a world of the test.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeWorker } from "../worker.js";
import { account, claimsOf, key, object, server, signed, texts } from "./kit.js";

const good = claimsOf(object("challenge-es256").compact), scope = good.iss + "/a/";
const challengeJWS = (change = {}) => signed("issuer-es256", "cs-challenge+jwt", { ...good, ...change });
const told = { dev: good.aud, cid: good.jti };
const pushText = (change = {}) => JSON.stringify({ type: "cs.challenge", data: JSON.stringify({ v: 1, ...told, exp: good.exp, ...change }) });
const shell = { version: "v2", files: ["/a/", "/a/app/v2/app.js"] };

/** A browser: what was shown, opened, said and kept. */
async function world(answer, { accounts, list, windows = [], subscribe, after = () => new Promise(() => {}) } = {}) {
  const shown = [], opened = [], kept = new Map(), removed = [];
  const { fetch, calls } = server(answer);
  const known = accounts ?? [await account({ channel: { p: "webpush", k: "old" } })];
  const cache = (name) => {
    if (!kept.has(name)) kept.set(name, new Map());
    const files = kept.get(name);
    return { addAll: async (all) => all.forEach((r) => files.set(r.url, new Response("kept " + r.url))), match: async (url) => files.get(String(url)) };
  };
  const worker = makeWorker({
    scope, fetch, shell, after, texts: () => texts,
    registration: {
      showNotification: async (title, options) => void shown.push({ title, ...options }),
      pushManager: { getSubscription: async () => null, subscribe: subscribe ?? (() => Promise.reject(new Error("denied"))) },
    },
    clients: { claim: async () => {}, matchAll: async () => windows, openWindow: async (url) => void opened.push(url) },
    caches: { open: async (name) => cache(name), keys: async () => [...kept.keys()], delete: async (name) => kept.delete(name) },
    keystore: { list: list ?? (async () => known), update: async () => {}, remove: async (id) => void removed.push(id) },
  });
  return { worker, shown, opened, calls, kept, removed };
}

const actionsOf = (n) => n.actions.map((a) => a.action);

test("a push shows what the challenge says, and nothing that approves", async () => {
  const { worker, shown } = await world(() => new Response(challengeJWS({ ctx: { ...good.ctx, new_place: true } })));
  await worker.push(pushText());
  assert.equal(shown.length, 1);
  assert.deepEqual([shown[0].title, shown[0].tag, shown[0].data, actionsOf(shown[0])], ["Sign in to Payroll?", good.jti, told, ["deny", "review"]]);
  assert.equal(shown[0].body, "Firefox on Linux · Lyon, FR. A place that is new for you.");
});

test("a test request offers no denial", async () => {
  const { worker, shown } = await world(() => new Response(challengeJWS({ purpose: "test" })));
  await worker.push(pushText());
  assert.deepEqual([shown[0].title, actionsOf(shown[0])], ["A test request", ["review"]]);
});

test("a further phone is named", async () => {
  const ctx = { device: { name: "Pixel 9", platform: "web", jkt: key("device-es256").jkt } };
  const { worker, shown } = await world(() => new Response(challengeJWS({ purpose: "endorse", ctx })));
  await worker.push(pushText());
  assert.equal(shown[0].title, "Add Pixel 9 to your account?");
});

for (const [name, text, answer, actions] of [
  ["without data", null, () => new Response(challengeJWS()), ["review"]],
  ["that is not JSON", "{", () => new Response(challengeJWS()), ["review"]],
  ["whose data is not JSON", '{"type":"cs.challenge","data":"{"}', () => new Response(challengeJWS()), ["review"]],
  ["whose data is null", '{"type":"cs.challenge","data":"null"}', () => new Response(challengeJWS()), ["review"]],
  ["of another type", pushText().replace("cs.challenge", "cs.other"), () => new Response(challengeJWS()), ["review"]],
  ["of another version", pushText({ v: 2 }), () => new Response(challengeJWS()), ["review"]],
  ["with an id that leaves its path", pushText({ cid: "chl_../../x" }), () => new Response(challengeJWS()), ["review"]],
  ["for a device that is not here", pushText({ dev: "dev_other" }), () => new Response(challengeJWS()), ["review"]],
  ["while the server fails", pushText(), () => new Response("", { status: 500 }), ["deny", "review"]],
  ["while there is no network", pushText(), () => { throw new TypeError("lost"); }, ["deny", "review"]],
  ["whose challenge is forged", pushText(), () => new Response(signed("device-es256", "cs-challenge+jwt", good)), ["deny", "review"]],
  ["whose challenge is of an unknown purpose", pushText(), () => new Response(challengeJWS({ purpose: "pay" })), ["deny", "review"]],
]) {
  test(`a push ${name} shows that something waits`, async () => {
    const { worker, shown } = await world(answer);
    await worker.push(text);
    assert.deepEqual(shown.map((n) => [n.title, actionsOf(n)]), [["A sign-in needs your answer", actions]]);
  });
}

test("a push shows something in time, also while the server does not answer", async () => {
  let release;
  const late = new Promise((_, reject) => { release = () => reject(new TypeError("lost")); });
  late.catch(() => {});
  const { worker, shown } = await world(() => late, { after: () => new Promise(setImmediate) });
  await worker.push(pushText());
  assert.deepEqual(shown.map((n) => n.title), ["A sign-in needs your answer"]);
  release();
});

test("a push shows something where the storage is broken", async () => {
  const { worker, shown } = await world(() => ({}), { list: async () => { throw new DOMException("gone", "UnknownError"); } });
  await worker.push(pushText());
  assert.deepEqual(shown.map((n) => n.title), ["A sign-in needs your answer"]);
});

test("a push for what has ended says so, and has no buttons", async () => {
  const { worker, shown } = await world(() => Response.json({ error: "not_found" }, { status: 404 }));
  await worker.push(pushText());
  assert.deepEqual([shown[0].title, actionsOf(shown[0])], ["This request has ended", []]);
});

test("windows of the app are told, and no others", async () => {
  const heard = [], window = (url) => ({ url, postMessage: (m) => heard.push([url, m]) });
  const { worker } = await world(() => new Response(challengeJWS()), { windows: [window(scope), window(good.iss + "/login")] });
  await worker.push(pushText());
  assert.deepEqual(heard, [[scope, { type: "cs.challenge", ...told }]]);
});

test("It's not me signs a denial without a window", async () => {
  const { worker, shown, calls, opened } = await world((_, init) => init.method === "POST" ? { state: "denied" } : new Response(challengeJWS()));
  await worker.click(told, "deny");
  const { decision, reason, cid } = claimsOf(calls.at(-1).body);
  assert.deepEqual([decision, reason, cid, shown[0].title, opened], ["deny", "not_me", good.jti, "Blocked. Nobody got in.", []]);
});

for (const [name, answer, title] of [
  ["what has ended", () => Response.json({ error: "not_found" }, { status: 404 }), "This request has ended"],
  ["what was answered meanwhile", (_, init) => init.method === "POST" ? Response.json({ error: "refused" }, { status: 409 }) : new Response(challengeJWS()), "This request has ended"],
  ["what cannot be reached", () => { throw new TypeError("lost"); }, "Not blocked yet"],
  ["what is refused", (_, init) => init.method === "POST" ? Response.json({ error: "refused" }, { status: 403 }) : new Response(challengeJWS()), "Not blocked yet"],
  ["a phone that was removed", () => new Response(signed("issuer-es256", "cs-revoked+jwt", { iss: good.iss, aud: good.aud, sub: good.sub, iat: 1 }), { status: 410 }), "This phone was removed"],
]) {
  test(`It's not me never says blocked of ${name}`, async () => {
    const { worker, shown } = await world(answer, { after: async () => {} });
    await worker.click(told, "deny");
    assert.deepEqual(shown.map((n) => n.title), [title]);
  });
}

test("a tap leads to the request, in the window that is there", async () => {
  for (const action of ["", "review", "approve"]) {
    const led = [], w = { url: scope, focus: async () => led.push("focus"), navigate: async (url) => { led.push(url); return w; } };
    const { worker, opened, calls } = await world(() => ({}), { windows: [w] });
    await worker.click(told, action);
    assert.deepEqual([led, opened, calls], [[scope + "r/" + good.jti, "focus"], [], []]);
  }
});

test("a tap opens a window where none can be led, and is not spent on focusing that", async () => {
  const w = { url: scope + "r/other", focus: async () => assert.fail("focused"), navigate: async () => { throw new TypeError("not controlled"); } };
  for (const windows of [[w], [], [{ url: good.iss + "/login" }]]) {
    const { worker, opened } = await world(() => ({}), { windows });
    await worker.click(told, "");
    await worker.click({ cid: "chl_../x" }, "");
    await worker.click(null, "deny");
    assert.deepEqual(opened, [scope + "r/" + good.jti, scope, scope]);
  }
});

const vapid = { k: key("issuer-es256").jkt, key: Buffer.alloc(65, 4).toString("base64url") };
const subscription = { endpoint: "https://push.example/new", getKey: (name) => new Uint8Array(name === "auth" ? 16 : 65) };

test("a lost subscription is made anew and told to the server", async () => {
  const { worker, calls } = await world((url) => url.endsWith("/vapid") ? vapid : { status: "active" }, { subscribe: async () => subscription });
  await worker.resubscribe();
  const { act, ch } = claimsOf(calls.at(-1).body);
  assert.deepEqual([act, ch.p, ch.endpoint, ch.k], ["channel", "webpush", "https://push.example/new", vapid.k]);
});

test("a browser that subscribes no more, or never answers, is told to the server", async () => {
  for (const how of [{}, { subscribe: () => new Promise(() => {}), after: async () => {} }]) {
    const { worker, calls } = await world((url) => url.endsWith("/vapid") ? vapid : { status: "active" }, how);
    await worker.resubscribe();
    assert.deepEqual(claimsOf(calls.at(-1).body).ch, { p: "none" });
  }
});

test("nobody without Web Push is subscribed", async () => {
  const { worker, calls } = await world(() => vapid, { accounts: [await account({ channel: { p: "none" } })] });
  await worker.resubscribe();
  assert.equal(calls.length, 0);
});

const request = (path, change = {}) => ({ method: "GET", mode: "no-cors", url: new URL(path, scope).href, ...change });

test("the app opens without a network, from files of one version", async () => {
  const { worker, kept } = await world(() => { throw new TypeError("lost"); });
  kept.set("countersign-app-v1", new Map()).set("other", new Map());
  await worker.install();
  await worker.activate();
  assert.deepEqual([...kept.keys()], ["other", "countersign-app-v2"]);
  assert.equal(await (await worker.serve(request("app/v2/app.js"))).text(), `kept ${scope}app/v2/app.js`);
  assert.equal(await (await worker.serve(request("r/x", { mode: "navigate" }))).text(), `kept ${scope}`);
});

test("the network comes first for pages", async () => {
  const { worker } = await world(() => new Response("fresh"));
  await worker.install();
  assert.equal(await (await worker.serve(request("", { mode: "navigate" }))).text(), "fresh");
});

test("nothing but the app's own files is answered by the worker", async () => {
  const { worker } = await world(() => new Response("x"));
  await worker.install();
  for (const r of [request("../push/challenges"), request("https://evil.example/a/"), request("app/v1/app.js"), request("../login", { mode: "navigate" }),
    request("app/v2/app.js", { method: "POST" }), request("m/t1cket"), request("ticket", { method: "POST" })]) {
    assert.equal(worker.serve(r), undefined, r.url);
  }
});
