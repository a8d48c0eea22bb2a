// How this phone is woken: the service worker and its Web Push subscription. No words (see ui.js).
import { vapidKey, webPushChannel } from "./device.js";
import { issuer, keystore, sleep } from "./ui.js";

const PATIENCE = 15000; // ms: without a push service some browsers never answer
const SCRIPT = "/a/sw.js";

const policy = globalThis.trustedTypes?.createPolicy("cs", {
  createScriptURL: (url) => { if (url !== SCRIPT) throw new TypeError("not our worker"); return url; },
});

export const can = () => "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;

/** The worker, once it is at work: `ready` may resolve while it still starts, and a subscription would fail then. */
export async function worker() {
  const registration = await navigator.serviceWorker.register(policy?.createScriptURL(SCRIPT) ?? SCRIPT, { scope: "/a/", type: "module", updateViaCache: "none" });
  const starting = registration.active ? null : registration.installing ?? registration.waiting;
  if (starting) {
    await new Promise((done, fail) => starting.addEventListener("statechange", () => {
      if (starting.state === "activated") done();
      else if (starting.state === "redundant") fail(new Error("the worker did not start"));
    }));
  }
  return registration;
}

const same = (buffer, bytes) => buffer && bytes.length === buffer.byteLength && new Uint8Array(buffer).every((b, i) => b === bytes[i]);

/** Subscribes, with the permission given before. Throws where the browser does not, or not in time. */
async function subscribe() {
  const [registration, { k, key }] = await Promise.all([worker(), vapidKey(issuer)]);
  const old = await registration.pushManager.getSubscription();
  if (old && same(old.options.applicationServerKey, key)) return webPushChannel(old, k);
  await old?.unsubscribe(); // it rests on another key of ours
  const late = sleep(PATIENCE).then(() => { throw new Error("no push service answered"); });
  return webPushChannel(await Promise.race([registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }), late]), k);
}

/** Asks the person for leave, to be called in a press. Gives a channel, or none: push is never needed. */
export async function ask() {
  try {
    if (await Notification.requestPermission() === "granted") return await subscribe();
  } catch (e) {
    console.info("no push:", e.name);
  }
  return { p: "none" };
}

/** Tells the server, and keeps what it was told. */
export async function tell(device, channel) {
  await device.setChannel(channel);
  device.account.endpoint = channel.endpoint;
  await keystore.update(device.account.deviceId, () => ({ endpoint: channel.endpoint }));
}

/** At each start: what the browser dropped or replaced is made anew, and told to the server. */
export async function renew(all) {
  if (!("serviceWorker" in navigator)) return;
  await worker();
  if (!can() || Notification.permission !== "granted") return;
  const channel = await subscribe();
  for (const device of all) {
    const { channel: told, status, endpoint } = device.account;
    const fresh = told?.p === "webpush" && told.k === channel.k && endpoint === channel.endpoint;
    if (!fresh && status === "active") await tell(device, channel);
  }
}
