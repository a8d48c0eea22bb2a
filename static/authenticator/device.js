// The device protocol cs-push 1 (docs/device-protocol.md) for an authenticator that runs in a browser window, in a service
// worker or in Node 20 and later. It has no dependency and touches no page: what a person sees is built on top of it.
//
// It promises:
//  1. No challenge is handed on before its form, its signature by a known challenge key, its issuer, device and account, and
//     its purpose, mode and kinds of detail have been checked; and none is answered that was not handed on by verifyChallenge.
//  2. An answer is signed over the very bytes that came, and a lost answer is asked for again with the same bytes.
//  3. An account is forgotten only for a revocation signed by a challenge key, or after the person removed it here.
//  4. Nothing depends on this device's clock.

/** @typedef {Record<string, any>} Claims */
/** @typedef {{kty: string, crv: string, x: string, y?: string}} JWK */
/**
 * What is kept of one account. `keys` is a P-256 pair whose private half cannot be exported.
 * @typedef {{deviceId: string, acc: string, issuer: string, issuerName: string, jwksUri: string,
 *   keys: {privateKey: CryptoKey, publicKey: CryptoKey}, challengeKeys: JWK[], uv: {credentialId: string}|null,
 *   pollInterval: number, name: string, lang: string, status: string, channel: {p: string, k?: string}|null, createdAt: number}} Account
 */
/**
 * A challenge that was verified. `left` is how many seconds the server gave it, counted down since it came; to be shown only.
 * @typedef {{claims: Claims, jws: string, chash: string, left: () => number}} Challenge
 */

/**
 * What went wrong. The codes of objects are those of the test vectors: form, header, algorithm, type, key, signature, claims,
 * unknown, link, issuer. Those of calls: offline (no answer came), aborted (by the caller), server (it failed), refused, pending (not confirmed yet),
 * not_open, ended, unknown_device (401), revoked, unproved (a 410 that proves nothing), slow_down (`retryAfter` seconds),
 * link_spent, link_taken, pinned_key, discovery, not_allowed (not an answer to this challenge), match (not a number of this
 * mode). Those of the keystore: storage (it failed or is missing) and storage_keys (this browser will not keep a key, as in
 * Lockdown Mode or a private window).
 */
export class ProtocolError extends Error {
  /** @param {string} code @param {string} message @param {{cause?: unknown, status?: number, retryAfter?: number}} [more] */
  constructor(code, message, more = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "ProtocolError";
    this.code = code;
    this.status = more.status ?? 0;
    this.retryAfter = more.retryAfter ?? 0;
  }
}

const fail = (code, message, more) => { throw new ProtocolError(code, message, more); };

/** What this module knows; a challenge that asks for anything else is refused. */
export const PURPOSES = Object.freeze(["login", "stepup", "endorse", "txn", "ciba", "test"]);
export const MODES = Object.freeze(["none", "num2", "num6", "choice", "scan", "return"]);
export const VERDICTS = Object.freeze(["approve", "deny", "report"]);
export const REASONS = Object.freeze(["mistake", "not_now", "wrong_details", "not_me", "pressured"]);

const LIMIT = { "cs-challenge+jwt": 16384, "cs-revoked+jwt": 4096, "cs-register+jwt": 16384, "cs-decision+jwt": 8192, "cs-device+jwt": 8192, "dpop+jwt": 4096 };
const EMBEDS = ["cs-register+jwt", "dpop+jwt"];
const MOST_OPEN = 5, MOST_KEYS = 16, MOST_BODY = MOST_OPEN * 16384 + 65536;

// ---- bytes -------------------------------------------------------------------------------------------------------------

const utf8 = new TextEncoder();
const strictUTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** b64u is base64url without padding. @param {ArrayBuffer|Uint8Array} bytes */
export function b64u(bytes) {
  let text = "";
  for (const b of new Uint8Array(bytes)) text += String.fromCharCode(b);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Reads b64u in its one canonical form. @param {string} text @returns {Uint8Array} */
export function fromB64u(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) fail("form", "not base64url");
  const raw = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return b64u(raw) === text ? raw : fail("form", "base64url not canonical");
}

const isB64u = (text, bytes) => {
  try { return fromB64u(text).length === bytes; } catch { return false; }
};

/** @param {Uint8Array|ArrayBuffer|string} data */
export async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", typeof data === "string" ? utf8.encode(data) : data));
}

/** b64u(SHA-256(data)): a chash, a c_hash. @param {Uint8Array|ArrayBuffer|string} data */
export const sha256b64u = async (data) => b64u(await sha256(data));

const random = (bytes) => b64u(crypto.getRandomValues(new Uint8Array(bytes)));
const seconds = () => Math.floor(Date.now() / 1000); // for the record: no check reads it

/** What WebAuthn signs to approve, and what a K_uv signs (section 7). @returns {Promise<Uint8Array>} 32 bytes */
export const decisionDigest = (chash, decision, match = "") => sha256(`cs-dec-1.${chash}.${decision}.${match}`);

/** What a new K_uv signs (section 4). @returns {Promise<Uint8Array>} 32 bytes */
export const registrationDigest = (cHash, jkt) => sha256(`cs-reg-1.${cHash}.${jkt}`);

// ---- JSON with one reading -----------------------------------------------------------------------------------------------

const isObject = (v) => typeof v === "object" && v !== null && !Array.isArray(v);

/** Reads one JSON object: valid UTF-8, nothing after it, no member twice at any depth, at most 8 levels. */
function readJSON(bytes) {
  let text, value;
  try {
    text = strictUTF8.decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    fail("form", "not JSON in UTF-8", { cause });
  }
  if (!isObject(value)) fail("form", "not a JSON object");
  // JSON.parse keeps the last of two members of one name and says nothing, so the text is walked too. It is valid JSON here.
  const open = [];
  let name = "";
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    if (token === "{" || token === "[") {
      if (open.push(token === "{" ? new Set() : null) > 8) fail("form", "JSON nests too deep");
    } else if (token === "}" || token === "]") open.pop();
    else if (token[0] === '"') name = token;
    else if (token === ":") {
      const seen = open.at(-1), member = JSON.parse(name);
      if (seen.has(member)) fail("form", "JSON member twice");
      seen.add(member);
    }
  }
  return value;
}

// ---- keys ----------------------------------------------------------------------------------------------------------------

const P256 = { p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n, b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn };
const P25519 = 2n ** 255n - 19n;
const mod = (n, p) => ((n % p) + p) % p;
const power = (n, e, p) => {
  let out = 1n;
  for (n = mod(n, p); e > 0n; e >>= 1n, n = n * n % p) if (e & 1n) out = out * n % p;
  return out;
};
const D25519 = mod(-121665n * power(121666n, P25519 - 2n, P25519), P25519);
const integer = (bytes) => [...bytes].reduce((n, b) => n * 256n + BigInt(b), 0n);

function isOnP256(x, y) {
  const { p, b } = P256;
  return x < p && y < p && mod(y * y - (x * x * x - 3n * x + b), p) === 0n;
}

/** Canonical, on the curve and not of small order, where a signature would hold for anything (RFC 8032 section 5.1.3). */
function isGoodEd25519(bytes) {
  const p = P25519, y = integer(bytes.slice().reverse()) & (2n ** 255n - 1n);
  if (y >= p) return false;
  const yy = y * y % p, u = mod(yy - 1n, p), v = mod(D25519 * yy + 1n, p), xx = u * power(v, p - 2n, p) % p;
  if (xx !== 0n && power(xx, (p - 1n) / 2n, p) !== 1n) return false;
  // Order 1 and 2 have x = 0, order 4 has y = 0, and order 8 has what doubles to order 4: x² + y² = 0.
  return xx !== 0n && y !== 0n && mod(xx + yy, p) !== 0n;
}

/** Checks a public key and gives it without any member but its point. @param {any} jwk @returns {JWK} */
export function checkKey(jwk) {
  if (!isObject(jwk)) fail("key", "not a key");
  const { kty, crv, x, y } = jwk, alg = kty === "EC" ? "ES256" : "EdDSA";
  if (Object.hasOwn(jwk, "d")) fail("key", "a private key");
  if ((jwk.use ?? "sig") !== "sig" || (jwk.alg ?? alg) !== alg) fail("key", "not a key for our signatures");
  if (!isB64u(x, 32)) fail("key", "x");
  if (kty === "OKP" && crv === "Ed25519") {
    return isGoodEd25519(fromB64u(x)) ? { kty, crv, x } : fail("key", "point");
  }
  if (kty !== "EC" || crv !== "P-256") fail("key", "neither P-256 nor Ed25519");
  if (!isB64u(y, 32) || !isOnP256(integer(fromB64u(x)), integer(fromB64u(y)))) fail("key", "point");
  return { kty, crv, x, y };
}

/** The name of a key, jkt (RFC 7638). @param {JWK} jwk */
export async function thumbprint(jwk) {
  const { kty, crv, x, y } = checkKey(jwk);
  return sha256b64u(JSON.stringify(kty === "EC" ? { crv, kty, x, y } : { crv, kty, x }));
}

/** A new possession key, K_pos: its private half cannot be read out by script. @returns {Promise<CryptoKeyPair>} */
export const newKeys = () => crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);

async function publicJWK(keys) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", keys.publicKey);
  return { kty, crv, x, y };
}

// ---- signed objects --------------------------------------------------------------------------------------------------------

/** Checks the form of a compact JWS; its claims stay shut until `open`. */
function parseObject(compact, limit) {
  if (typeof compact !== "string" || compact.length > limit) fail("form", "not a text, or too long");
  const parts = compact.split(".");
  if (parts.length !== 3) fail("form", "not three parts");
  const [head, body, signature] = parts.map(fromB64u);
  const header = readJSON(head);
  for (const member of Object.keys(header)) {
    if (!["typ", "alg", "kid", "jwk"].includes(member)) fail("header", "member not allowed");
  }
  if (header.alg !== "ES256" && header.alg !== "EdDSA") fail("algorithm", "not allowed");
  const embeds = Object.hasOwn(header, "jwk");
  if (embeds !== EMBEDS.includes(header.typ) || embeds === Object.hasOwn(header, "kid")) fail("header", "kid or jwk");
  if (!embeds && !isB64u(header.kid, 32)) fail("header", "kid is not a thumbprint");
  if (embeds) header.jwk = checkKey(header.jwk);
  const claims = readJSON(body);
  if (signature.length !== 64) fail("form", "signature");
  return { header, claims, signature, input: utf8.encode(parts[0] + "." + parts[1]) };
}

/** Opens an object: it is exactly of this type, names this key, and is signed by it. @returns {Promise<Claims>} */
async function openObject(object, typ, jwk) {
  const { header, claims, signature, input } = object, key = checkKey(jwk), jkt = await thumbprint(key);
  if (header.typ !== typ) fail("type", "another type");
  if (header.alg !== (key.kty === "EC" ? "ES256" : "EdDSA")) fail("algorithm", "not the key's");
  if ((header.jwk ? await thumbprint(header.jwk) : header.kid) !== jkt) fail("key", "names another key");
  const [by, how] = key.kty === "EC" ? [{ name: "ECDSA", namedCurve: "P-256" }, { name: "ECDSA", hash: "SHA-256" }] : [{ name: "Ed25519" }, { name: "Ed25519" }];
  let good;
  try {
    good = await crypto.subtle.verify(how, await crypto.subtle.importKey("jwk", key, by, false, ["verify"]), signature, input);
  } catch (cause) {
    fail("algorithm", "this browser cannot verify it", { cause });
  }
  return good ? claims : fail("signature", "does not verify");
}

/** Opens a signed object by a known key. @returns {Promise<Claims>} */
export const verifyObject = async (compact, typ, jwk) => openObject(parseObject(compact, LIMIT[typ] ?? 0), typ, jwk);

/** Makes a signed object; a registration and a proof carry the key, all others its name. @param {CryptoKeyPair} keys */
export async function signObject(keys, typ, claims) {
  const jwk = await publicJWK(keys);
  const header = EMBEDS.includes(typ) ? { typ, alg: "ES256", jwk } : { typ, alg: "ES256", kid: await thumbprint(jwk) };
  const input = [header, claims].map((v) => b64u(utf8.encode(JSON.stringify(v)))).join(".");
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, utf8.encode(input));
  return input + "." + b64u(signature);
}

// ---- links and numbers -----------------------------------------------------------------------------------------------------

const isLoopback = (host) => host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);

/** Whether an authenticator may talk to this issuer: https, or http where the other end is this machine. */
export function checkIssuer(issuer) {
  let u;
  try { u = new URL(issuer); } catch (cause) { fail("issuer", "not a URL", { cause }); }
  const plain = u.origin + (u.pathname === "/" ? "" : u.pathname);
  if (!u.hostname || plain !== issuer || issuer.endsWith("/")) fail("issuer", "only scheme, host and path");
  if (u.protocol === "https:" || (u.protocol === "http:" && isLoopback(u.hostname))) return issuer;
  return fail("issuer", "not https");
}

function members(fragment, names) {
  const found = new Map();
  for (const pair of fragment.split("&")) {
    const at = pair.indexOf("="), name = at < 0 ? pair : pair.slice(0, at);
    if (found.has(name) || !names.includes(name)) fail("link", "member twice or unknown");
    found.set(name, at < 0 ? "" : pair.slice(at + 1));
  }
  return found.size === names.length ? found : fail("link", "member missing");
}

function cutLink(text, path, names) {
  const link = String(text).trim(), at = link.indexOf("#");
  if (link.length > 2048 || at < 0 || !link.slice(0, at).endsWith(path)) fail("link", "not such a link");
  return { issuer: checkIssuer(link.slice(0, at - path.length)), found: members(link.slice(at + 1), names) };
}

/** Reads an enrolment link. No error repeats its secret. @param {string} text @returns {{issuer: string, code: string, jkt: string}} */
export function parseLink(text) {
  const { issuer, found } = cutLink(text, "/a/e", ["v", "c", "k"]);
  const [code, jkt] = [found.get("c"), found.get("k")];
  if (found.get("v") !== "1" || !isB64u(code, 16) || !isB64u(jkt, 32)) fail("link", "another version, or damaged");
  return { issuer, code, jkt };
}

/** The ten characters of a typed code without what people write between them, or null. @param {string} text */
export function parseTypedCode(text) {
  const code = String(text).toUpperCase().replace(/[\s\-‐-―.·]+/g, "");
  return /^[BCDFGHJKLMNPQRSTVWXZ]{10}$/.test(code) ? code : null;
}

/** Reads the QR code of mode `scan` and gives what answers this challenge. @param {string} text @param {Challenge} challenge */
export function parseScan(text, challenge) {
  const { issuer, found } = cutLink(text, "/a/s", ["cid", "s"]), { claims } = challenge;
  if (issuer !== claims.iss || found.get("cid") !== claims.jti) fail("link", "the code of another request");
  return isB64u(found.get("s"), 16) ? found.get("s") : fail("link", "damaged");
}

/** Whether `match` has the form that an approval in the challenge's mode needs; an absent one is "". */
export function checkMatch({ mode, options }, match = "") {
  if (!MODES.includes(mode)) fail("unknown", "mode");
  const good = {
    none: match === "", return: match === "", num2: /^[0-9]{2}$/.test(match), num6: /^[0-9]{6}$/.test(match),
    choice: (options ?? []).includes(match), scan: isB64u(match, 16),
  }[mode];
  return good || fail("match", "not of the form that the mode asks for");
}

// ---- the keystore ------------------------------------------------------------------------------------------------------------

/** The accounts of this browser, in IndexedDB. Windows and the service worker use it side by side. */
export class Keystore {
  #name; #factory;

  /** @param {string} [name] @param {IDBFactory} [factory] */
  constructor(name = "countersign", factory = globalThis.indexedDB) {
    this.#name = name;
    this.#factory = factory;
  }

  /** @returns {Promise<Account[]>} oldest first */
  async list() {
    const all = await this.#do("readonly", (store) => store.getAll());
    return all.sort((a, b) => a.createdAt - b.createdAt);
  }

  /** @param {string} deviceId @returns {Promise<Account|null>} */
  async get(deviceId) {
    return (await this.#do("readonly", (store) => store.get(deviceId))) ?? null;
  }

  /** @param {Account} account */
  put(account) { return this.#do("readwrite", (store) => store.put(account)); }

  /** @param {string} deviceId */
  remove(deviceId) { return this.#do("readwrite", (store) => store.delete(deviceId)); }

  /** Fails where this browser would not keep such keys, before anything rests on them. @param {CryptoKeyPair} keys */
  try(keys) {
    return this.#do("readwrite", (store) => {
      store.put({ deviceId: "", keys });
      return store.delete("");
    });
  }

  /** Changes members of an account that is still there, and nothing of another writer's. */
  update(deviceId, change) {
    return this.#do("readwrite", (store) => {
      const read = store.get(deviceId);
      read.onsuccess = () => { if (read.result) store.put({ ...read.result, ...change(read.result) }); };
      return read;
    });
  }

  #open() {
    return new Promise((resolve, reject) => {
      if (!this.#factory) throw new ProtocolError("storage", "this browser has no storage");
      const asked = this.#factory.open(this.#name, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("accounts", { keyPath: "deviceId" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
      asked.onblocked = () => reject(new ProtocolError("storage", "another window holds the storage"));
    });
  }

  // Opened for each act: a connection that is kept would break when the system ends the storage's process.
  async #do(mode, act) {
    let db;
    try {
      db = await this.#open();
      return await new Promise((resolve, reject) => {
        const t = db.transaction("accounts", mode), asked = act(t.objectStore("accounts"));
        t.oncomplete = () => resolve(asked.result);
        t.onabort = t.onerror = () => reject(t.error ?? asked.error);
      });
    } catch (cause) {
      if (cause instanceof ProtocolError) throw cause;
      if (cause?.name === "DataCloneError") fail("storage_keys", "this browser does not keep keys", { cause });
      fail("storage", "the storage failed", { cause });
    } finally {
      db?.close();
    }
  }
}

// ---- what the server says --------------------------------------------------------------------------------------------------

const CALL_TIMEOUT = 15, LONG_POLL = 25;

/** Fetches once, within a time, without cookies and without following anything. */
async function send(fetch, url, { timeout = CALL_TIMEOUT, signal, ...init } = {}) {
  const stop = new AbortController(), end = () => stop.abort();
  const timer = setTimeout(end, timeout * 1000);
  signal?.addEventListener("abort", end);
  try {
    if (signal?.aborted) end();
    const answer = await fetch(url, { cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: stop.signal, ...init });
    const body = new Uint8Array(await answer.arrayBuffer());
    if (body.length > MOST_BODY) fail("server", "the answer is too large");
    return { status: answer.status, headers: answer.headers, body };
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause;
    return fail(signal?.aborted ? "aborted" : "offline", "no answer came", { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
}

const textOf = (answer) => new TextDecoder().decode(answer.body);
const wordOf = (answer) => {
  try { return readJSON(answer.body).error; } catch { return undefined; }
};
const bodyOf = (answer) => {
  try { return readJSON(answer.body); } catch (cause) { return fail("server", "the answer cannot be read", { cause }); }
};

async function getJSON(fetch, url) {
  const answer = await send(fetch, url, { headers: { Accept: "application/json" } });
  if (answer.status !== 200) fail("server", "status " + answer.status, { status: answer.status });
  return bodyOf(answer);
}

function isBelow(issuer, url) { return typeof url === "string" && url.startsWith(issuer + "/"); }

/** Where the issuer has its challenge keys (OpenID Discovery section 4): below itself. */
async function discover(fetch, issuer) {
  const said = await getJSON(fetch, issuer + "/.well-known/openid-configuration");
  if (said.issuer !== issuer || !isBelow(issuer, said.push_jwks_uri)) fail("discovery", "not what the issuer would say of itself");
  return said.push_jwks_uri;
}

/** The published challenge keys. One of another kind is passed over; one whose name is not its own spoils the set. */
async function fetchKeys(fetch, url) {
  const { keys } = await getJSON(fetch, url), good = [];
  for (const jwk of Array.isArray(keys) ? keys : fail("discovery", "not a key set")) {
    let key;
    try { key = checkKey(jwk); } catch { continue; }
    if (jwk.kid !== await thumbprint(key)) fail("key", "kid is not the thumbprint");
    good.push(key);
  }
  return good;
}

async function findKey(keys, jkt) {
  for (const key of keys) if (await thumbprint(key) === jkt) return key;
  return null;
}

/** Opens what a challenge key signed. A key that is not known yet is taken from the issuer's key set, over TLS, and kept. */
async function openByServer(jws, typ, account, { fetch = globalThis.fetch, keystore } = {}) {
  const object = parseObject(jws, LIMIT[typ]), kid = object.header.kid;
  if (object.header.typ !== typ) fail("type", "another type");
  let key = await findKey(account.challengeKeys, kid);
  if (!key) {
    key = await findKey(await fetchKeys(fetch, account.jwksUri ?? await discover(fetch, account.issuer)), kid);
    if (!key) fail("key", "not one of the server's");
  }
  const claims = await openObject(object, typ, key);
  if (claims.iss !== account.issuer || claims.aud !== account.deviceId || claims.sub !== account.acc) fail("claims", "it is for another device");
  if (!await findKey(account.challengeKeys, kid)) {
    account.challengeKeys = [...account.challengeKeys, key].slice(-MOST_KEYS);
    await keystore?.update(account.deviceId, () => ({ challengeKeys: account.challengeKeys }));
  }
  return claims;
}

/** Whether an id has the form of a challenge's: chl_ and 128 bits. */
export const isChallengeID = (id) => typeof id === "string" && id.startsWith("chl_") && isB64u(id.slice(4), 16);

/** Whether a text is what it looks like: nothing in it hides, turns the direction or ends a line. */
const isShown = (text, most) => typeof text === "string" && text !== "" && [...text].length <= most && /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u.test(text);
const TAKE_DETAILS = ["login", "stepup", "txn", "ciba"];

/** Refuses what cannot be shown whole: then the person would sign more than was read. */
function checkShown({ purpose, bm = "", rar, rar_hash: hash = "" }) {
  if (bm !== "" && !(purpose === "ciba" && isShown(bm, 64) && bm.trim() === bm)) fail("claims", "bm");
  const details = rar ?? [], unknown = () => fail("unknown", "kind of detail");
  if (!Array.isArray(details)) unknown();
  if (details.length === 0 && hash === "") return;
  if (details.length === 0 || details.length > 5 || !TAKE_DETAILS.includes(purpose) || !isB64u(hash, 32)) unknown();
  for (const d of details) {
    if (!isObject(d) || !isShown(d.type, 2048) || !isShown(d.title, 64)) unknown();
    const lines = d.lines ?? [];
    if (!Array.isArray(lines) || lines.length > 12) unknown();
    if (!lines.every((l) => isObject(l) && isShown(l.label, 64) && isShown(l.text, 2048))) unknown();
  }
}

/** Whether a challenge may be shown: all that an answer needs is there, and all that it asks for is known. @param {Claims} c */
export function checkChallenge(c) {
  for (const name of ["iss", "aud", "sub"]) if (typeof c[name] !== "string" || !c[name]) fail("claims", name);
  if (!isChallengeID(c.jti) || !isB64u(c.nonce, 16)) fail("claims", "jti or nonce");
  if (![c.iat, c.exp].every(Number.isSafeInteger) || c.iat <= 0 || c.exp - c.iat < 30 || c.exp - c.iat > 300) fail("claims", "iat or exp");
  if (!PURPOSES.includes(c.purpose) || !isObject(c.match) || !MODES.includes(c.match.mode)) fail("unknown", "purpose or mode");
  checkShown(c);
  if (c.uv !== "none" && c.uv !== "required") fail("claims", "uv");
  if (!Array.isArray(c.verdicts) || c.verdicts.length === 0) fail("claims", "verdicts");
  if (!c.verdicts.every((v) => VERDICTS.includes(v))) fail("unknown", "verdict");
  if (c.ctx !== undefined && !isObject(c.ctx)) fail("form", "ctx");
  const { mode, options } = c.match;
  const isChoice = Array.isArray(options) && options.length === 3 && new Set(options).size === 3 && options.every((o) => /^[0-9]{2}$/.test(o));
  if (mode === "choice" && !isChoice) fail("claims", "options");
  const device = c.ctx?.device;
  if (c.purpose === "endorse" && !(isObject(device) && typeof device.name === "string" && isB64u(device.jkt, 32))) fail("claims", "device");
}

const verified = new WeakSet(); // challenges that verifyChallenge made; no other can be answered

/**
 * Opens a challenge, by whatever way it came. Nothing of it may be shown before.
 * @param {string} jws @param {Account} account
 * @param {{fetch?: typeof fetch, keystore?: Keystore, now?: number}} [how] now: the server's time when it came, for `left`
 * @returns {Promise<Challenge>}
 */
export async function verifyChallenge(jws, account, how = {}) {
  const claims = await openByServer(jws, "cs-challenge+jwt", account, how);
  checkChallenge(claims);
  const life = claims.exp - claims.iat, came = performance.now();
  const given = how.now === undefined ? life : Math.min(Math.max(claims.exp - how.now, 0), life);
  const left = () => Math.max(0, Math.ceil(given - (performance.now() - came) / 1000));
  const challenge = Object.freeze({ claims: deepFreeze(claims), jws, chash: await sha256b64u(jws), left });
  verified.add(challenge);
  return challenge;
}

function deepFreeze(v) {
  if (typeof v === "object" && v !== null) Object.values(v).forEach(deepFreeze);
  return Object.freeze(v);
}

/** Opens a revocation. Only this makes an authenticator forget an account. @param {string} jws @param {Account} account */
export const verifyRevoked = (jws, account, how = {}) => openByServer(jws, "cs-revoked+jwt", account, how);

// ---- a device ----------------------------------------------------------------------------------------------------------------

const TRIES = 3;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Sends the same bytes until something answers them: what was lost is answered alike. */
async function insist(act, pause) {
  for (let tried = 1; ; tried++) {
    try { return await act(); } catch (e) {
      if (tried === TRIES || !["offline", "server"].includes(e.code)) throw e;
      await pause(1000);
    }
  }
}

function slowDown(answer) {
  const after = Number(answer.headers.get("Retry-After"));
  fail("slow_down", "asked too often", { status: 429, retryAfter: after >= 1 ? Math.min(after, 3600) : 5 });
}

/** One account on this device, and its calls. */
export class Device {
  #fetch; #keystore; #pause; #nonce = "";

  /**
   * @param {Account} account
   * @param {{fetch?: typeof fetch, keystore?: Keystore|null, pause?: (ms: number) => Promise<void>}} [how]
   */
  constructor(account, { fetch = globalThis.fetch, keystore = null, pause = sleep } = {}) {
    checkIssuer(account.issuer);
    this.account = account;
    this.#fetch = (...a) => fetch(...a); // window.fetch refuses another receiver
    this.#keystore = keystore;
    this.#pause = pause;
  }

  /**
   * Enrols this device (section 4). `confirm` is six digits for the person to type into the browser where the enrolment began;
   * until then the device is pending. The account is kept in the keystore before this returns.
   *
   * `keys` come from newKeys where a K_uv is made first, since its challenge is registrationDigest(sha256b64u(secret), jkt).
   * @param {{issuer: string, secret: string, pinnedJkt?: string|null, info: {name: string, platform: string, os?: string,
   *   model?: string, app?: string, app_version?: string, lang?: string}, channel?: Claims, modes?: string[], keys?: CryptoKeyPair,
   *   uv?: {webauthn: Claims}|null, fetch?: typeof fetch, keystore?: Keystore|null, pause?: (ms: number) => Promise<void>}} wish
   * @returns {Promise<{device: Device, confirm: string, answer: Claims}>}
   */
  static async register(wish) {
    const { issuer, secret, pinnedJkt = null, info, channel = { p: "none" }, uv = null, keystore = null, pause = sleep } = wish;
    const given = wish.fetch ?? globalThis.fetch, fetch = (...a) => given(...a);
    checkIssuer(issuer);
    const jwksUri = await discover(fetch, issuer), challengeKeys = await fetchKeys(fetch, jwksUri);
    // The link came from the person's screen and not over this connection: nobody on it can put a key of his in.
    if (pinnedJkt !== null && !await findKey(challengeKeys, pinnedJkt)) fail("pinned_key", "the server does not have the key that the link names");
    if (!challengeKeys.length) fail("discovery", "no challenge key");
    const keys = wish.keys ?? await newKeys();
    await keystore?.try(keys); // the secret is good once: it is not spent on what cannot be kept
    const reg = await signObject(keys, "cs-register+jwt", {
      aud: issuer, jti: "reg_" + random(16), c_hash: await sha256b64u(secret), dev: info, ch: channel,
      modes: wish.modes ?? ["none", "num2", "num6", "choice", "return"], ...(uv ? { uv } : {}),
    });
    const body = JSON.stringify({ code: secret, reg });
    const answer = await insist(() => postRegistration(fetch, issuer, body), pause);
    const account = {
      deviceId: answer.device_id, acc: answer.acc, issuer, issuerName: answer.issuer_name, jwksUri, keys, challengeKeys,
      uv: uv?.webauthn ? { credentialId: uv.webauthn.id } : null, pollInterval: Math.min(Math.max(answer.limits?.poll_interval || 3, 1), 60),
      name: info.name, lang: info.lang ?? "", status: "pending", channel: kept(channel), createdAt: seconds(),
    };
    await keystore?.put(account);
    return { device: new Device(account, { fetch, keystore, pause }), confirm: answer.confirm, answer };
  }

  /**
   * What is open for this device, verified; with `wait` the server holds the call until something is, or some 25 s have passed.
   * What could not be verified is left out and told to `dropped`, never shown.
   * @param {{wait?: boolean, signal?: AbortSignal, dropped?: (e: ProtocolError) => void}} [how] @returns {Promise<Challenge[]>}
   */
  async challenges({ wait = false, signal, dropped } = {}) {
    const answer = await this.#call("GET", "/push/challenges", { wait, signal });
    const { challenges } = bodyOf(answer), good = [];
    if (!Array.isArray(challenges) || challenges.length > MOST_OPEN) fail("server", "not a list of challenges");
    for (const jws of challenges) {
      try { good.push(await this.#verify(jws, answer)); } catch (e) {
        if (!(e instanceof ProtocolError) || e.code === "offline") throw e; // of the key set: it may be good yet
        dropped?.(e);
      }
    }
    return good;
  }

  /** One challenge; the error not_open says that it is open no more. @param {string} cid @returns {Promise<Challenge>} */
  async challenge(cid) {
    if (!isChallengeID(cid)) fail("not_open", "no such challenge");
    const answer = await this.#call("GET", "/push/challenges/" + cid);
    const challenge = await this.#verify(textOf(answer).trim(), answer);
    return challenge.claims.jti === cid ? challenge : fail("claims", "another challenge came");
  }

  /**
   * Answers a challenge. After `refused` to a number, challenge(cid) tells whether another try is left. In mode `return` the
   * answer has `returnTo`, the page to open in this browser.
   * @param {Challenge} challenge
   * @param {{decision: string, reason?: string, match?: string, uv?: {webauthn: Claims}}} answer uv: with approve where required
   * @returns {Promise<{state: string, return_code?: string, returnTo?: string}>}
   */
  async decide(challenge, { decision, reason, match = "", uv }) {
    if (!verified.has(challenge)) fail("not_allowed", "a challenge that was not verified");
    const { claims, chash } = challenge, approves = decision === "approve";
    if (claims.iss !== this.account.issuer || claims.aud !== this.account.deviceId || claims.sub !== this.account.acc) {
      fail("not_allowed", "a challenge of another device");
    }
    if (!VERDICTS.includes(decision) || !claims.verdicts.includes(decision)) fail("not_allowed", "not one of its verdicts");
    if (reason !== undefined && (approves || !REASONS.includes(reason))) fail("not_allowed", "reason");
    if (approves) checkMatch(claims.match, match);
    else if (match) fail("not_allowed", "a number is for approve only");
    const proves = approves && claims.uv === "required";
    if (proves && !uv) fail("not_allowed", "it asks for user verification");
    const jws = await signObject(this.account.keys, "cs-decision+jwt", {
      iss: claims.aud, aud: claims.iss, sub: claims.sub, jti: "dcs_" + random(16), iat: seconds(), cid: claims.jti,
      nonce: claims.nonce, chash, decision, ...(reason ? { reason } : {}), ...(match ? { match } : {}), ...(proves ? { uv } : {}),
    });
    if (jws.length > LIMIT["cs-decision+jwt"]) fail("form", "too long");
    const said = bodyOf(await insist(() => this.#call("POST", `/push/challenges/${claims.jti}/decision`, { body: () => jws }), this.#pause));
    if (typeof said.return_code !== "string" || !/^[A-Za-z0-9_-]+$/.test(said.return_code)) return { state: said.state };
    return { state: said.state, return_code: said.return_code, returnTo: claims.iss + "/push/return#" + said.return_code };
  }

  /** Has the server ring this device, as a request would. @returns {Promise<string>} what the push will name */
  async test() {
    return bodyOf(await this.#call("POST", "/push/test")).cid;
  }

  /** How this device stands. @returns {Promise<{status: string, until?: number}>} */
  async status() {
    return this.#stands(bodyOf(await this.#call("GET", "/push/device")));
  }

  /**
   * Asks something for this device: {act: "channel", ch}, {act: "pause", until} (seconds since 1970; a time that is past ends a pause) or
   * {act: "remove"}, which also forgets the account here.
   * @param {{act: string, ch?: Claims, until?: number}} wish @returns {Promise<{status: string, until?: number}>}
   */
  async act(wish) {
    const { deviceId, issuer, acc, keys } = this.account;
    const body = (nonce) => signObject(keys, "cs-device+jwt", { iss: deviceId, aud: issuer, sub: acc, jti: "act_" + random(16), nonce, ...wish });
    const said = bodyOf(await this.#call("POST", "/push/device", { body }));
    if (wish.act === "remove") await this.#keystore?.remove(deviceId);
    else await this.#keep(wish.act === "channel" ? { channel: kept(wish.ch) } : {});
    return this.#stands(said);
  }

  /** Says how to wake this device from now on. @param {Claims} ch */
  setChannel(ch) { return this.act({ act: "channel", ch }); }

  /** The last 50 answers of this device, as the server keeps them. */
  async history() {
    const { decisions } = bodyOf(await this.#call("GET", "/push/history"));
    return Array.isArray(decisions) ? decisions.filter(isObject) : fail("server", "not a history");
  }

  async #stands({ status, until }) {
    if (typeof status !== "string" || !status) fail("server", "no status");
    await this.#keep({ status });
    return until === undefined ? { status } : { status, until };
  }

  async #keep(change) {
    Object.assign(this.account, change);
    await this.#keystore?.update(this.account.deviceId, () => change);
  }

  #verify(jws, answer) {
    const date = Date.parse(answer.headers.get("Date") ?? "");
    return verifyChallenge(jws, this.account, {
      fetch: this.#fetch, keystore: this.#keystore ?? undefined, now: Number.isNaN(date) ? undefined : date / 1000,
    });
  }

  /** Makes a call with a DPoP proof (RFC 9449 section 4), once more where the server wants another nonce (section 8). */
  async #call(method, path, how = {}) {
    let answer = await this.#attempt(method, path, how);
    if (answer.status === 401 && wordOf(answer) === "use_dpop_nonce") answer = await this.#attempt(method, path, how);
    return answer.status === 200 ? answer : this.#refusal(answer);
  }

  async #attempt(method, path, { body, wait = false, signal }) {
    const { issuer, keys } = this.account, nonce = this.#nonce, url = issuer + path;
    const headers = {
      Accept: "application/json, application/jwt",
      DPoP: await signObject(keys, "dpop+jwt", { jti: random(16), htm: method, htu: url, iat: seconds(), nonce }),
    };
    if (wait) headers.Prefer = "wait=" + LONG_POLL;
    if (body) headers["Content-Type"] = "application/jwt";
    const init = { method, headers, signal, timeout: CALL_TIMEOUT + (wait ? LONG_POLL : 0) };
    const answer = await send(this.#fetch, url, body ? { ...init, body: await body(nonce) } : init);
    this.#nonce = answer.headers.get("DPoP-Nonce") ?? nonce;
    return answer;
  }

  async #refusal(answer) {
    const { status } = answer;
    if (status === 401) fail("unknown_device", "the server does not accept this device's key", { status });
    if (status === 403 && wordOf(answer) === "pending") fail("pending", "this device is not confirmed yet", { status });
    if (status === 404) fail("not_open", "no such request is open for this device", { status });
    if (status === 409) fail("ended", "the request has ended, or was answered already", { status });
    if (status === 410) await this.#revoked(textOf(answer).trim());
    if (status === 429) slowDown(answer);
    return fail(status >= 400 && status < 500 ? "refused" : "server", "status " + status, { status });
  }

  /** A proxy can say 410; only a challenge key makes this device forget. */
  async #revoked(jws) {
    try {
      await verifyRevoked(jws, this.account, { fetch: this.#fetch });
    } catch (cause) {
      fail("unproved", "a revocation that is not proved; the account is kept", { cause, status: 410 });
    }
    this.account.status = "revoked";
    await this.#keystore?.remove(this.account.deviceId);
    fail("revoked", "this device was revoked", { status: 410 });
  }
}

/** Of a channel only its kind and the server's key are kept, to see later whether it must be made anew. */
const kept = ({ p, k }) => (k === undefined ? { p } : { p, k });

async function postRegistration(fetch, issuer, body) {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  const answer = await send(fetch, issuer + "/push/register", { method: "POST", headers, body }), { status } = answer;
  if (status === 409) fail("link_taken", "another device used this link; the enrolment has ended", { status });
  if (status === 403 || status === 404) fail("link_spent", "the link has expired or was used, or this kind of device or channel is not taken", { status });
  if (status === 429) slowDown(answer);
  if (status !== 201) fail(status >= 400 && status < 500 ? "refused" : "server", "status " + status, { status });
  const said = bodyOf(answer);
  for (const name of ["device_id", "acc", "issuer_name"]) if (typeof said[name] !== "string" || !said[name]) fail("discovery", "answer incomplete");
  return /^[0-9]{6}$/.test(said.confirm) ? said : fail("discovery", "answer incomplete");
}

// ---- Web Push ------------------------------------------------------------------------------------------------------------------

/** The key to subscribe with, as applicationServerKey takes it, and its name. @returns {Promise<{k: string, key: Uint8Array}>} */
export async function vapidKey(issuer, fetch = globalThis.fetch) {
  const { k, key } = await getJSON((...a) => fetch(...a), checkIssuer(issuer) + "/push/vapid");
  return isB64u(k, 32) && isB64u(key, 65) ? { k, key: fromB64u(key) } : fail("server", "no key to subscribe with");
}

/** A subscription as the channel of a registration. @param {PushSubscription} subscription @param {string} k of vapidKey */
export function webPushChannel(subscription, k) {
  const [p256dh, auth] = ["p256dh", "auth"].map((name) => b64u(subscription.getKey(name)));
  return { p: "webpush", endpoint: subscription.endpoint, p256dh, auth, k };
}

// ---- WebAuthn, as K_uv -----------------------------------------------------------------------------------------------------------

/**
 * Options for navigator.credentials.create: a credential of this phone, used only after a biometric or PIN.
 * @param {{digest: Uint8Array, issuer: string, issuerName: string, userId: Uint8Array, name: string,
 *   attestation?: "none"|"direct"}} of digest: registrationDigest
 */
export function webauthnCreateOptions({ digest, issuer, issuerName, userId, name, attestation = "none" }) {
  return {
    challenge: digest, rp: { id: new URL(issuer).hostname, name: issuerName }, user: { id: userId, name, displayName: name },
    pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })), attestation, timeout: 120000,
    // Not discoverable: on Android such a credential stays on the phone.
    authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "discouraged", requireResidentKey: false, userVerification: "required" },
  };
}

/** Options for navigator.credentials.get. @param {{digest: Uint8Array, issuer: string, credentialId: string}} of digest: decisionDigest */
export function webauthnGetOptions({ digest, issuer, credentialId }) {
  return {
    challenge: digest, rpId: new URL(issuer).hostname, userVerification: "required", timeout: 120000,
    allowCredentials: [{ type: "public-key", id: fromB64u(credentialId), transports: ["internal"] }],
  };
}

const credentialJSON = (credential, response) => ({
  id: b64u(credential.rawId), rawId: b64u(credential.rawId), type: "public-key", response, clientExtensionResults: {},
  ...(credential.authenticatorAttachment ? { authenticatorAttachment: credential.authenticatorAttachment } : {}),
});

/** RegistrationResponseJSON of WebAuthn Level 3: the member `webauthn` of a registration's uv. @param {PublicKeyCredential} credential */
export function registrationJSON(credential) {
  const { clientDataJSON, attestationObject } = credential.response;
  return credentialJSON(credential, {
    clientDataJSON: b64u(clientDataJSON), attestationObject: b64u(attestationObject), transports: credential.response.getTransports?.() ?? [],
  });
}

/** AuthenticationResponseJSON of WebAuthn Level 3: the member `webauthn` of a decision's uv. @param {PublicKeyCredential} credential */
export function assertionJSON(credential) {
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  return credentialJSON(credential, {
    clientDataJSON: b64u(clientDataJSON), authenticatorData: b64u(authenticatorData), signature: b64u(signature),
    ...(userHandle ? { userHandle: b64u(userHandle) } : {}),
  });
}
