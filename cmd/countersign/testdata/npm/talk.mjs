// How a relying party in a process of its own talks with the test: it is told
// what to do by its first line of input, and prints one JSON object a line:
// {"open": URL} where a browser must go (the next line of input is where it
// came back to), {"wait": ...} where somebody must act meanwhile (the next line
// says that they have), at last {"done": what it got}.
import * as readline from "node:readline";

const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
export const heard = async () => JSON.parse((await lines.next()).value);
export const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");

/** Does what the test asks for, and ends. */
export async function play(does) {
  try {
    const ask = await heard();
    if (ask.jwk) {
      const k = await crypto.subtle.importKey("jwk", ask.jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
      ask.key = { key: k, kid: ask.jwk.kid };
    }
    say({ done: await does(ask) });
  } catch (e) {
    say({ failed: [e.name, e.code, e.error, e.error_description, e.message, e.cause && JSON.stringify(e.cause)].join(" | ") });
  }
  process.exit(0);
}
