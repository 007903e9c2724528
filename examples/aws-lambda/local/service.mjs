// The product's other backend, as far as clients need one: `GET /token` signs users in, `POST /goals` commits
// a goal and publishes the event, `GET /events` is what the REST API knows. What is committed is appended to a
// file, so that it outlives the process.
//
//   node service.mjs FILE URL-OF-THE-PUBLISHER, with TOKEN_SECRET in the environment
import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { token } from "./tokens.mjs";

const [file, publisher] = process.argv.slice(2);
const read = () => (existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").filter(Boolean) : []);
const committed = read().map((line) => JSON.parse(line));

/** Creates a goal: first it is committed, then it is published. */
async function create({ tenantId, title }) {
  const now = new Date().toISOString();
  const data = { tenantId, goalId: randomUUID(), userId: "user-456", title, description: "", status: "draft", createdAt: now, createdBy: "user-456" };
  const event = { type: "goal.created", timestamp: now, eventId: randomUUID(), data };
  appendFileSync(file, `${JSON.stringify(event)}\n`);
  committed.push(event);
  const published = await fetch(publisher, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(event) });
  return { event, published: await published.json() };
}

const routes = {
  "GET /token": ({ tenant, user, expiresIn }) => ({ token: token(process.env.TOKEN_SECRET, tenant, user, Number(expiresIn ?? 900)) }),
  "GET /events": ({ tenant }) => committed.filter(({ data }) => data.tenantId === tenant),
  "POST /goals": (_, body) => create(JSON.parse(body)),
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const chunks = await request.toArray();
  const route = routes[`${request.method} ${url.pathname}`];
  const origin = request.headers.origin ?? "";
  // Pages of this machine alone.
  const headers = { "content-type": "application/json" };
  if (/^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(origin)) headers["access-control-allow-origin"] = origin;
  try {
    const answer = route && (await route(Object.fromEntries(url.searchParams), Buffer.concat(chunks).toString()));
    response.writeHead(route ? 200 : 404, headers).end(JSON.stringify(answer ?? { error: "GET /token, GET /events, POST /goals" }));
  } catch (error) {
    response.writeHead(500, headers).end(JSON.stringify({ error: error.message }));
  }
});
server.on("error", ({ message }) => {
  console.error(`the other backend: ${message}`);
  process.exit(1);
});
server.listen(Number(process.env.SERVICE_PORT ?? 0), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
