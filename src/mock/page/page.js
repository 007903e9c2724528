import { call } from "./api.js";
import { showClock } from "./clock.js";
import { showConnections } from "./connections.js";
import { byId, element, hear, say } from "./dom.js";
import { showFaults } from "./faults.js";
import { showForce } from "./force.js";
import { showLog, startLog } from "./log.js";
import { showScenarios } from "./scenarios.js";
import { showSend } from "./send.js";

// Puts the page together: the summary, the tabs and what is behind them.

/** How often the state is asked for. */
const REFRESH_MS = 1000;

/** What is behind each tab; called when it is chosen, and again with each new state. */
const panels = {
  log: showLog,
  connections: showConnections,
  send: showSend,
  faults: showFaults,
  scenarios: showScenarios,
  clock: showClock,
};

const tabs = [...document.querySelectorAll('[role="tab"]')];
/** Where there is room for one thing, the log is behind a tab too. */
const narrow = matchMedia("(max-width: 60rem)");
let chosen = "";
/** @type {any} */
let state = null;
let timer = 0;

const nameOf = (tab) => tab.id.slice("tab-".length);
const shownTabs = () => tabs.filter((tab) => narrow.matches || nameOf(tab) !== "log");

/** @param {string} name */
function choose(name) {
  const isShown = shownTabs().some((tab) => nameOf(tab) === name);
  chosen = isShown ? name : "connections";
  for (const tab of tabs) {
    const isChosen = nameOf(tab) === chosen;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !isChosen && (nameOf(tab) !== "log" || narrow.matches);
  }
  history.replaceState(null, "", `#${chosen}`);
  show();
}

function show() {
  panels[chosen](byId(`panel-${chosen}`), state);
  if (!narrow.matches) showLog();
}

/** The tabs stand before all that they show. */
function arrange() {
  const main = document.querySelector("main");
  if (narrow.matches) main.prepend(byId("tabs"));
  else byId("steer").prepend(byId("tabs"));
  byId("tab-log").hidden = !narrow.matches;
  document.body.classList.toggle("narrow", narrow.matches);
  choose(chosen || location.hash.slice(1) || (narrow.matches ? "log" : "connections"));
}

/** What was said of another panel is over. @param {any} tab */
function turn(tab) {
  say("");
  choose(nameOf(tab));
}

for (const tab of tabs) {
  tab.addEventListener("click", () => turn(tab));
  tab.addEventListener("keydown", (event) => {
    const shown = shownTabs();
    const at = shown.indexOf(tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = shown[(to + shown.length) % shown.length];
    turn(next);
    next.focus();
  });
}

async function refresh() {
  clearTimeout(timer);
  try {
    state = await call("GET", "/state");
    byId("trouble").hidden = true;
    summarise();
    showForce(state.faults);
    show();
  } catch (error) {
    byId("trouble").hidden = false;
    byId("trouble").textContent = error.message;
  }
  clearTimeout(timer);
  timer = setTimeout(refresh, REFRESH_MS);
}

function summarise() {
  const pill = (name, value, more = "") => element("li", { class: `pill ${more}` }, `${name} `, element("b", {}, String(value)));
  const ahead = Math.round((state.nowMs - Date.now()) / 60_000);
  const beside = ahead === 0 || Math.abs(ahead) > 1e6 ? "" : ` (${ahead > 0 ? "+" : "−"}${span(Math.abs(ahead))})`;
  byId("summary").replaceChildren(
    element("li", { class: "pill url" }, element("code", {}, state.url)),
    pill("connected", state.connections),
    pill("clock", `${new Date(state.nowMs).toISOString().slice(11, 19)}${beside}`),
    pill("clock ×", state.timeScale, "wide"),
    pill("events/s", state.rate, "wide"),
    pill("profile", state.profile, "wide"),
    pill("answers ping", state.answersPing, "wide"),
  );
}

/** @param {number} minutes */
const span = (minutes) => (minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`);

hear("choose", (name) => {
  choose(name);
  byId(`tab-${chosen}`).focus();
});
hear("changed", refresh);
narrow.addEventListener("change", arrange);
startLog();
arrange();
refresh();
