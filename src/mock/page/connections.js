import { call } from "./api.js";
import { button, byId, copy, counted, element, say, tell } from "./dom.js";
import { seenBy } from "./entry.js";
import { ask } from "./whom.js";

// Who is connected: what each one is, has seen, and what may be done to it.

const MOST = 100;

let isAsking = false;
let rendered = "";

/** @param {HTMLElement} panel @param {any} state */
export async function showConnections(panel, state) {
  if (isAsking || !state) return;
  isAsking = true;
  try {
    const connections = await ask();
    const text = JSON.stringify([connections, Math.floor(state.nowMs / 1000)]);
    if (text === rendered) return;
    rendered = text;
    // A button that has the focus keeps it.
    const held = panel.contains(document.activeElement) ? document.activeElement?.getAttribute("aria-label") : null;
    const top = panel.firstElementChild?.scrollTop ?? 0;
    panel.replaceChildren(element("div", { class: "body" }, ...view(connections, state)));
    panel.firstElementChild.scrollTop = top;
    if (held) panel.querySelector(`[aria-label="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  } catch (error) {
    say(error.message, true);
  } finally {
    isAsking = false;
  }
}

/** @param {any[]} connections @param {any} state */
function view(connections, state) {
  if (connections.length === 0) {
    const command = `REALTIME_TOKEN=tenant-123/user-456 realtime tail ${state.url}`;
    return [
      element(
        "div",
        { class: "stack" },
        element("p", {}, element("b", {}, "No client is connected.")),
        element("p", {}, "Point your application to ", element("code", {}, state.url), ", with a token such as ", element("code", {}, "tenant-123/user-456"), ", or see what arrives in a terminal:"),
        element("p", { class: "row" }, element("code", { class: "grow" }, command), button("Copy", () => copy(command, "the command"), { "aria-label": "Copy the command" })),
      ),
    ];
  }
  const all = element("p", { class: "row" }, element("b", { class: "grow" }, `${connections.length} connected`), ...kicks({ all: true }, "all", " all"));
  const rest = connections.length > MOST ? [element("p", { class: "quiet" }, `Shown are ${MOST} of ${connections.length}.`)] : [];
  return [all, ...connections.slice(0, MOST).map((it) => item(it, state.nowMs)), ...rest];
}

/** @param {number} ms */
function span(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  return s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

/** @param {any} connection @param {number} nowMs */
function item({ ordinal, connectionId, state, tenantId, userId, sent, received, bufferedBytes, connectedAtMs, expiresAtMs, userAgent }, nowMs) {
  const name = `#${ordinal}`;
  const facts = [
    `open for ${span(nowMs - connectedAtMs)}`,
    expiresAtMs ? `token for ${span(expiresAtMs - nowMs)} more` : "token without an end",
    `was sent ${counted(sent, "frame")}, sent ${received}`,
    seenBy(ordinal, tenantId),
    bufferedBytes > 0 && `${counted(bufferedBytes, "byte")} wait for it`,
  ];
  const fault = (label, title, rule) =>
    act(label, name, title, async () => {
      await call("POST", "/faults", { ...rule, match: { connection: ordinal }, times: 1 });
      tell("changed");
    });
  return element(
    "div",
    { class: "item" },
    element(
      "p",
      { class: "row" },
      element("b", {}, name),
      element("span", { class: `badge ${state === "authenticated" ? "good" : "warn"}` }, state),
      element("b", { class: "grow" }, tenantId ? `${tenantId} / ${userId}` : ""),
    ),
    element("p", { class: "quiet" }, facts.filter(Boolean).join(" · ")),
    element("p", { class: "quiet id" }, element("code", {}, connectionId), userAgent ? ` · ${userAgent}` : ""),
    element(
      "p",
      { class: "row" },
      button("Send", () => tell("compose", { to: `connection:${connectionId}` }), { "aria-label": `Send to ${name}`, disabled: state !== "authenticated" }),
      button("Its log", () => (tell("filter", name), document.body.classList.contains("narrow") && tell("choose", "log")), { "aria-label": `Its log: ${name}`, title: "Narrows the log to what concerns it" }),
      ...kicks({ connectionId }, name),
      fault("Expire", "Its token expires now: connection.error, then a close", { action: "token_expiry" }),
      fault("Freeze", "It neither reads nor writes any more, while its TCP connection stays", { action: "half_open" }),
      button("Fault…", () => tell("strike", ordinal), { "aria-label": `Fault… for ${name}` }),
    ),
  );
}

/** @param {string} label @param {string} name @param {string} title @param {() => Promise<void>} does @param {string} [behind] */
function act(label, name, title, does, behind = "") {
  const onclick = async () => {
    try {
      await does();
      say(`${label}: ${name}`);
    } catch (error) {
      say(error.message, true);
    }
  };
  return button(label + behind, onclick, { "aria-label": `${label} ${name}`, title });
}

/** @param {object} who @param {string} name @param {string} [behind] What a button says besides. */
function kicks(who, name, behind = "") {
  const kick = (label, title, how) =>
    act(
      label,
      name,
      title,
      async () => {
        await call("POST", "/kick", { ...who, ...how });
        tell("changed");
      },
      behind,
    );
  return [kick("Kick", "Closes it with 1000", {}), kick("Cut", "Cuts it without a word: the client sees 1006", { reset: true })];
}
