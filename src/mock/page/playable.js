import { call } from "./api.js";
import { counted } from "./dom.js";

// Which scenarios say something about a client as it is connected here, and what has to be so before one begins.

/** How long a connection lasts until a client takes it for stable and forgets its attempts (5 s), and a bit:
 * before that it would wait longer for a reason that lies in the scenario before. */
const SETTLED_MS = 6000;

/** Since when each connection has been seen, by its ordinal, in the browser's time. @type {Map<number, number>} */
let seen = new Map();

/**
 * Why it is played by its command, and not among all; nothing if it may be.
 *
 * @param {any} shipped
 */
export function byCommand({ clients, timeScale, ends, refused }) {
  if (refused) return "the mock has to be started for it, which the command does";
  if (timeScale !== 1) return `its clock is ${timeScale} times as fast, so your client's timers have to be, too, as of \`realtime tail --time-scale ${timeScale}\``;
  if (clients > 1) return `it judges ${clients} clients at once, which the command starts`;
  if (ends === "stop") return "the client has to be stopped in the middle, which the command does";
  return undefined;
}

/** The command that starts a mock and the client for it. @param {any} shipped */
export const command = ({ name }) => `realtime mock --port 0 --scenario ${name} --exec 'node my-client.js {url} {token}'`;

/**
 * What has to become so before it begins: whom it judges is connected, nobody else, and settled. `todo` says so,
 * `left` what is said of it, before a span of time, if it stays so.
 *
 * @param {any} shipped
 */
export async function whatFirst({ clients }) {
  const connections = await call("GET", "/connections");
  const now = performance.now();
  seen = new Map(connections.map(({ ordinal }) => [ordinal, seen.get(ordinal) ?? now]));
  const count = connections.length;
  if (count === 0) return { todo: "no client is connected: start yours, or wait until it comes back.", left: "no client connected within", isNobody: true };
  if (count > clients) return { todo: `${count} clients are connected, and it judges ${clients}: stop the others.`, left: `it judges ${counted(clients, "client")}, and ${count} were connected for`, isCrowd: true };
  if (count < clients) return { todo: `it judges ${counted(clients, "client")}, and ${count} of them came: start the others.` };
  if (connections.some(({ state }) => state !== "authenticated")) return { todo: "your client has not authenticated yet.", left: "your client did not authenticate within" };
  const { nowMs, timeScale } = await call("GET", "/state");
  const lasted = ({ ordinal, connectedAtMs }) => Math.max(now - seen.get(ordinal), timeScale === 1 ? nowMs - connectedAtMs : 0);
  if (!connections.every((it) => lasted(it) >= SETTLED_MS)) return { todo: "it begins when the connection has lasted for 6 s.", left: "no connection lasted for 6 s within", moreMs: SETTLED_MS };
  return undefined;
}
