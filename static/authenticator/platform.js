// What kind of phone and browser this is: for its name, and for the next step of installing.

const agent = navigator.userAgent;

/** What this device says of itself when it is added. People see it; it proves nothing. */
export async function describe() {
  const told = navigator.userAgentData;
  const more = await told?.getHighEntropyValues?.(["model", "platformVersion"]).catch(() => null);
  const version = /(?:Android|OS|Mac OS X) ([0-9]+)/.exec(agent)?.[1] ?? "";
  const system = kind();
  const app = told?.brands?.map((b) => b.brand).find((b) => /^(Google Chrome|Microsoft Edge|Opera|Samsung Internet|Chromium)$/.test(b))
    ?? [["Edg", "Edge"], ["OPR", "Opera"], ["SamsungBrowser", "Samsung Internet"], ["Firefox", "Firefox"], ["FxiOS", "Firefox"],
      ["CriOS", "Chrome"], ["Chrome", "Chrome"], ["Safari", "Safari"]].find(([sign]) => agent.includes(sign))?.[1] ?? "Browser";
  const model = more?.model || system;
  const os = [system === "iPhone" ? "iOS" : system, system === "Android" || system === "iPhone" ? version : ""].join(" ").trim();
  return { name: [model, app.replace("Google ", "").replace("Microsoft ", "")].join(", ").slice(0, 60), os, model, app };
}

/** The system, as a name that people know. */
export function kind() {
  if (/iPhone|iPod/.test(agent)) return "iPhone";
  if (/iPad/.test(agent) || (agent.includes("Macintosh") && navigator.maxTouchPoints > 1)) return "iPad";
  if (/Android/.test(agent)) return "Android";
  if (/CrOS/.test(agent)) return "ChromeOS";
  if (/Windows/.test(agent)) return "Windows";
  if (/Macintosh/.test(agent)) return "Mac";
  return "Linux";
}

/** Whether this is the app on the home screen. */
export const installed = () => navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;

/** Whether the page stands inside another app, whose browser has neither notifications nor keys that last. */
export const inside = () => /FBAN|FBAV|Instagram|Line\/|MicroMessenger|Snapchat|musical_ly|BytedanceWebview|GSA\/|LinkedInApp|; wv\)/.test(agent)
  || (/iPhone|iPad|iPod/.test(agent) && !agent.includes("Safari/"));

/** The browser's own question whether to install, kept until a person presses for it. */
let prompt = null;
addEventListener("beforeinstallprompt", (e) => { e.preventDefault(); prompt = e; });
export const installPrompt = () => prompt;
