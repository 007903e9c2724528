import { counted } from "./dom.js";

// What an entry of the log says: to whom, what, and a summary of what is in the frame.

const colours = { event: "good", command: "good", unknown: "warn", gateway: "warn", invalid: "bad" };
const kinds = { opened: "good", authenticated: "good", refused: "bad", fault: "warn", closed: "plain" };

/** The longest summary. */
const MOST = 160;
/** The most connections of which is known whose they are. */
const MOST_KNOWN = 1000;

/** Whose connection it is, by ordinal. @type {Map<number, { tenantId: string, userId: string }>} */
const owners = new Map();

/** What was sent last, by `#` and the ordinal, or by tenant; the empty one is everybody. @type {Map<string, any>} */
const sent = new Map();

/** Learns whose connection it is, and what it was sent. @param {any} entry */
export function learn(entry) {
  const { kind, connection, tenantId, userId } = entry;
  if (kind === "out") {
    const key = connection === undefined ? (tenantId ?? "") : `#${connection}`;
    sent.delete(key);
    sent.set(key, { seq: entry.seq, text: `last ${typeOf(entry)} at ${timeOf(entry).slice(0, 8)}` });
    if (sent.size > MOST_KNOWN) sent.delete(sent.keys().next().value);
  }
  if (kind !== "authenticated") return;
  owners.delete(connection);
  owners.set(connection, { tenantId, userId });
  if (owners.size > MOST_KNOWN) owners.delete(owners.keys().next().value);
}

/** What a connection was sent last, in words. @param {number} ordinal @param {string} [tenantId] */
export function seenBy(ordinal, tenantId) {
  const found = [`#${ordinal}`, tenantId, ""].map((key) => sent.get(key)).filter(Boolean);
  return found.sort((a, b) => b.seq - a.seq)[0]?.text;
}

export const isFrame = ({ kind }) => kind === "in" || kind === "out";

/** @param {any} entry */
export const timeOf = ({ atMs }) => new Date(atMs).toISOString().slice(11, 23);

/** @param {any} entry */
export function whoOf({ connection, userId, receivers }) {
  if (connection !== undefined) return userId ? `#${connection} ${userId}` : `#${connection}`;
  if (receivers === undefined) return "";
  return counted(receivers, "client");
}

/** What it is, with its colour. @param {any} entry */
export function whatOf({ kind, verdict }) {
  const direction = kind === "in" ? "→ " : kind === "out" ? "← " : "";
  return { text: `${direction}${verdict ?? kind}`, colour: (verdict && colours[verdict]) ?? kinds[kind] ?? "plain" };
}

/** Its type, or the fault that it is about. @param {any} entry */
export const typeOf = ({ kind, fault, type }) => (kind === "fault" ? fault : (type ?? (kind === "in" || kind === "out" ? "no type" : "")));

/** What is in it, in few words. @param {any} entry */
export function summaryOf(entry) {
  const { kind, error, code, reason, tenantId } = entry;
  if (kind === "fault") return entry.type ?? "";
  if (isFrame(entry)) return error ?? payload(entry.frame);
  return [code && `code ${code}`, reason ?? error, kind === "authenticated" && tenantId].filter(Boolean).join(" · ");
}

/** The values of a payload that say most: texts and numbers before ids and times. @param {string} [frame] */
function payload(frame) {
  if (frame === undefined) return "not shown: a token may be in it";
  let object;
  try {
    object = JSON.parse(frame);
  } catch {
    return frame.slice(0, MOST);
  }
  const data = object?.data ?? object;
  if (typeof data !== "object" || data === null) return String(data);
  const rank = (key, value) => (/^(title|name|reason|error)$/.test(key) ? 0 : /^\d{4}-\d\d-\d\dT/.test(String(value)) ? 3 : /(Id|By)$/.test(key) ? 2 : 1);
  const words = Object.entries(data)
    .filter(([key, value]) => value !== null && value !== "" && !["type", "action", "token"].includes(key))
    .map(([key, value]) => ({ rank: rank(key, value), text: `${key} ${typeof value === "object" ? JSON.stringify(value) : value}` }))
    .sort((a, b) => a.rank - b.rank);
  return words.map(({ text }) => text).join(" · ").slice(0, MOST);
}

/** Whether it concerns a connection: its own, or sent to its tenant. @param {any} entry @param {number} ordinal */
function concerns({ connection, receivers, tenantId }, ordinal) {
  if (connection !== undefined) return connection === ordinal;
  const owner = owners.get(ordinal);
  return receivers !== undefined && owner !== undefined && (tenantId === undefined || tenantId === owner.tenantId);
}

/** Whether the words of a filter are all there. @param {string} text @returns {(entry: any) => boolean} */
export function wantedBy(text) {
  const tests = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word && word !== "-")
    .map((written) => {
      const isOut = written.startsWith("-");
      const test = testOf(isOut ? written.slice(1) : written);
      return isOut ? (entry, hay) => !test(entry, hay) : test;
    });
  if (tests.length === 0) return () => true;
  return (entry) => {
    const hay = [whoOf(entry), whatOf(entry).text, typeOf(entry), summaryOf(entry), entry.kind, entry.fault, entry.tenantId, entry.error, entry.frame].join("\n").toLowerCase();
    return tests.every((test) => test(entry, hay));
  };
}

/** @param {string} word @returns {(entry: any, hay: string) => boolean} */
function testOf(word) {
  const ordinal = /^#(\d+)$/.exec(word);
  if (ordinal) return (entry) => concerns(entry, Number(ordinal[1]));
  if (!word.includes("*")) return (_, hay) => hay.includes(word);
  // A pattern is of the type, as in a fault.
  const escaped = word.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${escaped.join(".*")}$`);
  return (entry) => pattern.test((entry.type ?? "").toLowerCase());
}
