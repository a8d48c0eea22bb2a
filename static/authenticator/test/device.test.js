// Calls of device.js against a server of the test.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as protocol from "../device.js";
import { account, claimsOf, forge, key, object, server, signed } from "./kit.js";

const { Device } = protocol;
const refusal = (code) => (e) => e instanceof protocol.ProtocolError && (e.code === code || assert.fail(`${e.code} (${e.message}), want ${code}`));
const good = claimsOf(object("challenge-es256").compact);
const challengeJWS = (change = {}) => signed("issuer-es256", "cs-challenge+jwt", { ...good, ...change });
const jwt = (text, status = 200) => new Response(text, { status, headers: { "Content-Type": "application/jwt" } });
const error = (status, word, headers) => Response.json({ error: word }, { status, headers });
const issuer = good.iss, keySet = { keys: [{ ...key("issuer-es256").jwk, kid: key("issuer-es256").jkt, use: "sig", alg: "ES256" }] };

/** A keystore in memory, which tells what was done to it. */
function memory() {
  const did = [];
  const say = (what) => async (...a) => void did.push([what, a[0]?.deviceId ?? a[0]]);
  return { did, put: say("put"), remove: say("remove"), update: say("update"), try: say("try") };
}

async function phone(answer, change = {}) {
  const { fetch, calls } = server(answer), keystore = memory();
  return { device: new Device(await account(change), { fetch, keystore, pause: async () => {} }), calls, keystore };
}

const opened = async (device, change) => protocol.verifyChallenge(challengeJWS(change), device.account);
const bodyOf = (call) => claimsOf(call.body);

// ---- calls

test("a call proves possession of the key for its method and URL, and follows no redirect", async () => {
  let init;
  const { device, calls } = await phone((_, i) => { init = i; return { status: "active" }; });
  await device.status();
  const proof = await protocol.verifyObject(calls[0].headers.get("DPoP"), "dpop+jwt", key("device-es256").jwk);
  assert.deepEqual([proof.htm, proof.htu, init.redirect, init.credentials], ["GET", issuer + "/push/device", "error", "omit"]);
});

test("a call is made once more with the server's nonce, which is remembered", async () => {
  const { device, calls } = await phone((_, __, n) => n === 1 ? error(401, "use_dpop_nonce", { "DPoP-Nonce": "one" })
    : Response.json({ status: "active" }, { headers: { "DPoP-Nonce": "two" } }));
  await device.status();
  await device.status();
  assert.deepEqual(calls.map((c) => claimsOf(c.headers.get("DPoP")).nonce), ["", "one", "two"]);
});

test("a server that always wants another nonce is not asked for ever", async () => {
  const { device, calls } = await phone(() => error(401, "use_dpop_nonce", { "DPoP-Nonce": "n" }));
  await assert.rejects(device.status(), refusal("unknown_device"));
  assert.equal(calls.length, 2);
});

for (const [status, word, code] of [
  [401, "invalid_dpop_proof", "unknown_device"], [403, "refused", "refused"], [403, "pending", "pending"], [404, "not_found", "not_open"],
  [409, "refused", "ended"], [410, "gone", "unproved"], [413, "x", "refused"], [429, "slow_down", "slow_down"], [500, "server_error", "server"],
  [302, "x", "server"], [204, "", "server"],
]) {
  test(`status ${status} ${word} is ${code}, and the account stays`, async () => {
    const { device, keystore } = await phone(() => status === 204 ? new Response(null, { status }) : error(status, word, { "Retry-After": "7" }));
    await assert.rejects(device.status(), (e) => refusal(code)(e) && (code !== "slow_down" || e.retryAfter === 7));
    assert.deepEqual(keystore.did, []);
  });
}

test("no answer is offline", async () => {
  const { device } = await phone(() => { throw new TypeError("fetch failed"); });
  await assert.rejects(device.status(), refusal("offline"));
});

test("an answer that is too large is not read as one", async () => {
  const { device } = await phone(() => new Response("x".repeat(200000)));
  await assert.rejects(device.status(), refusal("server"));
});

// ---- challenges

test("what cannot be verified is left out, and the rest is shown", async () => {
  const { device } = await phone(() => ({ challenges: [challengeJWS({ aud: "dev_other" }), challengeJWS()] }));
  const dropped = [], open = await device.challenges({ wait: true, dropped: (e) => dropped.push(e.code) });
  assert.deepEqual([open.length, dropped], [1, ["claims"]]);
});

test("a list of more than five is no list of ours", async () => {
  const { device } = await phone(() => ({ challenges: Array(6).fill(challengeJWS()) }));
  await assert.rejects(device.challenges(), refusal("server"));
});

test("waiting asks the server to hold the call", async () => {
  const { device, calls } = await phone(() => ({ challenges: [] }));
  await device.challenges({ wait: true });
  await device.challenges();
  assert.deepEqual(calls.map((c) => c.headers.get("Prefer")), ["wait=25", null]);
});

test("a call ends when its page is left", async () => {
  const stop = new AbortController();
  const { device } = await phone((_, init) => new Promise((_, reject) => {
    init.signal.addEventListener("abort", () => reject(init.signal.reason));
    stop.abort();
  }));
  await assert.rejects(device.challenges({ wait: true, signal: stop.signal }), refusal("aborted"));
});

test("another challenge than the one asked for is refused", async () => {
  const { device } = await phone(() => jwt(challengeJWS()));
  assert.equal((await device.challenge(good.jti)).claims.jti, good.jti);
  await assert.rejects(device.challenge("chl_AAAAAAAAAAAAAAAAAAAAAA"), refusal("claims"));
});

test("an id that is none never becomes a path", async () => {
  const { device, calls } = await phone(() => jwt(challengeJWS()));
  await assert.rejects(device.challenge("chl_../../push/device?"), refusal("not_open"));
  assert.equal(calls.length, 0);
});

test("the time that is left is the server's", async () => {
  for (const [date, want] of [[good.exp - 30, 30], [good.exp + 50, 0], [good.iat - 3600, 120]]) {
    const { device } = await phone(() => new Response(challengeJWS(), { headers: { Date: new Date(date * 1000).toUTCString() } }));
    assert.equal((await device.challenge(good.jti)).left(), want);
  }
});

test("a challenge cannot be changed after it was verified", async () => {
  const { device } = await phone(() => ({}));
  const c = await opened(device);
  assert.throws(() => { c.claims.ctx.client.name = "Else"; }, TypeError);
  assert.throws(() => { c.claims.verdicts.push("x"); }, TypeError);
});

// ---- keys of the server

test("a key that is not known is taken from the key set and kept", async () => {
  const { device, calls, keystore } = await phone((url) => url.endsWith("/push/jwks") ? keySet : jwt(challengeJWS()), { challengeKeys: [key("issuer-ed25519").jwk] });
  await device.challenge(good.jti);
  await device.challenge(good.jti);
  assert.equal(calls.filter((c) => c.url.endsWith("/push/jwks")).length, 1);
  assert.deepEqual(keystore.did, [["update", good.aud]]);
});

test("a key that the set does not have, or has under another name, is refused", async () => {
  for (const [keys, code] of [[[], "key"], [[{ ...keySet.keys[0], kid: key("issuer-ed25519").jkt }], "key"], [[{ kty: "RSA" }], "key"], ["x", "discovery"]]) {
    const { device, keystore } = await phone((url) => url.endsWith("/push/jwks") ? { keys } : jwt(challengeJWS()), { challengeKeys: [] });
    await assert.rejects(device.challenge(good.jti), refusal(code));
    assert.deepEqual(keystore.did, []);
  }
});

test("a key is not kept for an object that was not for this device", async () => {
  const { device, keystore } = await phone((url) => url.endsWith("/push/jwks") ? keySet : jwt(challengeJWS({ aud: "dev_other" })), { challengeKeys: [] });
  await assert.rejects(device.challenge(good.jti), refusal("claims"));
  assert.deepEqual([keystore.did, device.account.challengeKeys], [[], []]);
});

// ---- decisions

test("a decision is signed over the bytes that came", async () => {
  const { device, calls } = await phone(() => ({ state: "approved" }));
  const challenge = await opened(device);
  assert.deepEqual(await device.decide(challenge, { decision: "approve", match: "07" }), { state: "approved" });
  const said = await protocol.verifyObject(calls[0].body, "cs-decision+jwt", key("device-es256").jwk);
  const { iss, aud, sub, cid, nonce, chash, decision, match, reason } = said;
  assert.deepEqual({ iss, aud, sub, cid, nonce, chash, decision, match, reason }, {
    iss: good.aud, aud: good.iss, sub: good.sub, cid: good.jti, nonce: good.nonce, decision: "approve", match: "07", reason: undefined,
    chash: await protocol.sha256b64u(challenge.jws),
  });
});

test("a decision whose answer was lost is sent again, and never signed again", async () => {
  const { device, calls } = await phone((_, __, n) => {
    if (n === 1) throw new TypeError("fetch failed");
    return n === 2 ? error(503, "server_error") : { state: "denied" };
  });
  await device.decide(await opened(device), { decision: "deny", reason: "not_me" });
  assert.equal(new Set(calls.map((c) => c.body)).size, 1);
  assert.equal(calls.length, 3);
});

test("a decision that was refused is not sent again", async () => {
  const { device, calls } = await phone(() => error(403, "refused"));
  await assert.rejects(device.decide(await opened(device), { decision: "approve", match: "07" }), refusal("refused"));
  assert.equal(calls.length, 1);
});

for (const [name, change, answer, code] of [
  ["no verdict", {}, { match: "07" }, "not_allowed"],
  ["an unknown verdict", {}, { decision: "approve ", match: "07" }, "not_allowed"],
  ["a verdict that is not offered", { verdicts: ["deny"] }, { decision: "approve", match: "07" }, "not_allowed"],
  ["no number", {}, { decision: "approve" }, "match"],
  ["a number beside deny", {}, { decision: "deny", match: "07" }, "not_allowed"],
  ["a reason beside approve", {}, { decision: "approve", match: "07", reason: "not_me" }, "not_allowed"],
  ["an unknown reason", {}, { decision: "deny", reason: "why" }, "not_allowed"],
  ["one digit", {}, { decision: "approve", match: "7" }, "match"],
  ["digits of another script", {}, { decision: "approve", match: "٠٧" }, "match"],
  ["a number where none is asked for", { match: { mode: "return" } }, { decision: "approve", match: "07" }, "match"],
  ["a number that was not offered", { match: { mode: "choice", options: ["11", "22", "33"] } }, { decision: "approve", match: "44" }, "match"],
  ["no user verification where it is asked for", { uv: "required" }, { decision: "approve", match: "07" }, "not_allowed"],
]) {
  test(`nothing is signed with ${name}`, async () => {
    const { device, calls } = await phone(() => ({ state: "approved" }));
    await assert.rejects(device.decide(await opened(device, change), answer), refusal(code));
    assert.equal(calls.length, 0);
  });
}

test("no challenge is answered that was not verified, or that is another device's", async () => {
  const { device, calls } = await phone(() => ({ state: "approved" }));
  const challenge = await opened(device);
  for (const c of [{ ...challenge }, { claims: good, jws: challenge.jws, chash: challenge.chash }]) {
    await assert.rejects(device.decide(c, { decision: "deny" }), refusal("not_allowed"));
  }
  const other = await phone(() => ({}), { deviceId: "dev_other" });
  await assert.rejects(other.device.decide(challenge, { decision: "deny" }), refusal("not_allowed"));
  assert.equal(calls.length, 0);
});

test("user verification travels where it is asked for, and nowhere else", async () => {
  const { device, calls } = await phone(() => ({ state: "approved" })), uv = { webauthn: { id: "x" } };
  await device.decide(await opened(device, { uv: "required" }), { decision: "approve", match: "07", uv });
  await device.decide(await opened(device, { uv: "required" }), { decision: "deny", uv });
  await device.decide(await opened(device), { decision: "approve", match: "07", uv });
  assert.deepEqual(calls.map((c) => bodyOf(c).uv), [uv, undefined, undefined]);
});

test("mode return leads back to the issuer's own page", async () => {
  const { device } = await phone(() => ({ state: "approved", return_code: "c0de" }));
  const said = await device.decide(await opened(device, { match: { mode: "return" } }), { decision: "approve" });
  assert.equal(said.returnTo, issuer + "/push/return#c0de");
});

// ---- the device itself

test("an act names the nonce of its proof", async () => {
  const { device, calls, keystore } = await phone((_, __, n) => n === 1 ? error(401, "use_dpop_nonce", { "DPoP-Nonce": "one" }) : { status: "paused", until: 5 });
  assert.deepEqual(await device.act({ act: "pause", until: 5 }), { status: "paused", until: 5 });
  const act = await protocol.verifyObject(calls[1].body, "cs-device+jwt", key("device-es256").jwk);
  assert.deepEqual([act.act, act.until, act.nonce, act.iss, act.aud, act.sub], ["pause", 5, "one", good.aud, good.iss, good.sub]);
  assert.notEqual(bodyOf(calls[0]).jti, act.jti);
  assert.ok(keystore.did.every(([what]) => what === "update"));
});

test("of a channel only its kind and the server's key are kept", async () => {
  const { device } = await phone(() => ({ status: "active" }));
  await device.setChannel({ p: "webpush", endpoint: "https://push.example/secret", p256dh: "x", auth: "y", k: "key" });
  assert.deepEqual(device.account.channel, { p: "webpush", k: "key" });
});

test("a device that was removed here is forgotten", async () => {
  const { device, keystore } = await phone(() => ({ status: "revoked" }));
  await device.act({ act: "remove" });
  assert.deepEqual(keystore.did[0], ["remove", good.aud]);
});

test("a device whose removal was refused is kept", async () => {
  const { device, keystore } = await phone(() => error(403, "refused"));
  await assert.rejects(device.act({ act: "remove" }), refusal("refused"));
  assert.deepEqual(keystore.did, []);
});

test("history is what the server keeps", async () => {
  const decisions = [{ cid: good.jti, decision: "deny", state: "denied", at: 1800000020, ctx: good.ctx }];
  const { device } = await phone(() => ({ decisions }));
  assert.deepEqual(await device.history(), decisions);
});

// ---- revocation

const gone = { iss: good.iss, aud: good.aud, sub: good.sub, iat: 1800000000 };

test("a revocation by a challenge key makes the device forget", async () => {
  const { device, keystore } = await phone(() => jwt(signed("issuer-es256", "cs-revoked+jwt", gone), 410));
  await assert.rejects(device.status(), refusal("revoked"));
  assert.deepEqual([keystore.did, device.account.status], [[["remove", good.aud]], "revoked"]);
});

for (const [name, jws] of [
  ["that is empty", ""],
  ["by the device's own key", signed("device-es256", "cs-revoked+jwt", gone)],
  ["for another device", signed("issuer-es256", "cs-revoked+jwt", { ...gone, aud: "dev_other" })],
  ["of another account", signed("issuer-es256", "cs-revoked+jwt", { ...gone, sub: "acc_other" })],
  ["of another issuer", signed("issuer-es256", "cs-revoked+jwt", { ...gone, iss: "https://evil.example" })],
  ["that is a challenge", signed("issuer-es256", "cs-challenge+jwt", good)],
  ["without algorithm", forge("issuer-es256", { typ: "cs-revoked+jwt", alg: "none", kid: key("issuer-es256").jkt }, gone)],
]) {
  test(`a revocation ${name} changes nothing`, async () => {
    const { device, keystore } = await phone((url) => url.endsWith("/push/jwks") ? keySet : jwt(jws, 410));
    await assert.rejects(device.status(), refusal("unproved"));
    assert.deepEqual([keystore.did, device.account.status], [[], "active"]);
  });
}

// ---- enrolment

const secret = "AAECAwQFBgcICQoLDA0ODw";
const registered = { device_id: good.aud, acc: good.sub, issuer_name: "Example", limits: { poll_interval: 3 }, confirm: "620417" };

async function enrol(change = {}, wish = {}) {
  const says = { discovery: { issuer, push_jwks_uri: issuer + "/push/jwks" }, keys: keySet, register: () => Response.json(registered, { status: 201 }), ...change };
  let posts = 0;
  const { fetch, calls } = server((url, init) => {
    if (url.endsWith("/openid-configuration")) return says.discovery;
    return url.endsWith("/push/jwks") ? says.keys : says.register(++posts, init);
  });
  const keystore = memory();
  const made = Device.register({ issuer, secret, pinnedJkt: key("issuer-es256").jkt, info: { name: "Phone", platform: "web" }, fetch, keystore, pause: async () => {}, ...wish });
  return { made, calls, keystore, posted: () => calls.filter((c) => c.url.endsWith("/push/register")) };
}

test("a registration proves the key, the secret and what it registers", async () => {
  const uv = { webauthn: { id: "Y3JlZA" } }, { made, posted, keystore } = await enrol({}, { uv });
  const { device, confirm } = await made, { code, reg } = JSON.parse(posted()[0].body);
  const jwk = JSON.parse(Buffer.from(reg.split(".")[0], "base64url")).jwk, claims = await protocol.verifyObject(reg, "cs-register+jwt", jwk);
  assert.deepEqual([code, confirm, claims.aud, claims.c_hash, claims.uv, claims.ch], [secret, "620417", issuer, await protocol.sha256b64u(secret), uv, { p: "none" }]);
  assert.deepEqual([device.account.uv, device.account.status, device.account.keys.privateKey.extractable], [{ credentialId: "Y3JlZA" }, "pending", false]);
  assert.deepEqual(keystore.did.map(([what]) => what), ["try", "put"]);
});

for (const [name, change, code, wish] of [
  ["whose key is not the link's", { keys: { keys: [{ ...key("issuer-ed25519").jwk, kid: key("issuer-ed25519").jkt }] } }, "pinned_key"],
  ["that speaks for another issuer", { discovery: { issuer: "https://evil.example", push_jwks_uri: issuer + "/push/jwks" } }, "discovery"],
  ["whose keys are elsewhere", { discovery: { issuer, push_jwks_uri: "https://evil.example/jwks" } }, "discovery"],
  ["whose keys only begin like its own", { discovery: { issuer, push_jwks_uri: issuer + ".evil.example/jwks" } }, "discovery"],
  ["without keys", { keys: { keys: [] } }, "discovery", { pinnedJkt: null }],
  ["without https", {}, "issuer", { issuer: "http://id.example.com" }],
]) {
  test(`nothing is sent to a server ${name}`, async () => {
    const { made, posted } = await enrol(change, wish);
    await assert.rejects(made, refusal(code));
    assert.equal(posted().length, 0);
  });
}

test("a secret is not spent where the key cannot be kept", async () => {
  const { made, posted } = await enrol({}, { keystore: { try: async () => { throw new protocol.ProtocolError("storage_keys", "no"); } } });
  await assert.rejects(made, refusal("storage_keys"));
  assert.equal(posted().length, 0);
});

test("a registration whose answer was lost is sent again as it was", async () => {
  const { made, posted } = await enrol({ register: (n) => n === 1 ? Promise.reject(new TypeError("lost")) : Response.json(registered, { status: 201 }) });
  await made;
  assert.equal(posted().length, 2);
  assert.equal(posted()[0].body, posted()[1].body);
});

for (const [status, code] of [[403, "link_spent"], [404, "link_spent"], [409, "link_taken"], [429, "slow_down"], [400, "refused"], [200, "server"]]) {
  test(`a registration answered by ${status} is ${code}, and nothing is kept`, async () => {
    const { made, keystore } = await enrol({ register: () => error(status, "x") });
    await assert.rejects(made, refusal(code));
    assert.ok(!keystore.did.some(([what]) => what === "put"));
  });
}

for (const [name, change] of [["digits", { confirm: "62041" }], ["device", { device_id: "" }], ["account", { acc: undefined }]]) {
  test(`a registration without its ${name} is refused`, async () => {
    const { made } = await enrol({ register: () => Response.json({ ...registered, ...change }, { status: 201 }) });
    await assert.rejects(made, refusal("discovery"));
  });
}

test("a typed code is read as people write it", () => {
  for (const text of ["BCDFG HJKLM", "bcdfg-hjklm", " BCDFGHJKLM ", "bcdfg–hjklm"]) assert.equal(protocol.parseTypedCode(text), "BCDFGHJKLM");
  for (const text of ["BCDFG HJKL", "BCDFG HJKLMN", "ABCDF GHJKL", "BCDFG HJKL1", ""]) assert.equal(protocol.parseTypedCode(text), null);
});

// ---- Web Push and WebAuthn

test("the key to subscribe with is a point", async () => {
  const point = protocol.b64u(new Uint8Array(65).fill(4)), k = key("issuer-es256").jkt;
  const { fetch } = server(() => ({ k, key: point }));
  const got = await protocol.vapidKey(issuer, fetch);
  assert.deepEqual([got.k, got.key.length], [k, 65]);
  await assert.rejects(protocol.vapidKey(issuer, server(() => ({ k, key: "BA" })).fetch), refusal("server"));
});

test("a subscription becomes a channel", () => {
  const subscription = { endpoint: "https://push.example/x", getKey: (name) => new Uint8Array(name === "auth" ? 16 : 65) };
  const ch = protocol.webPushChannel(subscription, "k");
  assert.deepEqual([ch.p, ch.endpoint, protocol.fromB64u(ch.p256dh).length, protocol.fromB64u(ch.auth).length, ch.k], ["webpush", "https://push.example/x", 65, 16, "k"]);
});

test("WebAuthn asks for a verified person at the issuer's own host", () => {
  const digest = new Uint8Array(32), create = protocol.webauthnCreateOptions({ digest, issuer: "https://id.example.com:8443/x", issuerName: "Example", userId: digest, name: "Phone" });
  assert.deepEqual([create.rp.id, create.authenticatorSelection.userVerification, create.attestation], ["id.example.com", "required", "none"]);
  assert.equal(protocol.webauthnCreateOptions({ digest, issuer: "https://id.example.com", issuerName: "E", userId: digest, name: "P", attestation: "direct" }).attestation, "direct");
  const get = protocol.webauthnGetOptions({ digest, issuer: "https://id.example.com", credentialId: "Y3JlZA" });
  assert.deepEqual([get.rpId, get.userVerification, Buffer.from(get.allowCredentials[0].id).toString()], ["id.example.com", "required", "cred"]);
});

test("WebAuthn responses are written as Level 3 says", () => {
  const bytes = (text) => new TextEncoder().encode(text).buffer;
  const credential = { rawId: bytes("cred"), authenticatorAttachment: "platform" };
  const made = protocol.registrationJSON({ ...credential, response: { clientDataJSON: bytes("{}"), attestationObject: bytes("a"), getTransports: () => ["internal"] } });
  assert.deepEqual([made.id, made.type, made.response.attestationObject, made.response.transports], ["Y3JlZA", "public-key", "YQ", ["internal"]]);
  const used = protocol.assertionJSON({ ...credential, response: { clientDataJSON: bytes("{}"), authenticatorData: bytes("d"), signature: bytes("s"), userHandle: null } });
  assert.deepEqual(used.response, { clientDataJSON: "e30", authenticatorData: "ZA", signature: "cw" });
});

// ---- the keystore, where it fails; that it keeps is for a browser's test

test("a browser that keeps no keys says so by a code of its own", async () => {
  const broken = (error) => ({
    open() {
      const asked = {};
      queueMicrotask(() => {
        asked.result = { close() {}, transaction: () => ({ objectStore: () => ({ put() { throw error; } }) }) };
        asked.onsuccess();
      });
      return asked;
    },
  });
  const keys = await protocol.newKeys();
  await assert.rejects(new protocol.Keystore("x", broken(new DOMException("no", "DataCloneError"))).try(keys), refusal("storage_keys"));
  await assert.rejects(new protocol.Keystore("x", broken(new DOMException("no", "QuotaExceededError"))).try(keys), refusal("storage"));
  await assert.rejects(new protocol.Keystore("x", undefined).list(), refusal("storage"));
});

// ---- what the vectors do not say

for (const [name, change, code] of [
  ["a choice of two", { match: { mode: "choice", options: ["11", "22"] } }, "claims"],
  ["a choice of which two are the same", { match: { mode: "choice", options: ["11", "22", "22"] } }, "claims"],
  ["a choice without options", { match: { mode: "choice" } }, "claims"],
  ["a further phone that is not named", { purpose: "endorse" }, "claims"],
  ["a further phone without its key", { purpose: "endorse", ctx: { device: { name: "Pixel" } } }, "claims"],
  ["a context that is no object", { ctx: "Lyon" }, "form"],
  ["more than 16 KiB", { ctx: { client: { name: "x".repeat(16384) } } }, "form"],
]) {
  test(`no challenge with ${name} is handed on`, async () => {
    await assert.rejects(protocol.verifyChallenge(challengeJWS(change), await account()), refusal(code));
  });
}

test("a decision that the server would not take for its size is not sent", async () => {
  const { device, calls } = await phone(() => ({ state: "approved" })), uv = { webauthn: { id: "x".repeat(9000) } };
  await assert.rejects(device.decide(await opened(device, { uv: "required" }), { decision: "approve", match: "07", uv }), refusal("form"));
  assert.equal(calls.length, 0);
});

test("a status and a history that say nothing are the server's failure", async () => {
  const { device } = await phone(() => ({ decisions: 1 }));
  await assert.rejects(device.history(), refusal("server"));
  await assert.rejects(device.status(), refusal("server"));
});

test("a key set is read from a good answer only", async () => {
  const { device } = await phone((url) => url.endsWith("/push/jwks") ? Response.json(keySet, { status: 500 }) : new Response(challengeJWS()), { challengeKeys: [] });
  await assert.rejects(device.challenge(good.jti), refusal("server"));
});
