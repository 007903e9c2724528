import { call, follow } from "./api.js";
import { button, byId, counted, element, say, sayAt, works } from "./dom.js";

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
  const file = element("input", { type: "file", accept: ".ndjson,.jsonl,.json,.txt", id: "replay-file", class: "unseen", tabindex: -1, "aria-label": "A capture" });
  file.addEventListener("change", () => {
    const [its] = file.files;
    if (its) choose(its.name, its);
    file.value = "";
  });
  const more = byId("log-more");
  const files = byId("log-files");
  more.addEventListener("click", () => {
    files.hidden = !files.hidden;
    more.setAttribute("aria-expanded", String(!files.hidden));
  });
  files.append(
    link("Export the log", "/log", "log.ndjson", "Every entry of the log as a line of JSON"),
    link("Export as a capture", "/capture", "capture.ndjson", "The frames of the log, to be replayed here or by realtime mock --replay"),
    button("Record", record, { id: "record", title: "Every frame from now on, until you stop" }),
    button("Replay the log", replayLog),
    button("Replay a file…", () => file.click()),
    file,
  );
  byId("log-replay").append(...pane());
}

/** @param {string} label @param {string} href @param {string} download @param {string} title */
const link = (label, href, download, title) => element("a", { class: "button", href, download, title, onclick: () => say(`${title}: ${download}`) }, label);

/** The bar below: what is recorded, or sent again. */
function pane() {
  return [
    element("b", { id: "replay-name", class: "whole" }),
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
  byId("log-replay").scrollIntoView({ block: "nearest" });
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
  byId("log-more").focus();
}

async function record() {
  if (recording) return recording.abort();
  recording = new AbortController();
  recorded = [];
  works("record", false);
  let length = 0;
  byId("record").textContent = "Stop recording";
  byId("log-more").textContent = "● Recording";
  say("Recording what travels from now on; Stop recording ends it");
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
  works("record", true);
  byId("record").textContent = "Record";
  byId("log-more").textContent = "Export / replay";
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
