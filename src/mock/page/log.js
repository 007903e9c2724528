import { follow } from "./api.js";
import { startCaptures } from "./captures.js";
import { button, byId, counted, element, hear, prose } from "./dom.js";
import { isFrame, learn, summaryOf, timeOf, typeOf, wantedBy, whatOf, whoOf } from "./entry.js";
import { close, isOpen, open } from "./open.js";

// The live log: newest first. So many entries are kept, so many of them are drawn, so many times a second:
// however fast they come, the page has time for its user.

const MOST_ENTRIES = 2000;
const MOST_ROWS = 200;
const DRAW_MS = 150;
/** Of ten parts of the time, drawing takes one: on a slow machine it is done less often. */
const SHARE = 10;
const RETRY_MS = 1000;
/** How long nothing is drawn after the pointer has moved over the rows: they stay while somebody aims. */
const AIM_MS = 400;
/** How much of a frame the page keeps. */
const MOST_FRAME = 2048;

/** The newest last. @type {any[]} */
let entries = [];
/** How many of them are not drawn yet. */
let fresh = 0;
let isPaused = false;
let isCleared = false;
let isDue = false;
let pause = DRAW_MS;
let last = 0;
let missed = 0;
let aimed = 0;
/** How many have come above what is in sight. */
let newer = 0;
let isPressed = false;
let wanted = wantedBy("");

const body = () => byId("log-table").tBodies[0];
const scroll = () => byId("log-table").parentElement;

export function startLog() {
  const filter = byId("log-filter");
  const narrow = () => {
    wanted = wantedBy(filter.value);
    redraw();
  };
  filter.addEventListener("input", narrow);
  hear("filter", (text) => {
    filter.value = text;
    narrow();
  });
  byId("log-pause").addEventListener("click", ({ currentTarget }) => {
    isPaused = !isPaused;
    currentTarget.setAttribute("aria-pressed", String(isPaused));
    currentTarget.textContent = isPaused ? "Go on" : "Pause";
    if (!isPaused) soon();
    note();
  });
  byId("log-clear").addEventListener("click", () => forget(true));
  hear("reset", () => forget(false));
  scroll().addEventListener("scroll", () => scroll().scrollTop <= 1 && sayNewer(0), { passive: true });
  byId("log-newest").addEventListener("click", () => (scroll().scrollTop = 0));
  body().addEventListener("keydown", move);
  body().addEventListener("pointermove", () => (aimed = performance.now()));
  body().addEventListener("pointerdown", () => (isPressed = true));
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => (isPressed = false));
  startCaptures();
  hearForEver();
}

/** @param {boolean} byUser */
function forget(byUser) {
  isCleared = byUser;
  entries = [];
  missed = 0;
  close();
  redraw();
}

/** Draws what has come while the log was not shown. */
export function showLog() {
  if (fresh) soon();
}

async function hearForEver() {
  for (;;) {
    try {
      let isNew = last > 0;
      last = 0;
      await follow("/log?follow=true", (line) => {
        if (isNew) forget(false);
        isNew = false;
        take(JSON.parse(line));
      });
    } catch {
      // The mock is gone, or was: its log begins anew.
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** @param {any} entry */
function take(entry) {
  if (last && entry.seq > last + 1) missed += entry.seq - last - 1;
  last = entry.seq;
  learn(entry);
  if (entry.frame?.length > MOST_FRAME) {
    // A copy: a part of a text would keep the whole of it.
    entry.frame = JSON.parse(JSON.stringify(`${entry.frame.slice(0, MOST_FRAME)}…`));
    entry.isPart = true;
  }
  entries.push(entry);
  fresh += 1;
  if (entries.length > 1.2 * MOST_ENTRIES) entries = entries.slice(-MOST_ENTRIES);
  if (!isPaused) soon();
}

function soon() {
  if (isDue) return;
  isDue = true;
  setTimeout(() => requestAnimationFrame(draw), pause);
}

function draw() {
  isDue = false;
  if (isPressed || performance.now() - aimed < AIM_MS) return soon();
  // What is not shown is not drawn.
  if (isPaused || byId("panel-log").hidden) return;
  const start = performance.now();
  const rows = [];
  const oldest = Math.max(0, entries.length - fresh);
  for (let at = entries.length - 1; at >= oldest && rows.length < MOST_ROWS; at -= 1) if (wanted(entries[at])) rows.push(row(entries[at]));
  fresh = 0;
  // The browser keeps in its place what is in sight, but not at the very top; there, what is open counts.
  const shown = scroll().scrollTop <= 1 && body().querySelector(".open");
  const place = shown && shown.offsetTop;
  body().prepend(...rows);
  if (shown) scroll().scrollTop += shown.offsetTop - place;
  if (rows.length && scroll().scrollTop > 1) sayNewer(newer + rows.length);
  while (body().rows.length > MOST_ROWS) body().deleteRow(-1);
  note();
  // The layout that the rows need is a part of it.
  void byId("log-table").offsetHeight;
  pause = Math.max(DRAW_MS, SHARE * (performance.now() - start));
}

function redraw() {
  fresh = 0;
  const found = [];
  for (let at = entries.length - 1; at >= 0 && found.length < MOST_ROWS; at -= 1) if (wanted(entries[at])) found.push(row(entries[at]));
  body().replaceChildren(...found);
  scroll().scrollTop = 0;
  sayNewer(0);
  note();
}

/** @param {number} count */
function sayNewer(count) {
  newer = count;
  byId("log-newest").disabled = newer === 0;
  byId("log-newest").textContent = newer === 0 ? "Newest" : newer > 99 ? "Newest (99+)" : `Newest (${newer})`;
}

/** Says what is not shown, and why. */
function note() {
  const isFiltered = byId("log-filter").value.trim() !== "";
  byId("log-empty").hidden = body().rows.length > 0;
  byId("log-empty").textContent = entries.length && isFiltered ? "No entry has all these words." : isCleared ? "Cleared: what happens from now on comes here." : "Nothing has happened yet. Connect a client.";
  const parts = [missed && `${counted(missed, "entry").replace("entrys", "entries")} came too fast to be shown; the export has more`, isPaused && "Paused: what comes is kept"].filter(Boolean);
  const text = parts.join(". ");
  byId("log-note").hidden = text === "";
  if (byId("log-note").textContent !== text) byId("log-note").textContent = text;
}

/** @param {any} entry */
function row(entry) {
  const { text, colour } = whatOf(entry);
  const type = typeOf(entry);
  const shown = entry.seq;
  const made = element(
    "tr",
    { "data-seq": shown, class: isOpen(shown) ? "open" : "" },
    element("td", { class: "time" }, timeOf(entry)),
    element("td", { class: "who" }, whoOf(entry)),
    element("td", { class: "what" }, element("span", { class: `badge ${colour}` }, text)),
    element(
      "td",
      { class: "said" },
      isFrame(entry) ? button(type, () => open(entry, made), { class: "link", "aria-expanded": String(isOpen(shown)) }) : element("b", {}, type),
      " ",
      element("span", { class: "quiet" }, isFrame(entry) ? summaryOf(entry) : prose(summaryOf(entry) ?? "")),
    ),
  );
  if (isFrame(entry)) {
    made.addEventListener("click", ({ target }) => {
      if (!target.closest("button") && !getSelection()?.toString()) open(entry, made);
    });
    made.classList.add("opens");
  }
  return made;
}

/** Up and down move between the frames; what is open moves along. @param {KeyboardEvent} event */
function move(event) {
  const to = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (!to || !(event.target instanceof HTMLButtonElement)) return;
  event.preventDefault();
  let other = event.target.closest("tr");
  do other = other?.[to];
  while (other && !other.querySelector("button"));
  if (!other) return;
  other.querySelector("button").focus();
  if (!byId("log-frame").hidden) other.querySelector("button").click();
  other.querySelector("button").focus();
}
