import { call, follow } from "./api.js";
import { button, byId, counted, element, say, sayAt } from "./dom.js";

// The log as a file, what travels from now on as a capture, and a capture that is sent again.

/** The most that is recorded here, as characters. */
const MOST_RECORDED = 50_000_000;
/** How often is asked how far a replay is. */
const LOOK_MS = 300;

/** Stops the recording. @type {AbortController | null} */
let recording = null;
/** What was recorded last. @type {string[]} */
let recorded = [];
/** What is to be sent again. @type {{ name: string, body: Blob } | null} */
let chosen = null;
let timer = 0;

export function startCaptures() {
  const more = byId("log-more");
  const file = element("input", { type: "file", accept: ".ndjson,.jsonl,.json,.txt", id: "replay-file", class: "unseen", tabindex: -1, "aria-label": "A capture" });
  file.addEventListener("change", () => {
    const [its] = file.files;
    if (its) choose(its.name, its);
    file.value = "";
  });
  const closing = (act) => () => {
    more.open = false;
    more.querySelector("summary").focus();
    act();
  };
  more.replaceChildren(
    element("summary", {}, "Export, record, replay"),
    element(
      "div",
      { class: "stack" },
      element("a", { href: "/log", download: "log.ndjson", onclick: () => say("The log as lines of JSON: log.ndjson") }, "Export the log"),
      element("a", { href: "/capture", download: "capture.ndjson", onclick: () => say("The frames of the log as a capture: capture.ndjson") }, "Export as a capture"),
      button("Record", closing(record), { id: "record" }),
      button("Replay the log", closing(replayLog)),
      button("Replay a file…", closing(() => file.click())),
    ),
  );
  more.after(file);
  more.addEventListener("keydown", ({ key }) => key === "Escape" && closing(() => {})());
  document.addEventListener("click", ({ target }) => more.contains(target) || (more.open = false));
  byId("log-replay").append(...pane());
}

/** The bar below: what is recorded, or sent again. */
function pane() {
  return [
    element("b", { id: "replay-name", class: "grow" }),
    element("label", {}, "Speed ×", element("input", { type: "number", id: "replay-speed", min: 0.001, max: 1e6, step: "any", value: 1 })),
    element("label", {}, "Only", element("input", { type: "text", id: "replay-only", placeholder: "goal.*" })),
    element("label", { title: "With new ids and times, which no client takes for repeats" }, element("input", { type: "checkbox", id: "replay-new", checked: true }), "as new events"),
    button("Replay", replay, { id: "replay-go", class: "primary" }),
    button("Close", shut, { "aria-label": "Close the replay" }),
    element("output", { id: "replay-said" }),
  ];
}

/** @param {string} name @param {Blob} body */
function choose(name, body) {
  chosen = { name, body };
  byId("log-replay").hidden = false;
  byId("replay-name").textContent = `Replay ${name}`;
  sayAt(byId("replay-said"), "");
  byId("replay-go").focus();
}

async function replayLog() {
  try {
    const response = await fetch("/capture");
    choose("the log", await response.blob());
  } catch (error) {
    say(error.message, true);
  }
}

async function replay() {
  const said = byId("replay-said");
  clearTimeout(timer);
  try {
    const { running } = await call("GET", "/replay");
    if (running) {
      const { sent, events } = await call("DELETE", "/replay");
      return done(`Stopped: sent ${sent} of ${counted(events, "event")}`);
    }
    const query = new URLSearchParams({ speed: byId("replay-speed").value || "1" });
    if (byId("replay-only").value) query.set("only", byId("replay-only").value);
    if (byId("replay-new").checked) query.set("asNew", "true");
    await call("POST", `/replay?${query}`, chosen?.body);
    byId("replay-go").textContent = "Stop";
    look();
  } catch (error) {
    sayAt(said, error.message, true);
    say(error.message, true);
  }
}

async function look() {
  try {
    const { running, sent, events } = await call("GET", "/replay");
    if (!running) return done(`Replayed ${sent} of ${counted(events, "event")}`);
    sayAt(byId("replay-said"), `${sent} of ${events}`);
  } catch (error) {
    return sayAt(byId("replay-said"), error.message, true);
  }
  timer = setTimeout(look, LOOK_MS);
}

/** @param {string} text */
function done(text) {
  byId("replay-go").textContent = "Replay";
  sayAt(byId("replay-said"), text);
  say(text);
}

function shut() {
  byId("log-replay").hidden = true;
  byId("log-more").querySelector("summary").focus();
}

async function record() {
  if (recording) return recording.abort();
  recording = new AbortController();
  recorded = [];
  let length = 0;
  byId("record").textContent = "Stop recording";
  byId("log-more").querySelector("summary").textContent = "● Recording";
  say("Recording what travels from now on; the same menu stops it");
  try {
    const hear = (line) => {
      recorded.push(line);
      length += line.length;
      if (length > MOST_RECORDED) recording?.abort();
    };
    await follow("/capture?follow=true", hear, recording.signal);
  } catch {
    // It was stopped, or the mock has ended: what was recorded is there.
  }
  recording = null;
  byId("record").textContent = "Record";
  byId("log-more").querySelector("summary").textContent = "Export, record, replay";
  const body = new Blob([`${recorded.join("\n")}\n`], { type: "application/x-ndjson" });
  const frames = Math.max(0, recorded.length - 1);
  recorded = [];
  choose(`the ${counted(frames, "frame")} recorded`, body);
  download(body);
  say(`Recorded ${counted(frames, "frame")}: recording.ndjson`);
}

/** @param {Blob} body */
function download(body) {
  const href = URL.createObjectURL(body);
  element("a", { href, download: "recording.ndjson" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
