import { call } from "./api.js";
import { element, prose, say } from "./dom.js";

// The shipped scenarios, and how the last one went.

let isFilled = false;
let rendered = "";

/** @param {HTMLElement} panel */
export async function showScenarios(panel) {
  try {
    if (!isFilled) {
      isFilled = true;
      const scenarios = await call("GET", "/scenarios");
      panel.replaceChildren(element("div", { id: "scenario-result", class: "stack" }), ...scenarios.map(item));
    }
    const result = await call("GET", "/scenarios/result");
    const text = JSON.stringify(result);
    if (text === rendered) return;
    rendered = text;
    panel.querySelector("#scenario-result")?.replaceChildren(...view(result));
  } catch (error) {
    isFilled = false;
    say(error.message, true);
  }
}

/** @param {{ running: string | null, outcome: any }} played */
function view({ running, outcome }) {
  if (running) {
    const hint = "It begins with the next client that connects; Reset ends it.";
    return [head(running, "plain", "running"), element("p", { class: "quiet" }, hint)];
  }
  if (!outcome) return [element("p", { class: "quiet" }, "A scenario begins with the next client that connects.")];
  const { scenario, met: isMet, verdicts, note } = outcome;
  return [
    head(scenario, isMet ? "good" : "bad", isMet ? "passed" : "failed"),
    ...(note ? [element("p", { class: "quiet" }, note)] : []),
    ...verdicts.map(({ sentence, met }) =>
      element(
        "p",
        { class: "row" },
        element("span", { class: `badge ${met ? "good" : "bad"}` }, met ? "met" : "unmet"),
        element("span", { class: "grow" }, prose(sentence)),
      ),
    ),
  ];
}

/** @param {string} name @param {string} colour @param {string} state */
const head = (name, colour, state) =>
  element("p", { class: "row" }, element("b", { class: "grow" }, prose(name)), element("span", { class: `badge ${colour}` }, state));

/** @param {{ name: string, scenario: string }} shipped */
function item({ name, scenario }) {
  const run = async () => {
    try {
      await call("POST", "/scenarios", { name });
      say("It begins with the next client that connects.");
    } catch (error) {
      say(error.message, true);
    }
  };
  const button = element("button", { "aria-label": `Run ${name}`, onclick: run }, "Run");
  return element("div", { class: "item" }, element("p", { class: "row" }, element("b", { class: "grow" }, name), button), element("p", { class: "quiet" }, prose(scenario)));
}
