// Adding this phone: from a link, a ticket or a typed code to a device that is confirmed. No words (see ui.js).
import {
  Device, newKeys, parseLink, parseTypedCode, registrationDigest, registrationJSON, sha256b64u, thumbprint, webauthnCreateOptions, fromB64u,
} from "./device.js";
import { start } from "./app.js";
import * as push from "./channel.js";
import { failed, issuer, keystore, show, sleep, visible } from "./ui.js";
import { describe } from "./platform.js";

const organisation = document.body.dataset.organisation;

/** At the address of an enrolment link. */
export function begin() {
  let link;
  try {
    link = parseLink(location.href);
    if (link.issuer !== issuer) throw new Error("another issuer");
  } catch {
    return show("link-spent");
  }
  show("add", {}, { begin: () => setUp({ secret: link.code, pinnedJkt: link.jkt }) });
}

/** At the front door without an account: a ticket that the installed app was started with, or a code that is typed. */
export function home() {
  const ticket = /^#t=([A-Za-z0-9_-]{22})$/.exec(location.hash)?.[1];
  if (ticket) return show("add", {}, { begin: () => setUp({ secret: ticket }) });
  const { main } = show("empty"), form = main.querySelector("#typed"), field = main.querySelector("#code");
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const secret = parseTypedCode(field.value), problem = main.querySelector("#code-problem");
    problem.textContent = secret ? "" : problem.dataset.text;
    field.ariaInvalid = secret ? null : "true";
    if (secret) return setUp({ secret }).catch((cause) => failed(cause, start));
    field.focus();
  });
}

/** The steps, one at a time; each can be tried again. */
async function setUp(wish) {
  const channel = await notifications();
  const keys = await newKeys();
  const uv = await confirmWith(wish.secret, keys);
  await register({ ...wish, channel, keys, uv });
}

/** Asks for notifications, where the browser has any and was not told never to. */
function notifications() {
  if (!push.can() || Notification.permission === "denied") return { p: "none" };
  return new Promise((done) => {
    const screen = show("notifications", {}, {
      skip: () => done({ p: "none" }),
      allow: (button) => {
        button.ariaDisabled = "true";
        screen.main.querySelector("#slow-push").hidden = false;
        return push.ask().then(done);
      },
    });
  });
}

/** Makes the key that is used only after the phone's lock; null where there is none, or where the person goes on without. */
async function confirmWith(secret, keys) {
  const able = await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.().catch(() => false);
  if (!able) return null;
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", keys.publicKey), jkt = await thumbprint({ kty, crv, x, y });
  const name = organisation + ", " + (await describe()).name;
  const publicKey = webauthnCreateOptions({
    digest: await registrationDigest(await sha256b64u(secret), jkt), issuer, issuerName: organisation, userId: fromB64u(jkt), name,
  });
  return new Promise((done) => {
    const screen = show("confirm", {}, {
      skip: () => done(null),
      create: async () => {
        const asked = navigator.credentials.create({ publicKey }); // in the tap: no await before this line
        try {
          done({ webauthn: registrationJSON(await asked) });
        } catch {
          screen.main.querySelector("#trouble").hidden = false;
        }
      },
    });
  });
}

async function register(wish) {
  const info = { ...await describe(), platform: "web", lang: navigator.language };
  let made;
  try {
    made = await Device.register({ issuer, info, keystore, ...wish });
  } catch (e) {
    if (["link_spent", "link_taken", "pinned_key"].includes(e.code)) return show("link-spent");
    return failed(e, () => register(wish).catch((cause) => failed(cause, start)));
  }
  history.replaceState(null, "", "/a/setup"); // the secret has done its work
  const more = { confirm: made.confirm, endpoint: wish.channel.endpoint };
  await keystore.update(made.device.account.deviceId, () => more);
  Object.assign(made.device.account, more);
  navigator.storage?.persist?.(); // asked, never relied on
  return resume(made.device);
}

/** Shows the digits until the person has typed them where they began. */
export async function resume(device) {
  const { confirm = "", deviceId, issuerName, pollInterval, channel } = device.account;
  const screen = show("digits", { first: confirm.slice(0, 3), second: confirm.slice(3) });
  while (screen.here()) {
    let status = "pending";
    try {
      ({ status } = await device.status());
    } catch (e) {
      if (!screen.here()) return;
      if (e.code === "revoked" || e.code === "unknown_device") {
        await keystore.remove(deviceId);
        return show("not-added");
      }
      if (e.code !== "slow_down") return failed(e, () => resume(device));
    }
    if (!screen.here()) return;
    if (status !== "pending") {
      await keystore.update(deviceId, () => ({ confirm: undefined }));
      history.replaceState(null, "", "/a/");
      return show("added", { issuer: issuerName, quiet: channel?.p !== "webpush" });
    }
    await sleep(Math.min(pollInterval, 3) * 1000);
    await visible();
  }
}
