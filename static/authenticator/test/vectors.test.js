// docs/device-protocol-vectors.json, which the server and the terminal phone run too.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as device from "../device.js";
import { account, claimsOf, forge, key, object, pair, signed, vectors } from "./kit.js";

const refusal = (code) => (e) => e instanceof device.ProtocolError && (e.code === code || assert.fail(`${e.code} (${e.message}), want ${code}`));

for (const k of vectors.keys) {
  test(`key ${k.name} has its thumbprint`, async () => assert.equal(await device.thumbprint(k.jwk), k.jkt));
}

for (const o of vectors.objects) {
  test(`object ${o.name} opens and has its hash`, async () => {
    assert.deepEqual(await device.verifyObject(o.compact, o.typ, key(o.key).jwk), claimsOf(o.compact));
    assert.equal(await device.sha256b64u(o.compact), o.hash);
  });
}

for (const o of vectors.refused.objects) {
  test(`refused: ${o.name}`, () => assert.rejects(device.verifyObject(o.compact, o.typ, key(o.key).jwk), refusal(o.error)));
}

for (const k of vectors.refused.keys) {
  test(`refused key: ${k.name}`, () => assert.rejects(device.thumbprint(k.jwk), refusal("key")));
}

for (const l of vectors.links) {
  test(`link: ${l.name}`, async () => {
    if (l.error) {
      return assert.throws(() => device.parseLink(l.text), (e) => refusal(l.error)(e) && !e.message.includes("AAECAwQ"));
    }
    assert.deepEqual(device.parseLink(l.text), { issuer: l.issuer, code: l.code, jkt: l.k });
    assert.equal(await device.sha256b64u(l.code), l.c_hash);
  });
}

for (const c of vectors.refused.challenges) {
  test(`refused challenge: ${c.name}`, () => assert.throws(() => device.checkChallenge(c.claims), refusal(c.error)));
}

for (const d of vectors.digests ?? []) {
  test(`digest: ${d.name}`, async () => {
    const bytes = d.c_hash ? await device.registrationDigest(d.c_hash, d.jkt) : await device.decisionDigest(d.chash, d.decision, d.match);
    assert.equal(device.b64u(bytes), d.digest);
  });
}

for (const m of vectors.matches ?? []) {
  test(`match: ${m.name}`, () => {
    const check = () => device.checkMatch({ mode: m.mode, options: m.options }, m.match);
    return m.error ? assert.throws(check, refusal(m.error)) : check();
  });
}

for (const s of vectors.scans ?? []) {
  test(`scan: ${s.name}`, () => {
    const read = () => device.parseScan(s.text, { claims: { iss: s.issuer, jti: s.cid } });
    return s.error ? assert.throws(read, refusal(s.error)) : assert.equal(read(), s.match);
  });
}

test("both challenges are verified for their device", async () => {
  for (const name of ["challenge-es256", "challenge-ed25519"]) {
    const { claims, jws, chash, left } = await device.verifyChallenge(object(name).compact, await account());
    assert.deepEqual([claims.purpose, jws, chash], ["login", object(name).compact, object(name).hash]);
    assert.ok(left() > 118 && left() <= 120);
  }
});

test("a decision made here says what the vectors' decision says", async () => {
  const want = claimsOf(object("decision-es256").compact);
  const jws = await device.signObject(await pair("device-es256"), "cs-decision+jwt", want);
  assert.deepEqual(await device.verifyObject(jws, "cs-decision+jwt", key("device-es256").jwk), want);
  assert.equal(jws.split(".")[0], object("decision-es256").compact.split(".")[0]);
});

const good = claimsOf(object("challenge-es256").compact);
const kid = key("issuer-es256").jkt;
const altered = object("challenge-es256").compact.split(".").map((part, i) => i !== 1 ? part : Buffer.from(JSON.stringify({ ...good, nonce: good.nonce.replace("e", "f") })).toString("base64url")).join(".");

for (const [name, code, jws] of [
  ["of another issuer", "claims", signed("issuer-es256", "cs-challenge+jwt", { ...good, iss: "https://evil.example" })],
  ["for another device", "claims", signed("issuer-es256", "cs-challenge+jwt", { ...good, aud: "dev_AAAAAAAAAAAAAAAAAAAAAA" })],
  ["for a list of devices", "claims", signed("issuer-es256", "cs-challenge+jwt", { ...good, aud: [good.aud] })],
  ["of another account", "claims", signed("issuer-es256", "cs-challenge+jwt", { ...good, sub: "acc_AAAAAAAAAAAAAAAAAAAAAA" })],
  ["of another type", "type", signed("issuer-es256", "cs-revoked+jwt", good)],
  ["signed by a device", "key", signed("device-es256", "cs-challenge+jwt", good)],
  ["with alg none", "algorithm", forge("issuer-es256", { typ: "cs-challenge+jwt", alg: "none", kid }, good)],
  ["with alg HS256", "algorithm", forge("issuer-es256", { typ: "cs-challenge+jwt", alg: "HS256", kid }, good)],
  ["with a key of the sender's choice", "header", forge("issuer-es256", { typ: "cs-challenge+jwt", alg: "ES256", jwk: key("issuer-es256").jwk }, good)],
  ["with a member twice", "form", signed("issuer-es256", "cs-challenge+jwt", JSON.stringify(good).replace('"uv":', '"uv":"none","uv":'))],
  ["with a letter altered", "signature", altered],
  ["of an unknown mode", "unknown", signed("issuer-es256", "cs-challenge+jwt", { ...good, match: { mode: "toString" } })],
  ["of an unknown purpose", "unknown", signed("issuer-es256", "cs-challenge+jwt", { ...good, purpose: "pay" })],
  ["with a detail", "unknown", signed("issuer-es256", "cs-challenge+jwt", { ...good, rar: [{ type: "payment" }] })],
  ["with details that are no list", "unknown", signed("issuer-es256", "cs-challenge+jwt", { ...good, rar: { type: "payment" } })],
]) {
  test(`no challenge ${name} is handed on`, async () => {
    const fetch = async () => Response.json({ keys: [{ ...key("issuer-es256").jwk, kid }] });
    await assert.rejects(device.verifyChallenge(jws, await account(), { fetch }), refusal(code));
  });
}
