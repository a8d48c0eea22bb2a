// What the tests stand on: the vectors, keys of their seeds, and objects that say anything, rightly signed.
import { createHash, createPrivateKey, sign as signBytes, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";

globalThis.crypto ??= webcrypto; // Node 18, which Debian 12 has, does not show it by itself

export const vectors = JSON.parse(readFileSync(new URL("../../../docs/device-protocol-vectors.json", import.meta.url), "utf8"));

export const key = (name) => vectors.keys.find((k) => k.name === name) ?? missing("key", name);
export const object = (name) => vectors.objects.find((o) => o.name === name) ?? missing("object", name);
const missing = (what, name) => { throw new Error(`vectors: no ${what} ${name}`); };

/** The claims of a compact object, unverified. */
export const claimsOf = (compact) => JSON.parse(Buffer.from(compact.split(".")[1], "base64url").toString());

const seedOf = (k) => createHash("sha256").update(k.seed).digest("base64url");

/** Signs a header and a payload as they are, whatever they say. */
export function forge(name, header, payload) {
  const k = key(name), input = [header, payload].map((v) => Buffer.from(typeof v === "string" ? v : JSON.stringify(v)).toString("base64url")).join(".");
  const by = createPrivateKey({ format: "jwk", key: { ...k.jwk, d: seedOf(k) } });
  const signature = k.alg === "EdDSA" ? signBytes(null, Buffer.from(input), by) : signBytes("sha256", Buffer.from(input), { key: by, dsaEncoding: "ieee-p1363" });
  return input + "." + signature.toString("base64url");
}

/** A right object of a type by the key of a name. */
export const signed = (name, typ, claims) => forge(name, { typ, alg: key(name).alg, kid: key(name).jkt }, claims);

/** The pair of a P-256 key, for WebCrypto. */
export async function pair(name) {
  const { jwk, ...k } = key(name), by = { name: "ECDSA", namedCurve: "P-256" };
  return {
    privateKey: await crypto.subtle.importKey("jwk", { ...jwk, d: seedOf(k) }, by, false, ["sign"]),
    publicKey: await crypto.subtle.importKey("jwk", jwk, by, true, ["verify"]),
  };
}

/** The account of the vectors' device. */
export async function account(change = {}) {
  const c = claimsOf(object("challenge-es256").compact);
  return {
    deviceId: c.aud, acc: c.sub, issuer: c.iss, issuerName: "Example", jwksUri: c.iss + "/push/jwks", keys: await pair("device-es256"),
    challengeKeys: [key("issuer-es256").jwk, key("issuer-ed25519").jwk], uv: null, pollInterval: 3, name: "Phone", lang: "en",
    status: "active", channel: null, createdAt: 1800000000, ...change,
  };
}

/** A fetch that answers each call by what `answer(url, init)` gives, and keeps what was called. */
export function server(answer) {
  const calls = [];
  const fetch = async (url, init = {}) => {
    calls.push({ url: String(url), method: init.method ?? "GET", headers: new Headers(init.headers), body: init.body });
    const got = await answer(String(url), init, calls.length);
    return got instanceof Response ? got : Response.json(got);
  };
  return { fetch, calls };
}

/** What the server has notifications say, in English. */
export const texts = {
  login: "Sign in to {client}?", stepup: "Confirm that it's you: {client}", endorse: "Add {device} to your account?", txn: "Confirm for {client}?", test: "A test request",
  testBody: "Notifications work. Open it to answer.", from: "{browser} on {os}", newBrowser: "A browser that is new for you.", newPlace: "A place that is new for you.",
  neutral: "A sign-in needs your answer", neutralBody: "Open the app to see it.", deny: "It's not me", review: "Review",
  blocked: "Blocked. Nobody got in.", blockedBody: "Somebody may know your password. Open the app to change it, or to say that it was you.",
  ended: "This request has ended", endedBody: "There is nothing left to do.", notBlocked: "Not blocked yet",
  notBlockedBody: "The server could not be reached. Open the request and answer it there.", removed: "This phone was removed",
  removedBody: "It no longer answers for {issuer}.",
};
