import { call } from "./api.js";
import { element, say } from "./dom.js";

// The shipped scenarios, and what the one that runs has shown.

let isFilled = false;
let shown = "";

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
    if (text === shown) return;
    shown = text;
    panel.querySelector("#scenario-result")?.replaceChildren(...view(result));
  } catch (error) {
    isFilled = false;
    say(error.message, true);
  }
}

/** @param {any} result */
function view(result) {
  if (!result) return [element("p", { class: "quiet" }, "A scenario starts with the next client that connects.")];
  const { name, state, expectations } = result;
  return [
    element("p", { class: "row" }, element("b", { class: "grow" }, name), element("span", { class: "badge plain" }, state)),
    ...(expectations ?? []).map(({ sentence, met, seen }) =>
      element(
        "p",
        { class: "row" },
        element("span", { class: `badge ${met === true ? "good" : met === false ? "bad" : "plain"}` }, met === true ? "met" : met === false ? "unmet" : "open"),
        element("span", { class: "grow" }, seen && met === false ? `${sentence} ${seen}` : sentence),
      ),
    ),
  ];
}

/** @param {any} scenario */
function item({ name, file }) {
  const run = async () => {
    try {
      await call("POST", "/scenarios", { file });
      say("It starts with the next client that connects.");
    } catch (error) {
      say(error.message, true);
    }
  };
  return element("div", { class: "item" }, element("p", { class: "row" }, element("span", { class: "grow" }, name), element("button", { "aria-label": `Run ${name}`, onclick: run }, "Run")));
}
