import { call } from "./api.js";
import { counted, element } from "./dom.js";

// To whom something goes: everybody, a tenant, one connection; and who there is, for lists of choices.

/** The most connections that a list offers. */
const MOST = 200;

/** Who is connected. @type {any[]} */
let connections = [];

export async function ask() {
  connections = await call("GET", "/connections");
  return connections;
}

/** Who was connected when it was last asked. */
export const known = () => connections;

/** What a choice means. @param {string} value */
export function meaning(value) {
  if (value.startsWith("tenant:")) return { tenant: value.slice(7) };
  if (value.startsWith("connection:")) return { connectionId: value.slice(11) };
  return {};
}

/** Brings the choices up to date; one that is gone stays as long as it is chosen. @param {HTMLSelectElement} select */
export function offer(select) {
  const tenants = new Map();
  for (const { tenantId } of connections) if (tenantId) tenants.set(tenantId, (tenants.get(tenantId) ?? 0) + 1);
  const rows = [
    ["", connections.length ? `everybody (${counted(connections.length, "client")})` : "everybody (nobody is connected)"],
    ...[...tenants].map(([tenant, count]) => [`tenant:${tenant}`, `tenant ${tenant} (${counted(count, "client")})`]),
    ...connections.slice(0, MOST).map((it) => [`connection:${it.connectionId}`, `#${it.ordinal} ${it.userId ? `${it.tenantId} / ${it.userId}` : "not authenticated"}`]),
  ];
  const { value } = select;
  if (value && !rows.some(([key]) => key === value)) rows.push([value, `${value.split(":")[0]} that is gone`]);
  const text = JSON.stringify(rows);
  if (select.dataset.rows === text) return;
  select.dataset.rows = text;
  select.replaceChildren(...rows.map(([key, label]) => element("option", { value: key }, label)));
  select.value = value;
}

/** Brings a list of suggestions up to date. @param {Element} list @param {any[]} values */
export function suggest(list, values) {
  const text = values.join("\n");
  if (list.getAttribute("data-values") === text) return;
  list.setAttribute("data-values", text);
  list.replaceChildren(...values.map((value) => element("option", { value })));
}
