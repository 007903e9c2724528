import { call, curl } from "./api.js";
import { button, byId, copy, counted, element, hear, markWrong, prose, say, tell } from "./dom.js";
import { inWords } from "./force.js";
import { presets } from "./presets.js";
import { ask, known, suggest } from "./whom.js";

// The faults that there are, each with its parameters; above them what they are to strike.

/** What a rule may be about, and how often it strikes; of all faults, as far as they can see it. */
const MATCH = [
  { key: "type", label: "Type", isMatch: true, placeholder: "goal.*", about: "of the event; * is any text" },
  { key: "user", label: "User", isMatch: true, placeholder: "any" },
  { key: "tenant", label: "Tenant", isMatch: true, placeholder: "any" },
  { key: "connection", label: "Connection", isMatch: true, isNumber: true, min: 1, placeholder: "any", about: "its number: the first is 1" },
  { key: "after", label: "After", isNumber: true, min: 0, placeholder: "0", about: "so many matches are spared first" },
  { key: "times", label: "Times", isNumber: true, min: 0, placeholder: "for ever", about: "so often it strikes" },
  { key: "probability", label: "Probability", isNumber: true, min: 0, max: 1, placeholder: "1", about: "how likely it strikes, 0 to 1" },
];

/** How long after the last key it is asked what the fields concern. */
const PAUSE_MS = 250;

/** @type {any[] | null} */
let catalogue = null;
/** What the fields concern, as it was told last. */
let concerns = "";
/** Which question is the last. */
let questions = 0;
let timer = 0;

/** @param {HTMLElement} panel */
export async function showFaults(panel) {
  if (!catalogue) {
    catalogue = [];
    try {
      const [rows, fixtures] = await Promise.all([call("GET", "/faults/catalogue"), call("GET", "/fixtures")]);
      catalogue = rows;
      panel.replaceChildren(...view(rows, fixtures));
      sift();
    } catch (error) {
      catalogue = null;
      return say(error.message, true);
    }
  }
  // Called again while they are being fetched.
  if (catalogue.length === 0) return;
  const connections = await ask().catch(known);
  const some = (key) => [...new Set(connections.map((it) => it[key]).filter(Boolean))].slice(0, 200);
  suggest(byId("fault-users"), some("userId"));
  suggest(byId("fault-tenants"), some("tenantId"));
  suggest(byId("fault-connections"), some("ordinal"));
  await weigh();
}

/** @param {any[]} rows @param {any[]} fixtures */
function view(rows, fixtures) {
  const types = fixtures.filter(({ folder, name }) => folder === "events" && !name.includes("--")).map(({ name }) => name);
  const areas = [...new Set(types.map((type) => `${type.split(".")[0]}.*`))];
  const points = new Map(rows.map(({ point, when }) => [point, when]));
  return [
    element(
      "div",
      { class: "head stack" },
      element("div", { id: "fault-match", class: "grid", role: "group", "aria-label": "What they strike", oninput: filled }, ...MATCH.map(input)),
      element("p", { id: "fault-wrong", class: "wrong", hidden: true }),
      element("div", { id: "fault-concerns", role: "status" }),
      element(
        "p",
        { class: "row" },
        element("label", { class: "grow" }, element("span", { class: "unseen" }, "Search the faults"), element("input", { type: "search", id: "fault-search", placeholder: "Search: drop, late, token …", oninput: sift })),
        button("Clear", clearMatch, { id: "fault-clear", "aria-label": "Clear what they strike", title: "Empties the fields above: faults strike all again" }),
      ),
      datalist("fault-types", [...areas, ...types]),
      datalist("fault-users", []),
      datalist("fault-tenants", []),
      datalist("fault-connections", []),
    ),
    element(
      "div",
      { class: "body" },
      element("p", { id: "fault-none", class: "quiet", hidden: true }),
      presets((rules) =>
        add(async () => {
          const { connections } = await ofFields();
          return rules(Math.max(1, connections.length)).map((rule) => ruleOf(rowOf(rule.action), rule));
        }),
      ),
      ...[...points].flatMap(([point, when]) => [
        element("h2", { class: "point" }, element("b", {}, point), ": ", prose(when)),
        ...rows.filter((row) => row.point === point).map(item),
      ]),
    ),
  ];
}

/** @param {string} id @param {string[]} values */
const datalist = (id, values) => element("datalist", { id }, ...values.map((value) => element("option", { value })));

const LISTS = { type: "fault-types", user: "fault-users", tenant: "fault-tenants", connection: "fault-connections" };

/** @param {any} field */
function input({ key, label, isNumber, placeholder, about, min, max }) {
  return element(
    "label",
    { title: about },
    label,
    element("input", { type: isNumber ? "number" : "text", step: key === "probability" ? "any" : undefined, id: `fault-${key}`, name: key, list: LISTS[key], placeholder, min, max, autocomplete: "off", spellcheck: "false", "aria-describedby": "fault-wrong fault-concerns" }),
  );
}

const rowOf = (action) => catalogue?.find(({ name }) => name === action);

/** The rule that the fields ask for, of this fault. @param {any} row @param {Record<string, any>} own */
function ruleOf(row, own) {
  /** @type {any} */
  const rule = { action: row.name };
  for (const { key, isMatch, isNumber } of MATCH) {
    const { value } = byId(`fault-${key}`);
    if (value === "") continue;
    if (isMatch) rule.match = { ...rule.match, [key]: isNumber ? Number(value) : value };
    else rule[key] = Number(value);
  }
  return { ...rule, ...own };
}

/** The match fields that are filled in and that this fault cannot see. @param {any} row */
const unseen = (row) => MATCH.filter(({ key, isMatch }) => isMatch && byId(`fault-${key}`).value !== "" && !row.match.includes(key));

/** Hides what the search does not want, and what could not look at what is wanted. */
function sift() {
  const words = byId("fault-search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const blind = new Set();
  let [shown, left] = [0, 0];
  for (const made of document.querySelectorAll("[data-faults]")) {
    const isWanted = words.every((word) => made.textContent.toLowerCase().includes(word));
    const its = made.getAttribute("data-faults").split(" ").flatMap((action) => unseen(rowOf(action)));
    made.hidden = !isWanted || its.length > 0;
    if (!made.hidden) shown += 1;
    if (!isWanted || its.length === 0) continue;
    left += 1;
    for (const { label } of its) blind.add(label.toLowerCase());
  }
  for (const head of document.querySelectorAll("#panel-faults .point")) head.hidden = words.length > 0 || blind.size > 0;
  byId("fault-presets").hidden = !byId("fault-presets").querySelector("[data-faults]:not([hidden])");
  const parts = [shown === 0 && left === 0 && "No fault has these words.", left > 0 && `Not listed: ${counted(left, "fault")} that cannot look at ${[...blind].join(" or ")}.`];
  byId("fault-none").textContent = parts.filter(Boolean).join(" ");
  byId("fault-none").hidden = byId("fault-none").textContent === "";
}

function filled() {
  sift();
  clearTimeout(timer);
  timer = setTimeout(weigh, PAUSE_MS);
}

/** What the fields concern, by a fault that can look at all of them. */
function ofFields() {
  const row = catalogue.find(({ match, parameters }) => match.includes("type") && !parameters.some(({ required }) => required));
  return call("POST", "/faults?dryRun=true", ruleOf(row, {}));
}

/** Says what the fields concern, and what in them may be a slip. */
async function weigh() {
  const at = ++questions;
  let found = null;
  let why = "";
  try {
    if (MATCH.some(({ key }) => byId(`fault-${key}`).value !== "")) found = await ofFields();
  } catch (error) {
    why = error.message;
  }
  if (at !== questions) return;
  const text = JSON.stringify([found, why, known().length]);
  if (text === concerns) return;
  concerns = text;
  wrong(why);
  const doubts = found?.doubts ?? [];
  const keyOf = ({ path }) => path.split(".")[2];
  for (const { key } of MATCH) byId(`fault-${key}`).classList.toggle("doubtful", doubts.some((it) => keyOf(it) === key));
  byId("fault-concerns").replaceChildren(
    ...doubts.map((it) => {
      const label = MATCH.find(({ key }) => key === keyOf(it))?.label ?? "Together";
      const use = it.nearest ? [" Nearest: ", button(it.nearest, () => take(keyOf(it), it.nearest), { "aria-label": `${label}: ${it.nearest}` })] : [];
      return element("p", { class: "warn" }, element("b", {}, label), ": ", prose(it.doubt), ".", ...use);
    }),
    ...(found ? [element("p", { class: "quiet" }, `As things are: ${[found.types && `${counted(found.types.length, "type")} of events`, `${found.connections.length} of ${counted(known().length, "connection")}`].filter(Boolean).join(", ")}.`)] : []),
  );
}

/** @param {string} key @param {string} value */
function take(key, value) {
  byId(`fault-${key}`).value = value;
  byId(`fault-${key}`).focus();
  filled();
}

function clearMatch() {
  for (const { key } of MATCH) byId(`fault-${key}`).value = "";
  filled();
  byId("fault-type").focus();
}

/** @param {any} row */
function item(row) {
  const { name, doc, parameters } = row;
  const own = (form) => {
    const values = {};
    for (const { name: key, isNumber } of parameters) {
      const { value } = form.elements.namedItem(key);
      if (value !== "") values[key] = isNumber ? Number(value) : value;
    }
    return values;
  };
  const submit = async (event) => {
    event.preventDefault();
    await add(() => [ruleOf(row, own(event.currentTarget))]);
  };
  const asCurl = ({ currentTarget }) => copy(curl("POST", "/faults", JSON.stringify(ruleOf(row, own(currentTarget.form)))), "the call that adds it");
  return element(
    "form",
    { class: "item", onsubmit: submit, "data-faults": name },
    element(
      "p",
      { class: "row" },
      element("b", { class: "grow" }, name),
      element("button", { "aria-label": `Add ${name}` }, "Add"),
      button("curl", asCurl, { "aria-label": `Copy ${name} as curl`, title: "Copies the call that adds it" }),
    ),
    element("p", { class: "quiet" }, prose(doc)),
    ...(parameters.length ? [element("p", { class: "row" }, ...parameters.map(parameter))] : []),
  );
}

/** @param {any} it */
const parameter = ({ name, doc, values, isNumber, min, max, required }) =>
  element(
    "label",
    { title: [doc, values].filter(Boolean).join(" ") },
    name,
    element("input", { name, type: isNumber ? "number" : "text", step: "any", min, max, required: required === true, placeholder: required ? "required" : "" }),
  );

/** Puts rules in force, all or as many as the mock takes. @param {() => any} asked */
async function add(asked) {
  try {
    const rules = await asked();
    const doubts = [];
    for (const rule of rules) doubts.push(...(await call("POST", "/faults", rule)).doubts.map(({ doubt }) => doubt));
    wrong("");
    say(`In force: ${rules.map(inWords).join("; ")}${doubts.length ? `; mind: ${doubts[0]}` : ""}`);
  } catch (error) {
    wrong(error.message);
    say(error.message, true);
  }
  tell("changed");
}

/** Shows what is wrong at the field that it names. @param {string} why */
function wrong(why) {
  const key = /^\$\.(?:match\.)?(\w+)/.exec(why)?.[1];
  for (const { key: its } of MATCH) markWrong(byId(`fault-${its}`), key === its);
  const said = byId("fault-wrong");
  said.hidden = why === "";
  said.textContent = why;
}

hear("strike", async (ordinal) => {
  tell("choose", "faults");
  await showFaults(byId("panel-faults"));
  clearMatch();
  byId("fault-connection").value = ordinal;
  filled();
  byId("fault-search").focus();
});
