import { call } from "./api.js";
import { button, byId, copy, element, say, sayAt, tell } from "./dom.js";

// The clock of the mock, its traffic, test tokens, and the way back to the start.

const STEPS = [
  ["1 min", 60_000],
  ["10 min", 600_000],
  ["1 h", 3_600_000],
  ["2 h", 7_200_000],
  ["1 day", 86_400_000],
];

let isFilled = false;

/** @param {HTMLElement} panel @param {any} state */
export function showClock(panel, state) {
  if (!state) return;
  if (!isFilled) {
    isFilled = true;
    panel.replaceChildren(...view(state));
  }
  byId("clock-now").textContent = new Date(state.nowMs).toISOString();
}

/** @param {any} state */
function view(state) {
  const advance = ([label, advanceMs]) => button(`+${label}`, () => does(`The clock is ${label} ahead`, "POST", "/clock", { advanceMs }));
  return [
    element(
      "div",
      { class: "body stack" },
      element("p", {}, "It is ", element("code", { id: "clock-now" }), " for the mock. What is sent bears this time."),
      element("p", { class: "row" }, ...STEPS.map(advance)),
      element("output", { id: "clock-said" }),
      setting("Time scale", "Seconds of the clock in a real one; 0 lets it stand.", state.timeScale, (timeScale) => ["POST", "/clock", { timeScale }]),
      setting("Events a second", "Of each tenant, as long as somebody of it is connected.", state.rate, (rate) => ["POST", "/traffic", { rate }]),
      setting("Seed", "The traffic begins anew, and follows from it.", state.seed, (seed) => ["POST", "/traffic", { seed }]),
      element(
        "form",
        { class: "stack", onsubmit: token },
        element(
          "p",
          { class: "row" },
          element("label", {}, "Tenant", element("input", { type: "text", name: "tenant", value: "tenant-123", required: true })),
          element("label", {}, "User", element("input", { type: "text", name: "user", value: "user-456", required: true })),
          element("label", {}, "for", element("input", { type: "number", name: "expiresIn", value: 900, min: 1, max: 4294967295, required: true }), "s"),
          element("button", {}, "Copy a test token"),
        ),
      ),
      element("p", { class: "row" }, button("Reset the mock", reset), element("span", { class: "quiet" }, "Kicks everybody; faults, log, clock and traffic are as at the start.")),
    ),
  ];
}

/** @param {string} name @param {string} about @param {number} value @param {(value: number) => [string, string, unknown]} callOf */
function setting(name, about, value, callOf) {
  const input = element("input", { type: "number", min: "0", step: "any", value, required: true });
  const submit = (event) => {
    event.preventDefault();
    does(`${name}: ${input.value}`, ...callOf(Number(input.value)));
  };
  return element("form", { class: "row", onsubmit: submit }, element("label", { title: about }, name, input), element("button", { "aria-label": `Set: ${name}` }, "Set"), element("span", { class: "quiet" }, about));
}

async function reset() {
  tell("reset");
  await does("As at the start", "POST", "/reset");
  isFilled = false;
}

/** @param {string} text @param {string} method @param {string} path @param {unknown} [body] */
async function does(text, method, path, body) {
  try {
    await call(method, path, body);
    sayAt(byId("clock-said"), text);
    say(text);
  } catch (error) {
    sayAt(byId("clock-said"), error.message, true);
    say(error.message, true);
  }
  tell("changed");
}

/** @param {SubmitEvent & { currentTarget: HTMLFormElement }} event */
async function token(event) {
  event.preventDefault();
  try {
    const query = new URLSearchParams(/** @type {any} */ (new FormData(event.currentTarget)));
    const { token } = await call("GET", `/token?${query}`);
    await copy(token, "a test token");
  } catch (error) {
    say(error.message, true);
  }
}
