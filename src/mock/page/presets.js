import { button, element } from "./dom.js";

// Several faults at once, for what happens to people. For each a function of how many they concern.

const PRESETS = [
  {
    name: "A deploy",
    about: "Everybody is closed with 1001, then refused with 503 once.",
    rules: (count) => [
      { action: "close", code: 1001, times: count },
      { action: "http_status", status: 503, times: count },
    ],
  },
  {
    name: "A flaky phone",
    about: "Events are late by up to 3 seconds, one in ten is lost, and the connection is cut every 20 seconds or so.",
    rules: () => [
      { action: "delay", ms: 300, jitterMs: 2700 },
      { action: "drop", probability: 0.1 },
      { action: "reset", afterMs: 20_000, probability: 0.7 },
    ],
  },
  {
    name: "A token storm",
    about: "All tokens expire at once, and the first new one of each client is refused.",
    rules: (count) => [
      { action: "token_expiry", times: count },
      { action: "auth_error", code: "UNAUTHORIZED", times: count },
    ],
  },
];

/** @param {(rules: (count: number) => any[]) => void} add */
export function presets(add) {
  return element(
    "div",
    { class: "item", id: "fault-presets" },
    ...PRESETS.map(({ name, about, rules }) =>
      element(
        "div",
        { class: "preset", "data-faults": rules(1).map(({ action }) => action).join(" ") },
        button(name, () => add(rules), { "aria-label": `Add the preset: ${name}` }),
        element("span", { class: "quiet" }, about),
      ),
    ),
  );
}
