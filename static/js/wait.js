// Keeps a waiting page true. It has no words and decides nothing: the server draws every state.
"use strict";
(() => {
  const now = () => Date.now() / 1000;
  const clock = (s) => Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");
  const until = (at) => Math.max(0, Math.ceil(at - now()));
  const page = document.querySelector("[data-wait]");
  const finish = document.querySelector("form[data-finish]");
  const said = document.querySelector("[role=status]");
  const button = document.querySelector("button[data-after]");
  const say = (text) => { if (text && said) said.textContent = text; };
  let sendAt = button ? now() + Number(button.dataset.after) : 0;

  // A page kept by the back button tells of a state long past.
  addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });

  // The server says UTC.
  const { lang } = document.documentElement;
  for (const t of document.querySelectorAll("time[data-clock]")) {
    t.textContent = new Date(t.dateTime).toLocaleString([...navigator.languages, lang].find((l) => l.startsWith(lang)), { numberingSystem: "latn", weekday: "short", hour: "2-digit", minute: "2-digit" });
  }

  const countButton = () => {
    if (!button) return;
    const left = until(sendAt);
    const text = left ? button.dataset.soon.replace("%", clock(left)) : button.dataset.text;
    if (button.textContent !== text) button.textContent = text;
    button.ariaDisabled = left ? "true" : null;
  };
  button?.addEventListener("click", (e) => { if (until(sendAt)) e.preventDefault(); });
  if (finish?.dataset.finish === "now") finish.submit();
  if (!page) {
    if (button) setInterval(countButton, 1000);
    return;
  }

  const data = page.dataset;
  const total = Number(data.total);
  const time = page.querySelector("[data-left]");
  const ring = page.querySelector("[data-ring]");
  const help = page.querySelector("details");
  const start = said.textContent;
  let text = start, ends = now() + Number(data.seconds), warned = until(ends) <= 30, helped = false, gone = false;
  let stream, silence, next, misses = 0, pause = 3;

  const tell = (words) => { if (words && text !== words) say(text = words); };

  const leave = (state) => {
    if (gone) return;
    gone = true;
    hush();
    if (state === "approved" && finish) {
      say(data.approved);
      finish.submit();
    } else {
      say(data.over);
      location.reload();
    }
  };

  // A known browser alone is told of each phone.
  const tellRings = (devices) => {
    const list = document.getElementById("push-rings"), rows = list?.querySelectorAll("[data-reach]") ?? [];
    if (rows.length !== devices.length) return;
    devices.forEach(({ result }, i) => {
      if (rows[i].dataset.reach === result) return;
      rows[i].dataset.reach = result;
      rows[i].textContent = list.dataset[result];
    });
    document.getElementById("push-unreached").hidden = devices.some(({ result }) => result === "sending" || result === "sent");
  };

  const hear = (m) => {
    misses = 0;
    if (m.state !== data.wait) return leave(m.state);
    if (m.expires_in >= 0) ends = now() + m.expires_in;
    if (m.resend_after > 0) sendAt = now() + m.resend_after;
    if (m.interval > 0) pause = m.interval;
    if (m.devices) tellRings(m.devices);
    if (m.seen) tell(data.seen);
    else if (text === data.offline) tell(start);
  };

  const hush = () => {
    stream?.close();
    stream = undefined;
    clearTimeout(silence);
    clearTimeout(next);
  };

  const poll = async () => {
    hush();
    try {
      const r = await fetch(data.status, { cache: "no-store", headers: { Accept: "application/json" } });
      if (r.ok) hear(await r.json());
      else pause = Math.min(pause * 2, 30);
    } catch {
      pause = Math.min(pause * 2, 30);
    }
    if (!gone && !document.hidden) next = setTimeout(poll, pause * 1000);
  };

  // A stream that stays silent or breaks again and again is swallowed on the way.
  const listen = () => {
    hush();
    if (gone || document.hidden) return;
    if (misses > 2 || !data.events) return poll();
    stream = new EventSource(data.events);
    silence = setTimeout(poll, 5000);
    stream.addEventListener("state", (e) => { clearTimeout(silence); hear(JSON.parse(e.data)); });
    stream.onerror = () => { if (stream?.readyState === 2 || ++misses > 2) poll(); };
  };

  const tick = () => {
    if (gone) return;
    const left = until(ends);
    time.textContent = clock(left);
    ring?.setAttribute("stroke-dashoffset", (ring.getAttribute("stroke-dasharray") * (1 - Math.min(left / total, 1))).toFixed(1));
    countButton();
    if (left <= 30 && !warned) { warned = true; tell(data.soon); }
    if (help && total - left >= 30 && !helped) { helped = true; if (text === start) help.open = true; }
    if (now() > ends + 2 && !document.hidden && navigator.onLine) leave("expired");
  };

  // What the person sends may itself move the state: to reload then would break it off.
  addEventListener("submit", (e) => { if (!e.defaultPrevented) { gone = true; hush(); } });
  addEventListener("offline", () => { tell(data.offline); hush(); });
  addEventListener("online", () => { misses = 0; tell(start); listen(); });
  document.addEventListener("visibilitychange", listen);
  setInterval(tick, 1000);
  setTimeout(() => { if (!gone) say(text); }, 500); // said anew, so that it is read out
  listen();
})();
