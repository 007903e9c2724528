import { call } from "./api.js";
import { byId, element, say } from "./dom.js";

// The clock of the mock, its traffic, test tokens, and the way back to the start.

let isFilled = false;

/** @param {HTMLElement} panel @param {any} state */
export function showClock(panel, state) {
  if (!state) return;
  if (!isFilled) fill(panel, state);
  byId("clock-now").textContent = new Date(state.nowMs).toISOString();
}

/** @param {HTMLElement} panel @param {any} state */
function fill(panel, state) {
  isFilled = true;
  const advance = (label, advanceMs) => element("button", { onclick: () => callAndSay(`The clock is ${label} ahead`, "POST", "/clock", { advanceMs }) }, `+${label}`);
  panel.replaceChildren(
    element(
      "div",
      { class: "stack" },
      element("p", {}, "Now ", element("code", { id: "clock-now" })),
      element("p", { class: "row" }, advance("1 min", 60_000), advance("10 min", 600_000), advance("2 h", 7_200_000)),
      setting("Time scale", state.timeScale, (timeScale) => ["POST", "/clock", { timeScale }]),
      setting("Events a second", state.rate, (rate) => ["POST", "/traffic", { rate }]),
      element(
        "form",
        { class: "row", onsubmit: token },
        element("label", {}, "Tenant", element("input", { type: "text", name: "tenant", value: "tenant-123", required: true })),
        element("label", {}, "User", element("input", { type: "text", name: "user", value: "user-456", required: true })),
        element("button", {}, "Copy a test token"),
      ),
      element("p", {}, element("button", { onclick: () => callAndSay("As at the start", "POST", "/reset") }, "Reset the mock")),
    ),
  );
}

/**
 * @param {string} name
 * @param {number} value
 * @param {(value: number) => [string, string, unknown]} callOf
 */
function setting(name, value, callOf) {
  const input = element("input", { type: "number", min: "0", step: "any", value, required: true });
  const submit = (event) => {
    event.preventDefault();
    callAndSay(`${name}: ${input.value}`, ...callOf(Number(input.value)));
  };
  return element("form", { class: "row", onsubmit: submit }, element("label", {}, name, input), element("button", {}, "Set"));
}

/** @param {string} text @param {string} method @param {string} path @param {unknown} [body] */
async function callAndSay(text, method, path, body) {
  try {
    await call(method, path, body);
    say(text);
  } catch (error) {
    say(error.message, true);
  }
}

/** @param {SubmitEvent & { currentTarget: HTMLFormElement }} event */
async function token(event) {
  event.preventDefault();
  try {
    const query = new URLSearchParams(/** @type {any} */ (new FormData(event.currentTarget)));
    const { token } = await call("GET", `/token?${query}`);
    await navigator.clipboard.writeText(token);
    say("A token is in the clipboard");
  } catch (error) {
    say(error.message, true);
  }
}
