// What a person looks at seldom: the answers of this phone, its settings, its self-test. No words (see ui.js).
import { newKeys, webauthnGetOptions } from "./device.js";
import { decisions } from "./app.js";
import { issuer, keystore, local, say, show, sleep } from "./ui.js";

const date = (at, how) => local(new Date(at * 1000), how);

export async function history(all) {
  const list = await decisions(all);
  show("history", { decisions: list, any: list.length > 0 });
}

export async function settings(all) {
  const accounts = await Promise.all(all.map(async (device) => {
    const { deviceId, issuerName, name, uv, createdAt } = device.account, { status, until } = await device.status();
    return {
      id: deviceId, issuer: issuerName, name, verified: uv !== null, added: date(createdAt, { dateStyle: "medium" }),
      until: status === "paused" && until ? date(until, { dateStyle: "medium", timeStyle: "short" }) : "",
    };
  }));
  const of = (button) => all.find((d) => d.account.deviceId === button.dataset.device);
  const pause = (until) => async (button) => { await of(button).act({ act: "pause", until }); return settings(all); };
  show("settings", { accounts }, {
    pause: pause(tomorrow()), resume: pause(0),
    remove: (button) => {
      const device = of(button);
      show("remove", { issuer: device.account.issuerName }, {
        keep: () => settings(all),
        "remove-now": async () => {
          await device.act({ act: "remove" });
          show("removed", {}, {});
        },
      });
    },
  });
}

/** Tomorrow at eight in the morning, where the phone is. */
function tomorrow() {
  const at = new Date();
  at.setDate(at.getDate() + 1);
  at.setHours(8, 0, 0, 0);
  return Math.floor(at / 1000);
}

const PATIENCE = 20000; // ms for a push to come

/** Has the server send a push, and waits until the worker says that it came. */
async function roundTrip(device) {
  const registration = await navigator.serviceWorker?.getRegistration("/a/");
  if (device.account.channel?.p !== "webpush" || !await registration?.pushManager?.getSubscription()) return { says: "none", detail: "channel none" };
  let named;
  const heard = new Map(), stop = new AbortController(), from = performance.now();
  try {
    const came = new Promise((done) => {
      const look = () => { if (heard.has(named)) done(heard.get(named) - from); };
      navigator.serviceWorker.addEventListener("message", ({ data }) => {
        if (data?.type === "cs.challenge") heard.set(data.cid, performance.now());
        look();
      }, { signal: stop.signal });
      // The push may be faster than the answer that names it.
      device.test().then((cid) => { named = cid; look(); }, done);
    });
    const took = await Promise.race([came, sleep(PATIENCE)]);
    if (took === undefined) return { says: "silent", detail: "nothing in " + PATIENCE / 1000 + " s" };
    return took instanceof Error ? { detail: took.code ?? took.name } : { good: true, detail: Math.round(took) + " ms" };
  } finally {
    stop.abort();
  }
}

/** Tries what can be tried without an answer of a person, and makes a text to paste. */
export async function selftest(all, { lock, trip } = {}) {
  const timed = async (act) => {
    const from = performance.now();
    try {
      const detail = await act();
      return { good: detail !== false, detail: detail || Math.round(performance.now() - from) + " ms" };
    } catch (e) {
      return { good: false, detail: e.code ?? e.name };
    }
  };
  const registration = await navigator.serviceWorker?.getRegistration("/a/").catch(() => null);
  const checks = {
    keys: () => keystore.list().then((list) => list.length + ""),
    signs: async () => {
      const { privateKey } = await newKeys();
      await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, new Uint8Array(32));
    },
    server: async () => { await fetch(issuer + "/push/jwks", { cache: "no-store" }); },
    lock: async () => lock ?? ((await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.()) ? " " : false),
    worker: async () => registration?.active?.state ?? false,
    push: async () => Boolean(await registration?.pushManager?.getSubscription()) && Notification.permission,
    installed: async () => matchMedia("(display-mode: standalone)").matches && "standalone",
    persists: async () => (await navigator.storage?.persisted?.()) && " ",
  };
  const words = (name) => document.getElementById("screen-selftest").content.querySelector(`[data-check="${name}"]`).textContent;
  const results = [], lines = [navigator.userAgent];
  for (const [name, act] of Object.entries(checks)) {
    const result = await timed(act);
    results.push({ what: words(name), ...result });
    lines.push(`${name}: ${result.good ? "yes" : "no"} ${result.detail === "false" ? "" : result.detail}`.trim());
  }
  if (trip) {
    results.push({ what: words("trip"), good: false, ...trip, detail: trip.says ? words(trip.says) : trip.detail });
    lines.push(`round trip: ${trip.good ? "yes" : "no"} ${trip.detail}`);
  }
  const verified = all.find((d) => d.account.uv);
  const screen = show("selftest", { results, report: lines.join("\n"), verified }, {
    copy: async (button) => {
      await navigator.clipboard.writeText(screen.main.querySelector("#report").textContent);
      button.textContent = button.dataset.done;
    },
    lock: () => testLock(verified.account).then((flags) => selftest(all, { lock: flags, trip })),
    trip: async (button) => {
      button.ariaDisabled = "true";
      say(words("sending"));
      const result = await roundTrip(all[0]);
      if (screen.here()) return selftest(all, { lock, trip: result });
    },
  });
}

/** Asks for the phone's lock over nothing, and reads the flags of WebAuthn section 6.1. */
async function testLock({ uv: { credentialId } }) {
  const digest = crypto.getRandomValues(new Uint8Array(32));
  try {
    const { response } = await navigator.credentials.get({ publicKey: webauthnGetOptions({ digest, issuer, credentialId }) });
    const flags = new Uint8Array(response.authenticatorData)[32];
    return Object.entries({ UP: 1, UV: 4, BE: 8, BS: 16 }).filter(([, bit]) => flags & bit).map(([name]) => name).join(" ");
  } catch (e) {
    return e.name;
  }
}
