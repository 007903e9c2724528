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
/** The chips by their keys: one that is being clicked stays where it is. @type {Map<string, any>} */
let chips = new Map();

/** @param {any[]} faults */
export function showForce(faults) {
  active = faults;
  const rows = [...active.map(({ id, rule, struck }) => [`${id}`, rule, id, struck]), ...off.map((rule, at) => [`off ${at} ${JSON.stringify(rule)}`, rule])];
  const before = chips;
  chips = new Map(rows.map(([key, rule, id]) => [key, before.get(key) ?? chip(rule, id)]));
  for (const [key, rule, id, struck] of rows) label(chips.get(key), rule, id, struck);
  const shown = [...chips.values()].map(({ made }) => made);
  const place = byId("force-rules");
  if (shown.length !== place.children.length || shown.some((made, at) => made !== place.children[at])) {
    const held = place.contains(document.activeElement) ? document.activeElement.dataset.rule : undefined;
    place.replaceChildren(...shown);
    if (held) [...place.querySelectorAll("[data-rule]")].find(({ dataset }) => dataset.rule === held)?.focus();
  }
  byId("force").hidden = shown.length === 0;
  byId("force-title").textContent = active.length === 0 ? "No fault in force" : `${counted(active.length, "fault")} in force`;
}

/** The longest name of a type, a tenant or a user that is shown whole. */
const MOST_NAME = 48;

/** A rule in few words. @param {any} rule */
export function inWords({ action, match = {}, ...rest }) {
  const whom = [match.type, match.connection && `#${match.connection}`, match.tenant, match.user].filter(Boolean).map((it) => (it.length > MOST_NAME ? `${it.slice(0, MOST_NAME)}…` : it));
  const how = Object.entries(rest).map(([key, value]) => `${key} ${value}`);
  return [action, ...whom, ...how].join(" · ");
}

/** @param {any} rule @param {number} [id] In force under this. */
function chip(rule, id) {
  const isOn = id !== undefined;
  const act = () => (isOn ? switchOff(rule, id) : switchOn(rule));
  const key = element("button", { type: "button", role: "switch", "aria-checked": String(isOn), "data-rule": JSON.stringify(rule), onclick: act });
  return { key, made: element("li", { class: "chip" }, key, button("×", () => remove(rule, id), { "aria-label": `Remove ${inWords(rule)}`, class: "x" })) };
}

/** Says how often it has struck. @param {any} chip @param {any} rule @param {number} [id] @param {number} [struck] */
function label({ key, made }, rule, id, struck = 0) {
  const isSpent = id !== undefined && rule.times !== undefined && struck >= rule.times;
  const text = id === undefined ? inWords(rule) : `${inWords(rule)} · struck ${struck}×${isSpent ? ", spent" : ""}`;
  if (key.textContent !== text) key.textContent = text;
  made.className = `chip ${id !== undefined && !isSpent ? "on" : "off"}`;
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
