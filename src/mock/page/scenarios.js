import { call } from "./api.js";
import { button, byId, copy, element, hear, prose, say, tell } from "./dom.js";

// The scenarios that ship: each with what became of it, and all of them with a table.

const LOOK_MS = 400;
const COMMAND = (name) => `realtime mock --scenario ${name} --exec 'node my-client.js {url} {token}'`;

/** @type {any[] | null} */
let scenarios = null;
/** What became of each, by name: `met`, `unmet`, `refused`. @type {Map<string, any>} */
const results = new Map();
/** The one that runs here. */
let running = "";
/** Whether no further one is begun. */
let isStopped = false;
let isBusy = false;

/** @param {HTMLElement} panel */
export async function showScenarios(panel) {
  if (scenarios) return isBusy ? undefined : await adopt();
  scenarios = [];
  try {
    scenarios = await call("GET", "/scenarios");
    panel.replaceChildren(...view());
    await adopt();
  } catch (error) {
    scenarios = null;
    say(error.message, true);
  }
}

function view() {
  return [
    element(
      "div",
      { class: "head stack" },
      element(
        "p",
        { class: "row" },
        element("label", { class: "grow" }, element("span", { class: "unseen" }, "Search the scenarios"), element("input", { type: "search", id: "scenario-search", placeholder: "Search: ping, limit …", oninput: sift })),
        button("Run all", runAll, { id: "scenario-all", class: "primary", title: "Those that are listed, one after the other" }),
        button("Stop", stop, { id: "scenario-stop", disabled: true }),
      ),
      element("p", { id: "scenario-said", class: "quiet", role: "status" }, "Everybody is kicked, and whoever comes back first is judged: let your client reconnect."),
    ),
    element(
      "div",
      { class: "body" },
      element("div", { id: "scenario-table", class: "scrolls", tabindex: -1 }),
      ...scenarios.map(item),
    ),
  ];
}

/** @param {{ name: string, scenario: string }} shipped */
function item({ name, scenario }) {
  return element(
    "div",
    { class: "item", "data-scenario": name },
    element(
      "p",
      { class: "row" },
      element("b", { class: "grow" }, name),
      element("span", { class: "verdict" }),
      button("Run", () => run([name]), { "aria-label": `Run ${name}` }),
      button("Command", () => copy(COMMAND(name), "the command that checks a client with it"), { "aria-label": `Copy the command of ${name}`, title: COMMAND(name) }),
    ),
    element("p", { class: "quiet" }, prose(scenario)),
    element("div", { class: "verdicts stack" }),
  );
}

const shown = () => scenarios.filter(({ name }) => !place(name).hidden).map(({ name }) => name);
const place = (name) => document.querySelector(`[data-scenario="${CSS.escape(name)}"]`);

function sift() {
  const words = byId("scenario-search").value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const { name, scenario } of scenarios) place(name).hidden = !words.every((word) => `${name} ${scenario}`.toLowerCase().includes(word));
  const all = byId("scenario-all");
  all.textContent = words.length ? `Run these ${shown().length}` : "Run all";
  all.disabled = isBusy || shown().length === 0;
}

async function runAll() {
  byId("scenario-table").replaceChildren();
  await run(shown());
}

/** @param {string[]} names */
async function run(names) {
  if (isBusy) return say("A scenario is being played: wait for it, or stop it", true);
  isBusy = true;
  isStopped = false;
  buttons();
  for (const name of names) results.delete(name);
  if (names.length > 1) table(names);
  for (const name of names) {
    if (isStopped) break;
    results.set(name, await play(name));
    show(name);
    if (names.length > 1) table(names);
  }
  isBusy = false;
  running = "";
  buttons();
  const of = (state) => names.filter((name) => results.get(name)?.state === state).length;
  const parts = [`${of("passed")} passed`, `${of("failed")} failed`, of("refused") && `${of("refused")} need another server`, of("stopped") && `${of("stopped")} stopped`];
  told(parts.filter(Boolean).join(", "), of("failed") > 0);
}

function buttons() {
  for (const it of document.querySelectorAll("[data-scenario] button[aria-label^=Run]")) it.disabled = isBusy;
  byId("scenario-stop").disabled = !isBusy;
  sift();
}

/** @param {string} text @param {boolean} [isBad] */
function told(text, isBad = false) {
  byId("scenario-said").textContent = text;
  say(text, isBad);
}

/** Plays one to its end. @param {string} name */
async function play(name) {
  running = name;
  results.set(name, { state: "running" });
  show(name);
  told(`${name}: it begins with the next client that connects.`);
  try {
    await call("POST", "/scenarios", { name });
    return await end();
  } catch (error) {
    return { state: "refused", note: error.message };
  } finally {
    tell("changed");
  }
}

/** What becomes of the one that is being played. */
async function end() {
  for (;;) {
    const { running: goesOn, outcome } = await call("GET", "/scenarios/result");
    if (!goesOn) return outcome ? { ...outcome, state: outcome.met ? "passed" : "failed" } : { state: "stopped" };
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function stop() {
  isStopped = true;
  try {
    await call("DELETE", "/scenarios");
  } catch (error) {
    say(error.message, true);
  }
}

/** Takes over one that somebody else began, as this page may have before it was loaded anew. */
async function adopt() {
  const { running: sentence } = await call("GET", "/scenarios/result");
  const name = scenarios?.find(({ scenario }) => scenario === sentence)?.name;
  if (!name || isBusy) return;
  isBusy = true;
  running = name;
  results.set(name, { state: "running" });
  show(name);
  buttons();
  results.set(name, await end().catch((error) => ({ state: "refused", note: error.message })));
  isBusy = false;
  show(name);
  buttons();
}

const colours = { passed: "good", failed: "bad", running: "plain", refused: "warn", stopped: "warn" };

/** @param {any} result */
const badge = ({ state }) => element("span", { class: `badge ${colours[state]}` }, state);

/** @param {string} name */
function show(name) {
  const result = results.get(name);
  const at = place(name);
  at.querySelector(".verdict").replaceChildren(badge(result));
  at.querySelector(".verdicts").replaceChildren(
    ...(result.note ? [element("p", { class: result.state === "refused" ? "warn" : "quiet" }, prose(result.note))] : []),
    ...(result.verdicts ?? []).map(({ sentence, met }) =>
      element(
        "p",
        { class: "row top" },
        element("span", { class: `badge ${met ? "good" : "bad"}` }, met ? "met" : "unmet"),
        element("span", { class: "grow" }, prose(sentence)),
      ),
    ),
  );
  at.scrollIntoView({ block: "nearest" });
}

/** @param {string[]} names */
function table(names) {
  const head = element("tr", {}, ...["Scenario", "Verdict", "What is unmet"].map((title) => element("th", { scope: "col" }, title)));
  const rows = names.map((name) => {
    const result = results.get(name);
    const unmet = (result?.verdicts ?? []).filter(({ met }) => !met).map(({ sentence }) => sentence);
    const go = button(name, () => place(name).scrollIntoView({ block: "start" }), { class: "link" });
    return element("tr", {}, element("td", {}, go), element("td", {}, ...(result ? [badge(result)] : ["–"])), element("td", { class: "wrap" }, prose(unmet.join("; ") || (result?.state === "refused" ? "it needs a server that was started otherwise" : ""))));
  });
  byId("scenario-table").replaceChildren(element("table", { class: "results" }, element("caption", { class: "unseen" }, "How all went"), element("thead", {}, head), element("tbody", {}, ...rows)));
}

hear("reset", () => (isStopped = true));
