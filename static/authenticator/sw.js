// The service worker of the web authenticator: a module, at /a/sw.js with the scope /a/. shell.js is made by the server and
// names the files of this version, so that another version is another worker.
import { Keystore } from "./device.js";
import * as shell from "./shell.js";
import { makeWorker } from "./worker.js";

const { registration, clients, caches } = self;
const worker = makeWorker({
  scope: registration.scope, registration, clients, caches, fetch: (...a) => self.fetch(...a), keystore: new Keystore(), shell,
  texts: () => self.texts, // which the script that imports this one has, in the reader's language
});

self.addEventListener("install", (e) => e.waitUntil(worker.install()));
self.addEventListener("activate", (e) => e.waitUntil(worker.activate()));
self.addEventListener("push", (e) => {
  let text = null;
  try { text = e.data?.text() ?? null; } catch { /* not text */ }
  e.waitUntil(worker.push(text));
});
self.addEventListener("notificationclick", (e) => {
  e.notification.close();
  e.waitUntil(worker.click(e.notification.data, e.action));
});
self.addEventListener("pushsubscriptionchange", (e) => e.waitUntil(worker.resubscribe()));
self.addEventListener("fetch", (e) => {
  const answer = worker.serve(e.request);
  if (answer) e.respondWith(answer);
});
