// A phone that does as it is told: one JSON command a line on standard input, one JSON answer a line on standard output. It is
// static/authenticator/device.js and nothing else, so that the tests of the house can hold a phone in script.
import { createInterface } from "node:readline";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto; // Node 18

const { Device, parseLink, sha256b64u, ProtocolError } = await import("../../../static/authenticator/device.js");

const accounts = new Map(); // what a browser keeps in IndexedDB
const keystore = {
  try: async () => undefined,
  put: async (a) => void accounts.set(a.deviceId, a),
  remove: async (id) => void accounts.delete(id),
  update: async (id, change) => { if (accounts.has(id)) accounts.set(id, { ...accounts.get(id), ...change(accounts.get(id)) }); },
};

let device;
const seen = new Map(); // challenges, by id

const show = (c) => {
  seen.set(c.claims.jti, c);
  return { cid: c.claims.jti, claims: c.claims, left: c.left() };
};

const acts = {
  async register({ link, channel, modes }) {
    const { issuer, code, jkt } = parseLink(link);
    const info = { name: "Script", platform: "web", os: "Node", lang: "en" };
    const made = await Device.register({ issuer, secret: code, pinnedJkt: jkt, info, channel, modes, keystore });
    device = made.device;
    return { confirm: made.confirm, deviceId: device.account.deviceId, issuerName: device.account.issuerName, hash: await sha256b64u(code) };
  },
  challenges: async ({ wait }) => (await device.challenges({ wait })).map(show),
  challenge: async ({ cid }) => show(await device.challenge(cid)),
  decide: ({ cid, decision, reason, match }) => device.decide(seen.get(cid), { decision, reason, match }),
  status: () => device.status(),
  act: ({ wish }) => device.act(wish),
  history: () => device.history(),
  kept: () => [...accounts.values()].map((a) => ({ deviceId: a.deviceId, status: a.status, keys: a.challengeKeys.length, channel: a.channel })),
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  let answer;
  try {
    answer = { ok: await acts[command.do](command) };
  } catch (e) {
    answer = { error: e instanceof ProtocolError ? e.code : String(e.stack) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
