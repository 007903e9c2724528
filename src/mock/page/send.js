import { call } from "./api.js";
import { byId, counted, element, say } from "./dom.js";

// The form that sends an event: its fields come from the event's schema, their values from its
// fixture. What is sent is the text below the fields, so that it may also be edited, and be wrong.

/** @type {any[] | null} */
let fixtures = null;

/** @param {HTMLElement} panel */
export async function showSend(panel) {
  if (fixtures) return;
  fixtures = [];
  try {
    fixtures = (await call("GET", "/fixtures")).filter(({ folder, name }) => folder === "events" && !name.includes("--"));
  } catch (error) {
    fixtures = null;
    return say(error.message, true);
  }
  const choice = element(
    "select",
    { id: "send-type", onchange: () => fill(choice.value) },
    ...fixtures.map(({ name }) => element("option", { value: name }, name)),
  );
  panel.replaceChildren(
    element(
      "form",
      { class: "stack", id: "send-form", onsubmit: submit },
      element("label", { class: "field" }, element("span", {}, "Event"), choice),
      element("div", { class: "stack", id: "send-fields", oninput: write }),
      element("label", { class: "stack" }, element("span", { class: "quiet" }, "Frame"), element("textarea", { id: "send-frame", spellcheck: "false" })),
      element(
        "p",
        { class: "row" },
        element("label", {}, element("input", { type: "checkbox", id: "send-raw" }), "unchecked: send it even if it is wrong"),
        element("span", { class: "grow" }),
        element("button", { class: "primary" }, "Send"),
      ),
    ),
  );
  await fill(choice.value);
}

/** The frame that the fields write to. @type {any} */
let frame = {};

/** @param {string} type */
async function fill(type) {
  const fixture = fixtures.find(({ name }) => name === type);
  frame = structuredClone(fixture.frame);
  delete frame.eventId;
  frame.timestamp = new Date().toISOString();
  try {
    const schema = await call("GET", `/schema/events/${type}`);
    const data = follow(schema, schema.properties.data ?? {});
    // As the payload lists them: first what has to be there.
    const { properties = {}, required = [] } = data;
    const optional = Object.keys(properties).filter((key) => !required.includes(key));
    byId("send-fields").replaceChildren(
      ...required.map((key) => field(schema, key, properties[key], true)),
      ...optional.map((key) => field(schema, key, properties[key], false)),
    );
  } catch (error) {
    say(error.message, true);
  }
  byId("send-frame").value = JSON.stringify(frame, null, 2);
}

/** What a reference leads to; what stands beside it counts. @param {any} schema @param {any} its */
function follow(schema, its) {
  const name = its.$ref?.split("/").pop();
  return name ? { ...schema.$defs[name], ...its } : its;
}

/**
 * @param {any} schema
 * @param {string} key
 * @param {any} given
 * @param {boolean} isRequired
 */
function field(schema, key, given, isRequired) {
  const its = follow(schema, given);
  const arms = [its, ...(its.anyOf ?? []).map((arm) => follow(schema, arm))].flatMap((arm) => [arm, ...(arm.anyOf ?? [])]);
  const values = arms.find((arm) => arm.enum)?.enum;
  const types = arms.flatMap(({ type }) => type ?? []);
  const value = frame.data?.[key];
  const id = `send-${key}`;
  const common = { id, name: key, "data-types": types.join(" "), "aria-describedby": `${id}-about` };
  let input;
  if (types.includes("boolean")) input = element("input", { ...common, type: "checkbox", checked: value === true });
  else if (types.includes("number") || types.includes("integer")) {
    input = element("input", { ...common, type: "number", step: "any", min: its.minimum, max: its.maximum, value: value ?? "" });
  } else input = element("input", { ...common, type: "text", list: values && `${id}-values`, value: Array.isArray(value) ? value.join(", ") : (value ?? "") });
  const list = values ? [element("datalist", { id: `${id}-values` }, ...values.map((it) => element("option", { value: it })))] : [];
  const about = `${its.description ?? ""}${isRequired ? "" : " Optional: empty is absent."}`;
  return element("div", { class: "field" }, element("label", { for: id }, key), input, ...list, element("small", { id: `${id}-about` }, about));
}

/** Writes the fields into the frame. */
function write() {
  for (const input of byId("send-fields").querySelectorAll("input")) {
    const value = read(input);
    frame.data ??= {};
    if (value === undefined) delete frame.data[input.name];
    else frame.data[input.name] = value;
  }
  byId("send-frame").value = JSON.stringify(frame, null, 2);
}

/** @param {HTMLInputElement} input */
function read({ type, checked, value, dataset }) {
  const types = dataset.types.split(" ");
  if (type === "checkbox") return checked;
  if (value === "") return types.includes("null") ? null : types.includes("array") ? [] : undefined;
  if (types.includes("array")) return value.split(",").map((part) => part.trim());
  return type === "number" ? Number(value) : value;
}

/** @param {SubmitEvent} event */
async function submit(event) {
  event.preventDefault();
  const raw = byId("send-raw").checked;
  try {
    const { receivers, verdict, nearest, error } = await call("POST", raw ? "/broadcast?raw=true" : "/broadcast", byId("send-frame").value);
    const near = nearest ? `, nearest is ${nearest}` : "";
    const what = verdict === "event" ? "" : ` as ${verdict}${near}${error ? `: ${error}` : ""}`;
    say(`Sent to ${counted(receivers, "client")}${what}`);
  } catch (error) {
    say(error.message, true);
  }
}
