import { call } from "./api.js";
import { button, copy, counted, element, say, tell } from "./dom.js";
import { seenBy } from "./entry.js";
import { ask } from "./whom.js";

// Who is connected: what each one is, has seen, and what may be done to it.

const MOST = 100;

let isAsking = false;
/** What stands for each connection, by its id: it is changed, not replaced, so that no click misses it. @type {Map<string, any>} */
let items = new Map();
/** @type {any} */
let frame = null;

/** @param {HTMLElement} panel @param {any} state */
export async function showConnections(panel, state) {
  if (isAsking || !state) return;
  isAsking = true;
  try {
    const connections = await ask();
    frame ??= view(panel);
    const shown = connections.slice(0, MOST);
    const before = items;
    items = new Map(shown.map((it) => [it.connectionId, before.get(it.connectionId) ?? item(it)]));
    for (const it of shown) change(items.get(it.connectionId), it, state.nowMs);
    for (const [id, { made }] of before) if (!items.has(id)) made.remove();
    for (const [at, { made }] of [...items.values()].entries()) if (frame.list.children[at] !== made) frame.list.insertBefore(made, frame.list.children[at]);
    frame.count.textContent = connections.length > MOST ? `${connections.length} connected, ${MOST} shown` : `${connections.length} connected`;
    frame.all.hidden = connections.length === 0;
    frame.none.hidden = connections.length > 0;
    const command = `REALTIME_TOKEN=tenant-123/user-456 realtime tail ${state.url}`;
    if (frame.command.textContent !== command) frame.command.textContent = command;
    if (frame.url.textContent !== state.url) frame.url.textContent = state.url;
  } catch (error) {
    say(error.message, true);
  } finally {
    isAsking = false;
  }
}

/** @param {HTMLElement} panel */
function view(panel) {
  const count = element("b", { class: "grow" });
  const all = element("p", { class: "row" }, count, ...kicks({ all: true }, "all", " all"));
  const none = element("p", {}, element("b", {}, "No client is connected."));
  const list = element("div", {});
  const url = element("code", {});
  const command = element("code", { class: "grow" });
  const how = element(
    "div",
    { class: "stack item" },
    element("p", {}, "Point your application to ", url, ", with a token such as ", element("code", {}, "tenant-123/user-456"), " (tenant and user, as you like), or see what arrives in a terminal:"),
    element("p", { class: "row" }, command, button("Copy", () => copy(command.textContent, "the command"), { "aria-label": "Copy the command" })),
  );
  panel.replaceChildren(element("div", { class: "body" }, all, none, list, how));
  return { count, all, none, list, url, command };
}

/** @param {number} ms */
function span(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  return s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

/** @param {any} connection */
function item({ ordinal, connectionId, userAgent }) {
  const name = `#${ordinal}`;
  const fault = (label, title, rule) =>
    act(label, name, title, async () => {
      await call("POST", "/faults", { ...rule, match: { connection: ordinal }, times: 1 });
      tell("changed");
    });
  const [badge, who, facts] = [element("span", {}), element("b", { class: "grow" }), element("p", { class: "quiet" })];
  const send = button("Send", () => tell("compose", { to: `connection:${connectionId}` }), { "aria-label": `Send to ${name}` });
  const showLog = () => {
    tell("filter", name);
    if (document.body.classList.contains("narrow")) tell("choose", "log");
  };
  const made = element(
    "div",
    { class: "item" },
    element("p", { class: "row" }, element("b", {}, name), badge, who),
    facts,
    element("p", { class: "quiet id" }, element("code", {}, connectionId), userAgent ? ` · ${userAgent}` : ""),
    element(
      "p",
      { class: "row" },
      send,
      button("Its log", showLog, { "aria-label": `Its log: ${name}`, title: "Narrows the log to what concerns it" }),
      ...kicks({ connectionId }, name),
      fault("Expire", "Its token expires now: connection.error, then a close", { action: "token_expiry" }),
      fault("Freeze", "It neither reads nor writes any more, while its TCP connection stays", { action: "half_open" }),
      button("Fault…", () => tell("strike", ordinal), { "aria-label": `Fault… for ${name}` }),
    ),
  );
  return { made, badge, who, facts, send };
}

/** Brings it up to date. @param {any} item @param {any} connection @param {number} nowMs */
function change({ badge, who, facts, send }, { ordinal, state, tenantId, userId, sent, received, bufferedBytes, connectedAtMs, expiresAtMs }, nowMs) {
  const isIn = state === "authenticated";
  badge.textContent = state;
  badge.className = `badge ${isIn ? "good" : "warn"}`;
  who.textContent = tenantId ? `${tenantId} / ${userId}` : "";
  send.disabled = !isIn;
  facts.textContent = [
    `open for ${span(nowMs - connectedAtMs)}`,
    isIn && (expiresAtMs ? `token for ${span(expiresAtMs - nowMs)} more` : "token without an end"),
    `was sent ${counted(sent, "frame")}, sent ${received}`,
    seenBy(ordinal, tenantId),
    bufferedBytes > 0 && `${counted(bufferedBytes, "byte")} wait for it`,
  ]
    .filter(Boolean)
    .join(" · ");
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
