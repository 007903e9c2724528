import { call, curl } from "./api.js";
import { meaning } from "./whom.js";

// How a frame goes out: which call it takes, by the page or in a terminal.

/**
 * What is to be sent.
 *
 * @typedef {object} Order
 * @property {string} text The frame.
 * @property {string} [to] A choice of `whom.js`; absent is everybody.
 * @property {boolean} [isLoose] Even if it is wrong.
 * @property {boolean} [isRaw] The text as it stands: nothing is completed, nothing checked.
 */

/** The call that sends it. @param {Order} order @param {boolean} [isDry] */
export function callOf({ text, to = "", isLoose, isRaw: isAsked }, isDry = false) {
  // What is no object cannot be completed.
  const isRaw = isAsked || (isLoose && !isObject(text));
  const { tenant, connectionId } = meaning(to);
  const query = new URLSearchParams();
  if (tenant) query.set("tenant", tenant);
  if (isRaw) query.set("raw", "true");
  else {
    query.set("example", "false");
    if (isLoose) query.set("check", "false");
  }
  if (isDry) query.set("dryRun", "true");
  if (isRaw && connectionId) query.delete("raw");
  const asked = query.size ? `?${query}` : "";
  if (!connectionId) return { path: `/broadcast${asked}`, body: text };
  const frame = isRaw ? JSON.stringify(text) : text;
  return { path: `/emit${asked}`, body: `{"connectionId":${JSON.stringify(connectionId)},"frame":${frame}}` };
}

/** @param {string} text */
function isObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** What becomes of it, without sending it. @param {Order} order */
export function check(order) {
  const { path, body } = callOf(order, true);
  return call("POST", path, body);
}

/** @param {Order} order */
export function send(order) {
  const { path, body } = callOf(order);
  return call("POST", path, body);
}

/** @param {Order} order */
export function asCurl(order) {
  const { path, body } = callOf(order);
  return curl("POST", path, body);
}

/** The orders that send the same again, as a server does that repeats itself. @param {Order} order @param {any} answer */
export function repeatsOf(order, { frames }) {
  if (!frames) return [order];
  return frames.map((frame) => {
    const tenant = frame.tenantId ?? frame.data?.tenantId;
    const to = order.to || (typeof tenant === "string" && tenant ? `tenant:${tenant}` : "");
    return { text: textOf(frame), to, isRaw: true };
  });
}

/** As servers write it: the type first, the data last. @param {any} frame @param {number} [indent] */
export function textOf(frame, indent) {
  const { type, data, ...rest } = frame;
  return JSON.stringify({ type, ...rest, data }, null, indent);
}
