// A client of the npm package, and what it does through the product's other backend.
import { RealtimeConnection } from "@purposepath/realtime/connection";
import { WebSocket } from "ws";

/** A client of a tenant, what it hears and what it fetches at each Resync; its tokens are good for so many seconds. */
export async function client({ url }, rest, tenantId, expiresIn = () => 900) {
  const get = async (path) => (await fetch(`${rest()}${path}`)).json();
  const seen = { statuses: [], heard: [], fetched: [] };
  const connection = new RealtimeConnection({
    url,
    tenantId,
    getToken: async () => (await get(`/token?tenant=${tenantId}&user=user-456&expiresIn=${expiresIn()}`)).token,
    environment: { WebSocket },
  });
  connection.subscribe(() => {
    const { status } = connection.getSnapshot();
    if (seen.statuses.at(-1) !== status) seen.statuses.push(status);
  });
  connection.on("goal.created", ({ title }) => seen.heard.push(title));
  connection.onResync(async () => {
    const events = await get(`/events?tenant=${tenantId}`);
    seen.fetched.push(events.map(({ data }) => data.title));
  });
  connection.start();
  return { connection, seen };
}

/** Creates a goal of a tenant. */
export const create = (rest, tenantId, title) => fetch(`${rest}/goals`, { method: "POST", body: JSON.stringify({ tenantId, title }) });
