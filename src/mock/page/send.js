import { call } from "./api.js";
import { button, byId, copy, counted, element, hear, markWrong, say, sayAt, tell, works } from "./dom.js";
import { beginning, fieldsOf, mark, showValues, write } from "./fields.js";
import { savedEvents } from "./saved.js";
import { asCurl, check, repeatsOf, send, textOf } from "./sending.js";
import { ask, offer } from "./whom.js";

// The form that sends an event. What is sent is the text below the fields; the id, the time and the tenant
// are left to the mock unless they stand in it.

/** How long after the last key it is checked. */
const PAUSE_MS = 250;

/** @type {any[] | null} */
let fixtures = null;
/** What the fields write to. @type {any} */
let frame = {};
/** What the last Send sent, to be repeated. @type {any[]} */
let repeats = [];
/** Which check is the last. */
let checks = 0;
let timer = 0;
/** The form is that of the type which was chosen. @type {Promise<void>} */
let chosen = Promise.resolve();
/** Stops what is being sent again and again. @type {AbortController | null} */
let running = null;

/** @param {HTMLElement} panel */
export async function showSend(panel) {
  if (!fixtures) {
    fixtures = [];
    try {
      fixtures = (await call("GET", "/fixtures")).filter(({ folder, name }) => folder === "events" && !name.includes("--"));
      panel.replaceChildren(...form());
      await choose(fixtures[0].name);
    } catch (error) {
      fixtures = null;
      return say(error.message, true);
    }
  }
  await ask().catch(() => {});
  if (byId("send-to")) offer(byId("send-to"));
}

function form() {
  const loose = element("input", { type: "checkbox", id: "send-loose", onchange: loosen });
  const raw = element("input", { type: "checkbox", id: "send-raw", onchange: soon });
  return [
    element(
      "form",
      { id: "send-form", onsubmit: submit, onkeydown: hurry, novalidate: true },
      element(
        "div",
        { class: "body stack" },
        element(
          "div",
          { class: "field" },
          element("label", { for: "send-type" }, "Event"),
          element("select", { id: "send-type", "aria-describedby": "send-verdict", onchange: picked }, ...fixtures.map(({ name }) => element("option", { value: name }, name)), element("option", { value: "" }, "another type …")),
          element("input", { id: "send-other", hidden: true, "aria-label": "Another type", placeholder: "a type that nobody knows", autocomplete: "off", spellcheck: "false", oninput: typed }),
          element("label", { for: "send-to" }, "To"),
          element("select", { id: "send-to", onchange: soon }, element("option", { value: "" }, "everybody")),
        ),
        savedEvents(order, ({ text, to }) => take(text, to)),
        element("div", { class: "stack", id: "send-fields", oninput: filled, onchange: filled }),
        element("label", { class: "stack" }, "Frame", element("textarea", { id: "send-frame", spellcheck: "false", "aria-describedby": "send-wrong", oninput: edited })),
        element("p", { id: "send-wrong", class: "wrong", hidden: true }),
        element("p", { class: "row" }, element("label", {}, loose, "Send it even if it is wrong"), element("label", { id: "send-raw-label", hidden: true }, raw, "as it stands: fill nothing in")),
      ),
      element(
        "div",
        { class: "foot stack" },
        element("p", { id: "send-verdict", class: "quiet" }),
        element(
          "p",
          { class: "row" },
          element("button", { class: "primary", id: "send-go", title: "Ctrl+Enter, too" }, "Send"),
          button("Send as a repeat", repeat, { id: "send-repeat", disabled: true, title: "The last one again, with the same id and time: clients should drop it" }),
          element(
            "span",
            { class: "row", title: "By this tab: closing it ends that" },
            element("label", {}, element("input", { type: "number", id: "send-times", min: 0, max: 100000, value: 1, required: true, title: "0 is until you stop" }), "times"),
            element("label", {}, "every", element("input", { type: "number", id: "send-every", min: 0, max: 3600000, value: 0, required: true }), "ms"),
          ),
          button("Copy as frame", copyFrame),
          button("Copy as curl", () => copy(asCurl(order()), "the call that sends it")),
        ),
        element("output", { id: "send-said", for: "send-frame" }),
      ),
    ),
  ];
}

const order = () => ({ text: byId("send-frame").value, to: byId("send-to").value, isLoose: byId("send-loose").checked, isRaw: byId("send-raw").checked });

/** The type that the form is for. */
const typeOf = () => byId("send-type").value || byId("send-other").value.trim();

/** Begins with the example of a type; whoever sends at once waits for it. @param {string} type */
const choose = (type) => (chosen = begin(type));

/** @param {string} type */
async function begin(type) {
  byId("send-verdict").textContent = "One moment …";
  const fixture = fixtures.find(({ name }) => name === type);
  byId("send-type").value = fixture ? type : "";
  byId("send-other").hidden = !!fixture;
  byId("send-other").value = fixture ? "" : type;
  const schema = fixture && (await call("GET", `/schema/events/${encodeURIComponent(type)}`));
  // Somebody may have typed on meanwhile.
  if (typeOf() !== type) return;
  frame = schema ? { type, data: beginning(schema, fixture.frame.data) } : { type, data: {} };
  byId("send-fields").replaceChildren(...(schema ? fieldsOf(schema) : []));
  show();
}

function show() {
  showValues(byId("send-fields"), frame);
  byId("send-frame").value = textOf(frame, 2);
  soon();
}

function picked() {
  if (byId("send-type").value) return choose(typeOf()).catch((error) => say(error.message, true));
  byId("send-other").hidden = false;
  byId("send-other").focus();
  typed();
}

/** A type that nobody knows keeps the data of the last one. */
function typed() {
  byId("send-fields").replaceChildren();
  frame = { ...frame, type: typeOf() };
  show();
}

/** @param {Event} event */
function filled({ target }) {
  write(target, frame);
  byId("send-frame").value = textOf(frame, 2);
  soon();
}

/** Takes what was written by hand into the fields. */
function edited() {
  try {
    const object = JSON.parse(byId("send-frame").value);
    if (object && typeof object === "object" && !Array.isArray(object)) {
      frame = object;
      if (typeof object.type === "string" && object.type !== typeOf()) {
        const text = byId("send-frame").value;
        choose(object.type).then(() => {
          frame = object;
          showValues(byId("send-fields"), frame);
          byId("send-frame").value = text;
        });
      } else showValues(byId("send-fields"), frame);
    }
  } catch {
    // It is not done yet.
  }
  soon();
}

/** Takes a whole order, of a saved event or of the log. @param {string} text @param {string} [to] @param {boolean} [isRaw] */
async function take(text, to = "", isRaw = false) {
  let type;
  try {
    ({ type } = JSON.parse(text));
  } catch {
    // What is no JSON is sent as it stands.
  }
  const select = byId("send-to");
  if (to && ![...select.options].some(({ value }) => value === to)) select.append(element("option", { value: to }, to));
  select.value = to;
  offer(select);
  if (typeof type === "string") await choose(type);
  byId("send-frame").value = text;
  byId("send-loose").checked = isRaw;
  byId("send-raw").checked = isRaw;
  byId("send-raw-label").hidden = !isRaw;
  edited();
}

function loosen() {
  const { checked } = byId("send-loose");
  byId("send-raw-label").hidden = !checked;
  if (!checked) byId("send-raw").checked = false;
  soon();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(checkIt, PAUSE_MS);
}

/** Says what it is before it is sent. */
async function checkIt() {
  const at = ++checks;
  const now = order();
  try {
    const answer = await check(now);
    if (at !== checks) return;
    wrong(answer.error && now.isLoose ? answer : null);
    byId("send-verdict").replaceChildren(...verdict(answer));
  } catch (error) {
    if (at !== checks) return;
    wrong(error);
    byId("send-verdict").replaceChildren(error.status === 404 ? "Nobody would get it." : error.status ? "Clients would refuse it." : "It cannot be checked.");
  }
}

/** @param {any} answer */
function verdict({ verdict, nearest, error }) {
  if (verdict === "event") return ["Clients can read it."];
  if (verdict === "unknown") {
    const use = nearest ? [" Nearest: ", button(nearest, () => choose(nearest))] : [];
    return ["No event has this type: clients get it as unknown.", ...use];
  }
  return [error ? "It is wrong: clients refuse it." : `Clients read it as: ${verdict}.`];
}

/** Shows what is wrong where it is. @param {{ path?: string, message?: string, error?: string } | null} error */
function wrong(error) {
  const why = error?.message ?? error?.error ?? "";
  const isField = mark(byId("send-fields"), error?.path, why.replace(/^.*?: at \$[^:]*: /, "")) && !!error;
  const below = byId("send-wrong");
  below.hidden = !error || isField;
  below.textContent = why;
  markWrong(byId("send-frame"), !!error && !isField);
}

/** @param {KeyboardEvent & { currentTarget: HTMLFormElement }} event */
function hurry({ key, ctrlKey, metaKey, currentTarget }) {
  if (key === "Enter" && (ctrlKey || metaKey)) currentTarget.requestSubmit();
}

/** @param {SubmitEvent} event */
async function submit(event) {
  event.preventDefault();
  if (running) return running.abort();
  await chosen.catch(() => {});
  const now = order();
  again(async () => {
    const answer = await send(now);
    repeats = repeatsOf(now, answer);
    byId("send-repeat").disabled = false;
    return answer;
  });
}

function repeat() {
  if (running) return;
  again(async () => {
    const answers = [];
    for (const order of repeats) answers.push(await send(order));
    return { ...answers[0], receivers: answers.reduce((sum, { receivers }) => sum + receivers, 0), isRepeat: true };
  });
}

/** Does it as often as the form says. @param {() => Promise<any>} act */
async function again(act) {
  if (!isPace("times", "times") || !isPace("every", "milliseconds")) return;
  const asked = byId("send-times").valueAsNumber;
  const times = asked || Infinity;
  const of = asked ? ` of ${times}` : "";
  const every = byId("send-every").valueAsNumber;
  const { signal } = (running = new AbortController());
  const said = byId("send-said");
  let sent = 0;
  if (times > 1) works("send", false);
  try {
    let answer;
    const start = performance.now();
    for (; sent < times && !signal.aborted; sent += 1) {
      if (sent === 1) byId("send-go").textContent = "Stop";
      const wait = start + sent * every - performance.now();
      if (wait > 0) await pause(wait, signal);
      if (signal.aborted) break;
      answer = await act();
      if (times > 1) sayAt(said, `${sent + 1}${of}, as long as this tab is open`);
    }
    const what = told(answer);
    sayAt(said, times > 1 ? `${signal.aborted ? "Stopped: s" : "S"}ent ${sent}${of}, the last ${what}` : `Sent ${what}`, answer.verdict === "invalid" || !answer.receivers);
    say(said.textContent);
    wrong(answer.error ? answer : null);
  } catch (error) {
    wrong(error);
    sayAt(said, `Not sent: ${error.message}`, true);
    say(said.textContent, true);
  } finally {
    running = null;
    works("send", true);
    byId("send-go").textContent = "Send";
    tell("changed");
  }
}

/** Whether a number of the pace may be: one that is absent is no 0, which has no end. @param {string} of @param {string} unit */
function isPace(of, unit) {
  const input = byId(`send-${of}`);
  const isRight = input.checkValidity();
  markWrong(input, !isRight);
  if (isRight) return true;
  const why = `Not sent: expected a whole number of ${unit} from ${input.min} to ${input.max}${input.title && `; ${input.title}`}`;
  sayAt(byId("send-said"), why, true);
  say(why, true);
  input.focus();
  return false;
}

/** @param {number} ms @param {AbortSignal} signal */
const pause = (ms, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve(undefined)), { once: true });
  });

/** @param {any} answer */
function told({ receivers, verdict, nearest, error, isRepeat }) {
  const near = nearest ? `, nearest is ${nearest}` : "";
  const what = verdict === "event" ? "" : ` as ${verdict}${near}${error ? `: ${error}` : ""}`;
  const whom = receivers ? counted(receivers, "client") : "nobody";
  return `${isRepeat ? "as a repeat " : ""}to ${whom}${what}${receivers ? "" : ". No such client is connected"}`;
}

async function copyFrame() {
  await chosen.catch(() => {});
  const now = order();
  try {
    const { frames } = now.isRaw ? { frames: null } : await check({ ...now, isLoose: true });
    await copy(frames ? frames.map((it) => textOf(it)).join("\n") : now.text, "the frame, filled in");
  } catch (error) {
    say(error.message, true);
  }
}

hear("compose", async ({ text, to, isRaw }) => {
  tell("choose", "send");
  await showSend(byId("panel-send"));
  if (text !== undefined) await take(text, to, isRaw);
  else {
    byId("send-to").value = to;
    soon();
  }
});
