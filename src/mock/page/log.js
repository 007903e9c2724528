import { follow } from "./api.js";
import { byId, counted, element } from "./dom.js";

// The live log: newest first, so many rows at the most, drawn once a frame.

const MOST_ROWS = 400;
const RETRY_MS = 1000;

const colours = { event: "good", command: "good", unknown: "warn", gateway: "warn", invalid: "bad" };
const kinds = { opened: "good", authenticated: "good", refused: "bad", fault: "warn", closed: "plain" };

/** What is not drawn yet. @type {any[]} */
let waiting = [];
let isPaused = false;
let last = 0;

export function startLog() {
  const { elements } = byId("log-filter");
  elements.text.addEventListener("input", filterRows);
  byId("log-filter").addEventListener("submit", (event) => event.preventDefault());
  byId("log-pause").addEventListener("click", ({ currentTarget }) => {
    isPaused = !isPaused;
    currentTarget.setAttribute("aria-pressed", String(isPaused));
    currentTarget.textContent = isPaused ? "Go on" : "Pause";
    if (!isPaused) requestAnimationFrame(draw);
  });
  byId("log-clear").addEventListener("click", () => body().replaceChildren());
  byId("log-frame-close").addEventListener("click", () => (byId("log-frame").hidden = true));
  hearForEver();
}

async function hearForEver() {
  for (;;) {
    try {
      await follow(`/log?follow=true&since=${last}`, (entry) => {
        last = entry.seq;
        waiting.push(entry);
        if (waiting.length > MOST_ROWS) waiting = waiting.slice(-MOST_ROWS);
        if (waiting.length === 1 && !isPaused) requestAnimationFrame(draw);
      });
    } catch {
      // The mock is gone. When it is there again, its log begins anew.
      last = 0;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

const body = () => byId("log-table").tBodies[0];

function draw() {
  if (isPaused) return;
  const rows = waiting.map(row).reverse();
  waiting = [];
  body().prepend(...rows);
  while (body().rows.length > MOST_ROWS) body().deleteRow(-1);
  byId("log-empty").hidden = body().rows.length > 0;
}

/** @param {any} entry */
function row(entry) {
  const { kind, verdict, frame } = entry;
  const time = new Date(entry.atMs).toISOString().slice(11, 23);
  const direction = kind === "in" ? "→ " : kind === "out" ? "← " : "";
  const what = `${direction}${verdict ?? kind}`;
  const colour = (verdict && colours[verdict]) ?? kinds[kind] ?? "plain";
  const type = entry.type ?? (kind === "in" || kind === "out" ? "–" : "");
  const receivers = entry.receivers === undefined ? "" : counted(entry.receivers, "client");
  const client = entry.connection === undefined ? receivers : `#${entry.connection}`;
  const made = element(
    "tr",
    {},
    element("td", { class: "time" }, time),
    element("td", {}, client),
    element("td", {}, element("span", { class: `badge ${colour}` }, what)),
    element("td", { class: "type" }, frame === undefined ? type : element("button", { class: "link", onclick: () => open(entry) }, type)),
    element("td", { class: "wide" }, detail(entry)),
  );
  made.hidden = !isWanted(made);
  return made;
}

/** @param {any} entry */
function detail({ kind, error, code, reason, fault, tenantId, bytes }) {
  const parts = [error, fault && kind !== "fault" ? `fault: ${fault}` : fault, code && `code ${code}`, reason];
  if (kind === "authenticated") parts.push(tenantId);
  if (kind === "in" || kind === "out") parts.push(bytes !== undefined && `${bytes} bytes`);
  return parts.filter(Boolean).join(" · ");
}

/** @param {any} entry */
function open({ frame }) {
  const pane = byId("log-frame");
  const pre = pane.querySelector("pre");
  try {
    pre.textContent = JSON.stringify(JSON.parse(frame), null, 2);
  } catch {
    pre.textContent = frame;
  }
  pane.hidden = false;
  pre.focus();
}

const wanted = () => byId("log-filter").elements.text.value.trim().toLowerCase();

/** @param {HTMLTableRowElement} made */
function isWanted(made) {
  const words = wanted().split(/[\s,]+/).filter(Boolean);
  const text = made.textContent.toLowerCase();
  return words.length === 0 || words.some((word) => text.includes(word.replace(/\*/g, "")));
}

function filterRows() {
  for (const made of body().rows) made.hidden = !isWanted(made);
}
