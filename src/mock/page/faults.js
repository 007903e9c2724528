import { call } from "./api.js";
import { element, prose, say } from "./dom.js";

// The faults that there are, each with its parameters, and the rules that are in force.

/** @type {any[] | null} */
let catalogue = null;
let rendered = "";

/** @param {HTMLElement} panel @param {any} state */
export async function showFaults(panel, state) {
  if (!state) return;
  if (!catalogue) {
    catalogue = [];
    try {
      catalogue = await call("GET", "/faults/catalogue");
    } catch (error) {
      catalogue = null;
      return say(error.message, true);
    }
    const points = new Map(catalogue.map(({ point, when }) => [point, when]));
    panel.replaceChildren(
      element("div", { id: "faults-active", class: "stack" }),
      ...[...points].flatMap(([point, when]) => [
        element("h3", {}, `${point}: ${when}`),
        ...catalogue.filter((row) => row.point === point).map(item),
      ]),
    );
  }
  const rules = JSON.stringify(state.faults);
  if (rules === rendered) return;
  rendered = rules;
  panel.querySelector("#faults-active")?.replaceChildren(...active(state.faults));
}

/** @param {any[]} rules */
function active(rules) {
  if (rules.length === 0) return [element("p", { class: "quiet" }, "No fault is in force.")];
  const remove = (path, name) => async () => {
    try {
      await call("DELETE", path);
      say(`Removed: ${name}`);
    } catch (error) {
      say(error.message, true);
    }
  };
  return [
    element("p", { class: "row" }, element("b", { class: "grow" }, `${rules.length} in force`), element("button", { onclick: remove("/faults", "all faults") }, "Remove all")),
    ...rules.map(({ id, rule }) =>
      element(
        "p",
        { class: "row" },
        element("code", { class: "grow" }, JSON.stringify(rule)),
        element("button", { "aria-label": `Remove ${rule.action}`, onclick: remove(`/faults/${id}`, rule.action) }, "Remove"),
      ),
    ),
  ];
}

/** @param {any} row */
function item({ name, doc, parameters }) {
  const inputs = [
    ...parameters.map((parameter) => ({ ...parameter, isText: !parameter.isNumber })),
    { name: "times", placeholder: "for ever" },
    { name: "probability", placeholder: "1" },
  ];
  return element(
    "form",
    { class: "item", onsubmit: (event) => submit(event, name, inputs) },
    element("p", { class: "row" }, element("b", { class: "grow" }, name), element("button", { "aria-label": `Add ${name}` }, "Add")),
    element("p", { class: "quiet" }, prose(doc)),
    element(
      "p",
      { class: "row" },
      ...inputs.map((input) =>
        element(
          "label",
          { title: [input.doc, input.values].filter(Boolean).join(" ") },
          input.name,
          element("input", {
            name: input.name,
            type: input.isText ? "text" : "number",
            step: "any",
            min: input.min,
            max: input.max,
            required: input.required === true,
            placeholder: input.placeholder ?? (input.required ? "required" : ""),
          }),
        ),
      ),
    ),
  );
}

/**
 * @param {SubmitEvent & { currentTarget: HTMLFormElement }} event
 * @param {string} name
 * @param {any[]} inputs
 */
async function submit(event, name, inputs) {
  event.preventDefault();
  /** @type {any} */
  const rule = { action: name };
  for (const input of inputs) {
    const { value } = event.currentTarget.elements.namedItem(input.name);
    if (value !== "") rule[input.name] = input.isText ? value : Number(value);
  }
  try {
    await call("POST", "/faults", rule);
    say(`In force: ${name}`);
  } catch (error) {
    say(error.message, true);
  }
}
