import { decode } from "../codec/decode.js";
import { bare, hasOwn, own } from "../codec/own.js";
import { checkType } from "../connection/event_type.js";
import { fixtures } from "../fixtures.js";

// An event from the parts of it that a test names; the rest is its fixture's. What no server could send
// is refused: a test of it would prove nothing.

/** What a test may say of an event, but for its type. */
const PARTS = ["data", "timestamp", "eventId", "tenantId"];

/** How many events were made: each has an id of its own, or it would be a repeat. */
let count = 0;

/**
 * The text of an event's frame.
 *
 * @param {any} event Its type, or that and parts of it.
 * @param {string | undefined} tenantId
 * @param {number} now
 */
export function filled(event, tenantId, now) {
  const given = typeof event === "string" ? { type: event } : bare(event);
  checkType(given.type);
  /** @type {any} */
  const example = own(fixtures, given.type);
  const message = { ...example, ...given };
  if (example.timestamp && !given.timestamp) message.timestamp = new Date(now).toISOString();
  if (example.eventId && !given.eventId) message.eventId = `00000000-0000-7000-8000-${String(++count).padStart(12, "0")}`;
  // A misspelt key would be ignored, and the test prove nothing; so would one of the data that stands beside it.
  for (const key of Object.keys(given)) {
    if (key !== "type" && !PARTS.includes(key)) throw TypeError(`an event has no \`${key}\` beside its type: expected ${PARTS.join(", ")}`);
  }
  for (const key of Object.keys(given.data || {})) {
    if (!hasOwn.call(example.data || {}, key)) throw TypeError(`${given.type} has no \`${key}\`: it has ${Object.keys(example.data || {}).join(", ") || "no data"}`);
  }
  if (example.data || given.data) message.data = { ...example.data, ...ofTenant(example.data, tenantId), ...given.data };
  const text = JSON.stringify(message);
  const decoded = decode(text);
  if (decoded.kind === "invalid") throw TypeError(`no server sends this: ${decoded.error.message}`);
  return text;
}

/** @param {any} data @param {string | undefined} tenantId */
const ofTenant = (data, tenantId) => (tenantId !== undefined && data && data.tenantId ? { tenantId } : {});
