import { call } from "./api.js";
import { element, say } from "./dom.js";

// Who is connected, and the ways to throw them out.

let isAsking = false;

/** @param {HTMLElement} panel */
export async function showConnections(panel) {
  if (isAsking) return;
  isAsking = true;
  try {
    const connections = await call("GET", "/connections");
    // A button that has the focus keeps it: the list waits for the next state.
    if (panel.contains(document.activeElement) && panel !== document.activeElement) return;
    panel.replaceChildren(...view(connections));
  } catch (error) {
    say(error.message, true);
  } finally {
    isAsking = false;
  }
}

/** @param {any[]} connections */
function view(connections) {
  if (connections.length === 0) return [element("p", { class: "quiet" }, "No client is connected.")];
  const all = element("p", { class: "row" }, element("b", { class: "grow" }, `${connections.length} connected`), ...ways({ all: true }, "all", " all"));
  return [all, ...connections.slice(0, 200).map(item)];
}

/** @param {any} connection */
function item({ ordinal, connectionId, state, tenantId, userId, sent, received, bufferedBytes, expiresAtMs }) {
  const expires = expiresAtMs ? ` · token until ${new Date(expiresAtMs).toISOString().slice(11, 19)}` : "";
  return element(
    "div",
    { class: "item" },
    element(
      "p",
      { class: "row" },
      element("b", {}, `#${ordinal}`),
      element("span", { class: `badge ${state === "authenticated" ? "good" : "warn"}` }, state),
      element("span", { class: "grow" }, tenantId ? `${tenantId} / ${userId}` : ""),
    ),
    element("p", { class: "quiet" }, `${sent} sent · ${received} received · ${bufferedBytes} bytes wait${expires}`),
    element("p", { class: "row" }, ...ways({ connectionId }, `#${ordinal}`)),
  );
}

/** @param {object} who @param {string} name @param {string} [behind] What a button says besides. */
function ways(who, name, behind = "") {
  const kick = (label, how) =>
    element(
      "button",
      {
        "aria-label": `${label} ${name}`,
        onclick: async ({ currentTarget }) => {
          currentTarget.blur();
          try {
            await call("POST", "/kick", { ...who, ...how });
            say(`${label}: ${name}`);
          } catch (error) {
            say(error.message, true);
          }
        },
      },
      label + behind,
    );
  return [kick("Kick", {}), kick("Cut", { reset: true })];
}
