import { button, counted, element, say } from "./dom.js";

// Events that the tester keeps, in this browser: so many at the most, none longer than a frame may be.

const KEY = "realtime-mock.saved";
const MOST = 50;
const MOST_LENGTH = 131_072;

/** @returns {{ name: string, text: string, to?: string }[]} */
function load() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((it) => typeof it?.name === "string" && typeof it.text === "string") : [];
  } catch {
    return [];
  }
}

/** @param {any[]} saved */
function store(saved) {
  try {
    localStorage.setItem(KEY, JSON.stringify(saved));
    return true;
  } catch {
    say("The browser has no room for it: delete saved events", true);
    return false;
  }
}

/**
 * The list of saved events, and what saves one.
 *
 * @param {() => { text: string, to?: string }} order What is to be saved.
 * @param {(saved: { text: string, to?: string }) => Promise<void>} take What does with one that is chosen.
 */
export function savedEvents(order, take) {
  const summary = element("summary", {});
  const list = element("ul", { class: "plain" });
  const name = element("input", { type: "text", id: "saved-name", placeholder: "a name", maxlength: 80, "aria-label": "Name of the event to save" });
  const show = () => {
    const saved = load();
    summary.textContent = `Saved events (${saved.length})`;
    list.replaceChildren(
      ...saved.map((it) =>
        element(
          "li",
          { class: "row" },
          button(it.name, async () => (await take(it), say(`In the form: ${it.name}`)), { class: "link grow", title: it.text.slice(0, 500) }),
          button("Delete", () => (store(load().filter(({ name }) => name !== it.name)), show(), say(`Deleted: ${it.name}`)), { "aria-label": `Delete ${it.name}` }),
        ),
      ),
    );
  };
  const save = () => {
    const { text, to } = order();
    let { value } = name;
    try {
      value ||= String(JSON.parse(text).type ?? "an event");
    } catch {
      value ||= "a frame";
    }
    const others = load().filter((it) => it.name !== value);
    if (text.length > MOST_LENGTH) return say("It is longer than a frame may be: shorten it to save it", true);
    if (others.length >= MOST) return say(`There is room for ${counted(MOST, "event")}: delete one first`, true);
    // A connection is not there tomorrow.
    if (store([...others, { name: value, text, to: to?.startsWith("tenant:") ? to : "" }])) say(`Saved: ${value}`);
    name.value = "";
    show();
  };
  const enter = (event) => event.key === "Enter" && (event.preventDefault(), save());
  name.addEventListener("keydown", enter);
  show();
  return element("details", { id: "saved", class: "stack" }, summary, list, element("p", { class: "row" }, name, button("Save this one", save)));
}
