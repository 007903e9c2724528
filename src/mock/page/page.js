import { call } from "./api.js";
import { showClock } from "./clock.js";
import { showConnections } from "./connections.js";
import { byId, element } from "./dom.js";
import { showFaults } from "./faults.js";
import { startLog } from "./log.js";
import { showScenarios } from "./scenarios.js";
import { showSend } from "./send.js";

// Puts the page together: the summary, the tabs and what is behind them.

/** How often the state is asked for. */
const REFRESH_MS = 1000;

/** What is behind each tab; called when it is chosen, and again with each new state. */
const panels = {
  connections: showConnections,
  send: showSend,
  faults: showFaults,
  scenarios: showScenarios,
  clock: showClock,
};

const tabs = [...document.querySelectorAll('[role="tab"]')];
let chosen = "";
/** @type {any} */
let state = null;

/** @param {any} tab */
function choose(tab) {
  for (const other of tabs) {
    const isChosen = other === tab;
    other.setAttribute("aria-selected", String(isChosen));
    other.tabIndex = isChosen ? 0 : -1;
    byId(other.getAttribute("aria-controls")).hidden = !isChosen;
  }
  chosen = tab.id.slice("tab-".length);
  history.replaceState(null, "", `#${chosen}`);
  show();
}

function show() {
  panels[chosen](byId(`panel-${chosen}`), state);
}

for (const [at, tab] of tabs.entries()) {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", ({ key }) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[key];
    if (to === undefined) return;
    const next = tabs[(to + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  });
}

async function refresh() {
  try {
    state = await call("GET", "/state");
    byId("trouble").hidden = true;
    summarise();
    show();
  } catch (error) {
    byId("trouble").hidden = false;
    byId("trouble").textContent = `The mock does not answer: is it still running? (${error.message})`;
  }
  setTimeout(refresh, REFRESH_MS);
}

function summarise() {
  const pill = (name, value) => element("span", { class: "pill" }, `${name} `, element("b", {}, String(value)));
  byId("summary").replaceChildren(
    element("code", { class: "pill" }, state.url),
    pill("profile", state.profile),
    pill("answers ping", state.answersPing),
    pill("connections", state.connections),
    pill("events/s", state.rate),
    pill("clock ×", state.timeScale),
    pill("faults", state.faults.length),
  );
}

startLog();
choose(tabs.find((tab) => `#${tab.id.slice("tab-".length)}` === location.hash) ?? tabs[0]);
refresh();
