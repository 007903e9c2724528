import { call } from "./api.js";
import { button, byId, counted, element, hear, say, tell } from "./dom.js";

// The rules in force, always in sight, each with a switch. What is switched off is out of force on the
// server, and kept here until it is removed.

/** The most that are kept switched off. */
const MOST_OFF = 50;

/** What is switched off: rules. @type {any[]} */
let off = [];
/** @type {any[]} */
let active = [];
let rendered = "";

/** @param {any[]} faults */
export function showForce(faults) {
  active = faults;
  const text = JSON.stringify([active, off]);
  if (text === rendered) return;
  rendered = text;
  const held = byId("force-rules").contains(document.activeElement) ? document.activeElement.dataset.key : "";
  byId("force").hidden = active.length + off.length === 0;
  const rows = [...active.map(({ id, rule, struck }) => chip(rule, id, struck)), ...off.map((rule) => chip(rule))];
  byId("force-rules").replaceChildren(...rows);
  byId("force-title").textContent = active.length === 0 ? "No fault in force" : `${counted(active.length, "fault")} in force`;
  if (held) byId("force-rules").querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
}

/** A rule in few words. @param {any} rule */
export function inWords({ action, match = {}, ...rest }) {
  const whom = [match.type, match.connection && `#${match.connection}`, match.tenant, match.user].filter(Boolean);
  const how = Object.entries(rest).map(([key, value]) => `${key} ${value}`);
  return [action, ...whom, ...how].join(" · ");
}

/** @param {any} rule @param {number} [id] In force under this. @param {number} [struck] */
function chip(rule, id, struck = 0) {
  const isOn = id !== undefined;
  const words = inWords(rule);
  const isSpent = isOn && rule.times !== undefined && struck >= rule.times;
  const label = isOn ? `${words} · struck ${struck}×${isSpent ? ", spent" : ""}` : words;
  const key = JSON.stringify(rule);
  return element(
    "li",
    { class: `chip ${isOn && !isSpent ? "on" : "off"}` },
    element("button", { type: "button", role: "switch", "aria-checked": String(isOn), "data-key": key, onclick: () => (isOn ? switchOff(rule, id) : switchOn(rule)) }, label),
    button("×", () => remove(rule, id), { "aria-label": `Remove ${words}`, class: "x" }),
  );
}

/** @param {() => Promise<string>} change */
async function change(change) {
  try {
    say(await change());
  } catch (error) {
    say(error.message, true);
  }
  tell("changed");
}

const switchOff = (rule, id) =>
  change(async () => {
    await call("DELETE", `/faults/${id}`);
    off = [...off, rule].slice(-MOST_OFF);
    return `Off: ${inWords(rule)}`;
  });

const switchOn = (rule) =>
  change(async () => {
    await call("POST", "/faults", rule);
    off = off.filter((it) => it !== rule);
    return `In force: ${inWords(rule)}`;
  });

const remove = (rule, id) =>
  change(async () => {
    if (id === undefined) off = off.filter((it) => it !== rule);
    else await call("DELETE", `/faults/${id}`);
    return `Removed: ${inWords(rule)}`;
  });

byId("force-none").addEventListener("click", () =>
  change(async () => {
    await call("DELETE", "/faults");
    off = [];
    return "No fault is in force.";
  }),
);
hear("reset", () => (off = []));
