import { element, markWrong } from "./dom.js";

// The fields of a form for an event: from its schema, with the values of a frame.

const EMPTY = {
  time: "now, on the clock of the mock",
  tenant: "the tenant of whoever gets it",
  eventId: "a new one",
};

/** What stands in a list of values for any other; no value of the protocol is like it. */
const OTHER = "…";

/** What a reference leads to; what stands beside it counts. @param {any} schema @param {any} its */
function follow(schema, its) {
  const arm = its.allOf?.length === 1 ? { ...its, ...its.allOf[0], description: its.description } : its;
  const name = arm.$ref?.split("/").pop();
  return name ? { ...schema.$defs[name], ...arm, title: undefined } : arm;
}

/** What the schema says of a key. @param {any} schema @param {any} given */
function facts(schema, given) {
  const its = follow(schema, given);
  const arms = [its, ...(its.anyOf ?? []).map((arm) => follow(schema, arm))].flatMap((arm) => [arm, ...(arm.anyOf ?? [])]);
  const types = arms.flatMap(({ type }) => type ?? []);
  return { its, types, values: arms.find((arm) => arm.enum)?.enum, isTime: arms.some(({ format }) => format === "date-time") };
}

/** The keys of the data, as the payload lists them: first what has to be there. @param {any} schema */
function keysOf(schema) {
  const { properties = {}, required = [] } = follow(schema, schema.properties.data ?? {});
  const optional = Object.keys(properties).filter((key) => !required.includes(key));
  return [...required, ...optional].map((key) => ({ key, isRequired: required.includes(key), ...facts(schema, properties[key]) }));
}

/** The data that a form begins with: of the example, but for what the mock knows best. @param {any} schema @param {any} example */
export function beginning(schema, example) {
  const data = { ...example };
  for (const { key, isTime } of keysOf(schema)) if (isTime || key === "tenantId") delete data[key];
  return data;
}

/** The fields. @param {any} schema */
export function fieldsOf(schema) {
  const envelope = [
    { key: "eventId", path: "$.eventId", placeholder: EMPTY.eventId, types: ["string"], its: { description: "The id by which a client tells a repeat." } },
    { key: "timestamp", path: "$.timestamp", placeholder: EMPTY.time, types: ["string"], its: { description: "When it happened. With one of your own, nothing else is filled in." } },
  ];
  const data = keysOf(schema).map((it) => {
    const isLeft = it.isRequired && (it.isTime || it.key === "tenantId");
    const placeholder = isLeft ? (it.isTime ? EMPTY.time : EMPTY.tenant) : it.isRequired ? "" : "absent";
    return { ...it, path: `$.data.${it.key}`, placeholder };
  });
  return [
    ...data.map(field),
    element("details", { class: "stack" }, element("summary", {}, "Id and time"), ...envelope.map(field)),
  ];
}

/** @param {any} it */
function field({ key, path, its, types, values, placeholder, isRequired }) {
  const id = `send-${path.replace(/\W+/g, "-")}`;
  const common = { id, "data-path": path, "data-types": types.join(" "), "aria-describedby": `${id}-about ${id}-wrong`, placeholder };
  let input;
  if (types.includes("boolean")) {
    const options = isRequired ? ["true", "false"] : ["", "true", "false"];
    input = element("select", common, ...options.map((value) => element("option", { value }, value || "absent")));
  } else if (values && !types.includes("array")) input = choices(common, values, isRequired ? [] : [""]);
  else if (types.includes("number") || types.includes("integer")) input = element("input", { ...common, type: "number", step: "any" });
  else input = element("input", { ...common, type: "text", autocomplete: "off", spellcheck: "false" });
  const about = `${its.description ?? ""}${types.includes("array") ? " Separated by commas." : ""}${isRequired === false ? " Optional." : ""}`;
  return element(
    "div",
    { class: "field" },
    element("label", { for: id }, key),
    input,
    element("small", { id: `${id}-about` }, about),
    element("small", { id: `${id}-wrong`, class: "wrong", hidden: true }),
  );
}

/** The values of an open enumeration, and one more that becomes a field for any other. @param {any} common @param {string[]} values @param {string[]} before */
function choices(common, values, before) {
  const options = [...before, ...values].map((value) => element("option", { value }, value || "absent"));
  const select = element("select", common, ...options, element("option", { value: OTHER }, "another value …"));
  select.addEventListener("change", (event) => {
    if (select.value !== OTHER) return;
    event.stopPropagation();
    const input = element("input", { ...common, type: "text", autocomplete: "off", spellcheck: "false", placeholder: "a value that nobody knows" });
    select.replaceWith(input);
    input.focus();
  });
  return select;
}

/** The inputs of the fields. @param {Element} place @returns {any[]} */
const inputs = (place) => [...place.querySelectorAll("[data-path]")];

/** Shows the values of a frame. @param {Element} place @param {any} frame */
export function showValues(place, frame) {
  for (const input of inputs(place)) {
    if (input === document.activeElement) continue;
    const [, ...keys] = input.dataset.path.split(".");
    const value = keys.reduce((object, key) => object?.[key], frame);
    if (input.tagName === "SELECT" && ![...input.options].some((it) => it.value === String(value ?? ""))) input.prepend(element("option", { value: String(value ?? "") }, String(value ?? "absent")));
    input.value = Array.isArray(value) ? value.join(", ") : (value ?? "").toString();
  }
}

/** Writes a field into a frame. @param {any} input @param {any} frame */
export function write(input, frame) {
  const [, ...keys] = input.dataset.path.split(".");
  const key = keys.pop();
  // What was written by hand may be anything.
  if (keys.length && (typeof frame.data !== "object" || frame.data === null || Array.isArray(frame.data))) frame.data = {};
  const object = keys.length ? frame.data : frame;
  const value = valueOf(input);
  if (value === undefined) delete object[key];
  else object[key] = value;
}

/** @param {any} input */
function valueOf({ type, value, dataset }) {
  const types = dataset.types.split(" ");
  if (value === "") return types.includes("null") ? null : undefined;
  if (types.includes("boolean")) return value === "true";
  if (types.includes("array")) return value.split(",").map((part) => part.trim());
  return type === "number" ? Number(value) : value;
}

/** Marks the field at a path as wrong, and takes the marks from the others; false if there is none. @param {Element} place @param {string} [path] @param {string} [why] */
export function mark(place, path, why = "") {
  let isFound = false;
  for (const input of inputs(place)) {
    const its = input.dataset.path;
    const isWrong = path !== undefined && (path === its || path.startsWith(`${its}.`) || path.startsWith(`${its}[`));
    const wrong = document.getElementById(`${input.id}-wrong`);
    wrong.hidden = !isWrong;
    wrong.textContent = isWrong ? why : "";
    markWrong(input, isWrong);
    if (isWrong) {
      const closed = input.closest("details");
      if (closed) closed.open = true;
      isFound = true;
    }
  }
  return isFound;
}
