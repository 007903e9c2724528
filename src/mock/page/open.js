import { call } from "./api.js";
import { button, byId, copy, counted, element, prose, say, tell } from "./dom.js";
import { timeOf, typeOf, whatOf, whoOf } from "./entry.js";
import { send, textOf } from "./sending.js";

// The row of the log that is open: its frame, and what may be done with it again.

/** The number of the open entry. */
let shown = 0;
/** What had the focus before. @type {HTMLElement | null} */
let before = null;
/** Whether the newest rows were in sight. */
let wasAtTop = true;

/** @param {number} seq */
export const isOpen = (seq) => seq === shown;

export function close() {
  if (shown && wasAtTop) byId("log-table").parentElement.scrollTop = 0;
  mark(0);
  byId("log-frame").hidden = true;
}

/** @param {number} seq */
function mark(seq) {
  shown = seq;
  for (const row of byId("log-table").tBodies[0].rows) {
    const isShown = Number(row.dataset.seq) === seq;
    row.classList.toggle("open", isShown);
    row.querySelector("button")?.setAttribute("aria-expanded", String(isShown));
  }
}

/** @param {any} entry @param {HTMLElement} row */
export function open(entry, row) {
  before = row.querySelector("button");
  if (isOpen(entry.seq)) return leave();
  if (!shown) wasAtTop = byId("log-table").parentElement.scrollTop <= 1;
  mark(entry.seq);
  const pane = byId("log-frame");
  const said = element("output", {});
  const canSend = entry.kind === "out" && entry.frame !== undefined;
  const again = (label, act, title) => button(label, () => act(entry, said), { title });
  pane.replaceChildren(
    element(
      "div",
      { class: "bar" },
      element("h3", { class: "grow" }, [timeOf(entry), whoOf(entry), entry.tenantId, typeOf(entry)].filter(Boolean).join(" · ")),
      button("Close", leave),
    ),
    element(
      "p",
      { class: "row bar" },
      ...(canSend
        ? [
            again("Send again", sendAgain, "As a new event: with an id and a time of its own"),
            again("As a repeat", sendRepeat, "The same frame: clients should drop it"),
            again("Edit and send", edit, "In the form"),
          ]
        : []),
      button("Copy the frame", () => whole(entry).then((text) => copy(text, "the frame"), tellError)),
      said,
    ),
    ...(entry.error ? [element("p", { class: "bar wrong" }, prose(entry.error))] : []),
    element("pre", { tabindex: 0, "aria-label": `The frame, ${counted(entry.bytes ?? 0, "byte")}` }, pretty(entry.frame ?? "not shown: a token may be in it")),
  );
  pane.hidden = false;
  pane.onkeydown = ({ key }) => key === "Escape" && leave();
  row.scrollIntoView({ block: "nearest" });
  pane.scrollIntoView({ block: "nearest" });
}

function leave() {
  close();
  if (before?.isConnected) before.focus();
}

/** @param {string} text */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The whole frame, which the page may have a part of. @param {any} entry */
async function whole({ seq, frame, isPart, cut: isCut }) {
  if (!isPart && !isCut) return frame;
  const found = await call("GET", `/log?since=${seq - 1}&limit=1`);
  if (found?.seq === seq && !found.cut) return found.frame;
  throw new Error("The mock has only the beginning of this frame left: record what travels to keep all of it");
}

/** To whom it went. @param {any} entry */
const whither = ({ connection, connectionId, tenantId }) => (connection !== undefined ? `connection:${connectionId}` : tenantId !== undefined ? `tenant:${tenantId}` : "");

/** The frame without what is each sending's own; as it stands if it is no event. @param {string} text @param {any} entry */
function renewed(text, { verdict }) {
  try {
    const { eventId, event_id: old, timestamp, ...rest } = JSON.parse(text);
    if (typeof rest.type === "string" && timestamp !== undefined && verdict !== "command") return { text: textOf(rest, 2), isLoose: true };
  } catch {
    // What is no JSON goes as it stands.
  }
  return { text, isRaw: true };
}

/** @param {any} error */
const tellError = (error) => say(error.message, true);

/** @param {() => Promise<any>} act @param {HTMLElement} said @param {string} how */
async function sending(act, said, how) {
  try {
    const { receivers } = await act();
    said.textContent = `Sent ${how} to ${counted(receivers, "client")}`;
    say(said.textContent);
  } catch (error) {
    said.textContent = error.message;
    tellError(error);
  }
}

const sendAgain = (entry, said) => sending(async () => send({ ...renewed(await whole(entry), entry), to: whither(entry) }), said, "again, as new,");

const sendRepeat = (entry, said) => sending(async () => send({ text: await whole(entry), isRaw: true, to: whither(entry) }), said, "as a repeat");

async function edit(entry) {
  try {
    tell("compose", { ...renewed(await whole(entry), entry), to: whither(entry) });
  } catch (error) {
    tellError(error);
  }
}
