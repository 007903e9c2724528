import { call } from "./api.js";
import { button, byId, copy, element, hear, prose, say, tell, works } from "./dom.js";
import { byCommand, command, whatFirst } from "./playable.js";

// The scenarios that ship: each with what became of it, and all of them with a table.

const LOOK_MS = 400;

/** @type {any[] | null} */
let scenarios = null;
/** What became of each, by name: `passed`, `failed`, `not judged`, `refused`, `left out`, `stopped`. @type {Map<string, any>} */
const results = new Map();
/** Whether no further one is begun. */
let isStopped = false;
let isBusy = false;
/** All that are run one after the other, if it is not one alone. @type {string[]} */
let all = [];
/** The one before, if a right client does not outlive it. */
let ended = "";

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
      element("p", { id: "scenario-said", class: "quiet", role: "status" }, "One client is judged: it is kicked, and has to come back by itself. Faults that you added end."),
    ),
    element(
      "div",
      { class: "body" },
      element("div", { id: "scenario-table", class: "scrolls", tabindex: -1 }),
      ...scenarios.map(item),
    ),
  ];
}

/** @param {any} shipped */
function item(shipped) {
  const { name, scenario, refused } = shipped;
  const why = byCommand(shipped);
  const label = why ? "Run anyway" : "Run";
  return element(
    "div",
    { class: "item", "data-scenario": name },
    element(
      "p",
      { class: "row" },
      element("b", { class: "grow" }, name),
      element("span", { class: "verdict" }),
      ...(refused ? [] : [button(label, () => run([name]), { "aria-label": `${label} ${name}`, title: why?.replaceAll("`", "") })]),
      button("Command", () => copy(command(shipped), "the command that checks a client with it"), { "aria-label": `Copy the command of ${name}`, title: command(shipped) }),
    ),
    element("p", { class: "quiet" }, prose(scenario)),
    ...(why ? [element("p", { class: "warn" }, prose(`By its command: ${why}.`))] : []),
    ...(shipped.ends === "close" ? [element("p", { class: "quiet" }, "Afterwards start your client again; one that something else restarts fails it.")] : []),
    element("div", { class: "verdicts stack" }),
  );
}

const found = (name) => scenarios.find((it) => it.name === name);
const shown = () => scenarios.filter(({ name }) => !place(name).hidden).map(({ name }) => name);
const place = (name) => document.querySelector(`[data-scenario="${CSS.escape(name)}"]`);

function sift() {
  const words = byId("scenario-search").value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const { name, scenario } of scenarios) place(name).hidden = !words.every((word) => `${name} ${scenario}`.toLowerCase().includes(word));
  const runs = byId("scenario-all");
  runs.textContent = words.length ? `Run these ${shown().length}` : "Run all";
  runs.disabled = isBusy || shown().length === 0;
}

/** Those that end the client come last, so that it is started again once, not twice. */
async function runAll() {
  const names = shown();
  const done = run([...names.filter((name) => !found(name).ends), ...names.filter((name) => found(name).ends)], true);
  byId("scenario-table").scrollIntoView({ block: "start" });
  await done;
}

/** @param {string[]} names @param {boolean} [isAll] Leaves out those that prove nothing about a client as it is here. */
async function run(names, isAll = false) {
  if (isBusy) return say("A scenario is being played: wait for it, or stop it", true);
  isBusy = true;
  isStopped = false;
  all = isAll ? names : [];
  ended = "";
  if (isAll) works("scenarios", false);
  // What had the focus is disabled meanwhile.
  const before = document.activeElement;
  buttons();
  byId("scenario-stop").focus({ preventScroll: true });
  for (const name of names) results.delete(name);
  for (const name of names) {
    if (isStopped) break;
    const why = isAll && byCommand(found(name));
    results.set(name, why ? { state: "left out", note: why } : await play(name));
    show(name);
  }
  table();
  isBusy = false;
  all = [];
  works("scenarios", true);
  const isLost = document.activeElement === byId("scenario-stop");
  buttons();
  if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
  const of = (state) => names.filter((name) => results.get(name)?.state === state).length;
  const parts = [`${of("passed")} passed`, `${of("failed")} failed`, of("not judged") && `${of("not judged")} not judged`, of("left out") && `${of("left out")} left out (copy their commands)`, of("refused") && `${of("refused")} refused`, of("stopped") && `${of("stopped")} stopped`];
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

/** Its name, and which of all it is. @param {string} name */
const titled = (name) => (all.length ? `${name} (${all.indexOf(name) + 1} of ${all.length})` : name);

/** Plays one to its end. @param {string} name */
async function play(name) {
  results.set(name, { state: "running" });
  show(name);
  try {
    const left = await settled(found(name));
    if (left) return left;
    ended = found(name).ends ? name : "";
    told(`${titled(name)}: it begins when your client comes back, as it must within seconds of the kick (1000).${found(name).ends === "stop" ? " Stop it then, within three seconds." : ""}`);
    await call("POST", "/scenarios", { name });
    return await end();
  } catch (error) {
    return { state: "refused", note: error.message };
  } finally {
    tell("changed");
  }
}

/** Waits until those are connected whom it judges, for so long that they have forgotten the last one. What
 * becomes of it if it is stopped meanwhile or, among all, if nothing comes of that for as long as it waits.
 *
 * @param {any} shipped */
async function settled(shipped) {
  const { name, waitMs } = shipped;
  const start = performance.now();
  for (let before = ""; !isStopped; ) {
    const first = await whatFirst(shipped);
    if (!first) return undefined;
    const { todo, left, isNobody, isCrowd, moreMs = 0 } = first;
    if (all.length && performance.now() - start > waitMs + moreMs) {
      const note = `${left} ${waitMs / 1000} s`;
      // It is no fault of a client that it is not there, or not alone.
      if (isNobody && ended) return { state: "not judged", note: `${note}, after ${ended} had ended it` };
      return { state: isCrowd ? "not judged" : "failed", note };
    }
    const text = `${titled(name)}: ${todo}`;
    if (text !== before) told(text);
    before = text;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return { state: "stopped" };
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
  results.set(name, { state: "running" });
  show(name);
  buttons();
  results.set(name, await end().catch((error) => ({ state: "refused", note: error.message })));
  isBusy = false;
  show(name);
  buttons();
}

const colours = { passed: "good", failed: "bad", running: "plain", "not judged": "warn", "left out": "warn", refused: "warn", stopped: "warn" };

/** @param {any} result */
const badge = ({ state }) => element("span", { class: `badge ${colours[state]}` }, state);

/** @param {string} name */
function show(name) {
  const result = results.get(name);
  const at = place(name);
  at.querySelector(".verdict").replaceChildren(badge(result));
  at.querySelector(".verdicts").replaceChildren(
    ...(result.note && result.state !== "left out" ? [element("p", { class: result.state === "refused" ? "warn" : "quiet" }, prose(result.note))] : []),
    ...(result.verdicts ?? []).map(({ sentence, met }) =>
      element(
        "p",
        { class: "row top" },
        element("span", { class: `badge ${met ? "good" : "bad"}` }, met ? "met" : "unmet"),
        element("span", { class: "grow" }, prose(sentence)),
      ),
    ),
  );
  // Among all, the table tells.
  if (all.length) table();
  else at.scrollIntoView({ block: "nearest" });
}

function table() {
  if (!all.length) return;
  const head = element("tr", {}, ...["Scenario", "Verdict", "Why"].map((title) => element("th", { scope: "col" }, title)));
  const rows = all.map((name) => {
    const result = results.get(name);
    const unmet = (result?.verdicts ?? []).filter(({ met }) => !met).map(({ sentence }) => sentence);
    const why = element("td", { class: "wrap" }, prose([result?.note, ...unmet].filter(Boolean).join("; ")));
    if (result?.state === "left out") why.append(" ", button("Command", () => copy(command(found(name)), "the command that checks a client with it"), { class: "link", "aria-label": `Copy the command of ${name}, from the table` }));
    const go = button(name, () => place(name).scrollIntoView({ block: "start" }), { class: "link" });
    return element("tr", {}, element("td", {}, go), element("td", {}, ...(result ? [badge(result)] : ["–"])), why);
  });
  byId("scenario-table").replaceChildren(element("table", { class: "results" }, element("caption", { class: "unseen" }, "How all went"), element("thead", {}, head), element("tbody", {}, ...rows)));
}

hear("reset", () => (isStopped = true));
