import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { EVENT_TYPES, EVENTS } from "@purposepath/realtime";
import { Mock } from "./mock";
import { arrive, entries, launch, logIn, open, openAccount, sees, toasts } from "./page";
import type { Visit } from "./page";

let browser: Browser;
let mock: Mock;
let visits: Visit[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  mock = await Mock.start();
  visits = [];
});
afterEach(async () => {
  await Promise.all(visits.map(({ context }) => context.close()));
  await mock.stop();
  expect(visits.flatMap(({ failures }) => failures)).toEqual([]);
});

async function arrival(
  ...args: Parameters<typeof arrive> extends [Browser, Mock, ...infer Rest] ? Rest : never
): Promise<Visit> {
  const visited = await arrive(browser, mock, ...args);
  visits.push(visited);
  return visited;
}

test("every event about something appears in the feed, at once", async () => {
  const visited = await arrival();
  const types = EVENT_TYPES.filter((type) => EVENTS[type].entity !== null);
  expect(types).not.toHaveLength(0);
  for (const type of types) {
    await mock.broadcast(type);
    await entries(visited, type).first().waitFor();
  }
});

test("every other event is counted in the debug panel", async () => {
  const visited = await arrival();
  const { page } = visited;
  await page.getByRole("button", { name: "Debug", exact: true }).click();
  const types = EVENT_TYPES.filter((type) => EVENTS[type].entity === null && type !== "auth.error");
  for (const type of types) {
    if (type === "ping") await mock.post("/broadcast?raw=true", { type });
    else if (type !== "auth.success")
      await mock.broadcast(type, type.endsWith("error") ? { code: "INTERNAL_ERROR" } : {});
    await page.locator(".frames li", { hasText: type }).first().waitFor();
  }
  await sees(visited, "Live");
});

test("lists, charts and the room of a goal follow the events", async () => {
  const { page } = await arrival();
  const goalId = "goal-7";
  await mock.broadcast("goal.created", { goalId, title: "Open Vienna", status: "draft" });
  const row = page.locator(`[data-row="${goalId}"]`);
  await row.getByText("draft").waitFor();
  await mock.broadcast("goal.activated", { goalId });
  await row.getByText("active").waitFor();
  expect(await row.locator(".flash").count()).toBe(1);
  for (const value of [3, 5, 4])
    await mock.broadcast("kpi.reading.created", { kpiId: "margin", readingId: `r${value}`, value, progress: 12 });
  await page.locator('[data-row="margin"]').getByRole("img", { name: "3 readings" }).waitFor();
  await page.locator('[data-row="margin"]').getByText("Red zone").waitFor();

  await row.getByRole("link").click();
  await page.getByRole("heading", { name: "Open Vienna" }).waitFor();
  await mock.broadcast("goal.activity.created", {
    goalId,
    activityId: "a1",
    title: "Kick-off",
    content: "Rooms are booked.",
  });
  await page.getByText("Rooms are booked.").waitFor();
  await mock.broadcast("action.created", { actionId: "action-1", goalId, title: "Sign the lease" });
  await page.locator('[data-row="action-1"]').waitFor();
  await mock.broadcast("action.completed", { actionId: "action-1", outcome: "Signed." });
  await page.getByText("Signed.").waitFor();
  await mock.broadcast("goal.activity.created", { goalId: "goal-8", activityId: "a2", content: "Elsewhere." });
  await mock.broadcast("goal.completed", { goalId });
  await page.locator(".hero").getByText("completed").waitFor();
  expect(await page.getByText("Elsewhere.").count()).toBe(0);
});

test("a feed that is scrolled says how much is new, and goes there on a click", async () => {
  const visited = await arrival();
  const { page } = visited;
  const list = page.getByRole("list", { name: "Activity of the tenant" });
  for (let index = 0; index < 20; index += 1)
    await mock.broadcast("goal.activity.created", { activityId: `a${index}`, title: `Note ${index}` });
  await expect.poll(() => entries(visited, "goal.activity.created").count()).toBe(20);
  await list.evaluate((element) => element.scrollTo({ top: 400 }));
  await mock.broadcast("goal.activity.created", { activityId: "new", title: "The newest", createdBy: "ann" });
  await page.getByRole("button", { name: /new$/ }).click();
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(0);
  await page.getByLabel("Scroll to what is new").check();
  await list.evaluate((element) => element.scrollTo({ top: 400 }));
  await mock.broadcast("goal.activity.created", { activityId: "newer", title: "Newer still" });
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(0);
});

test("toasts tell of what others do: once, and not of one's own doings", async () => {
  const visited = await arrival();
  const { page } = visited;
  await mock.post("/faults", { action: "duplicate" });
  await mock.broadcast("goal.created", { goalId: "g1", title: "Mine", createdBy: "user-456" });
  await mock.broadcast("goal.created", { goalId: "g2", title: "Theirs", createdBy: "ann" });
  await mock.broadcast("issue.created", {
    issueId: "i1",
    title: "Checkout is down",
    severity: "critical",
    createdBy: "ann",
  });
  await mock.broadcast("action.created", {
    actionId: "a1",
    title: "Call the bank",
    priority: "high",
    createdBy: "ann",
  });
  await mock.broadcast("kpi.reading.created", { kpiId: "cash", value: 1, progress: 12, recordedBy: "ann" });
  for (const text of ["Ann created “Theirs”", "Checkout is down", "Call the bank", "Cash is in the red zone"]) {
    await toasts(visited).filter({ hasText: text }).waitFor();
  }
  expect(await toasts(visited).count()).toBe(4);
  expect(await entries(visited, "goal.created").count()).toBe(2);
  expect(await page.getByText("Mine").count()).toBeGreaterThan(0);
});

test("a reading is told in its unit wherever it is told", async () => {
  const visited = await arrival();
  const { page } = visited;
  await mock.broadcast("kpi.reading.created", { kpiId: "churn", value: 7.4, progress: 18, recordedBy: "ann" });
  await toasts(visited).filter({ hasText: "7.4 %, 18 % of the target" }).waitFor();
  await page.locator('[data-row="churn"] .tile-value').filter({ hasText: "7.4%" }).waitFor();
  await entries(visited, "kpi.reading.created").filter({ hasText: "recorded 7.4 % for Churn" }).waitFor();
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await page.locator(".told").filter({ hasText: "7.4 %, 18 % of the target" }).waitFor();
});

test("of two tabs, the one looked at last shows the toasts, and both show what happens", async () => {
  const first = await arrival();
  const second = await open(first.context, mock);
  visits.push(second);
  // The session is shared.
  await sees(second, "Live");
  await expect.poll(async () => (await mock.connections()).length).toBe(2);
  await mock.broadcast("goal.created", { goalId: "g1", title: "For the second", createdBy: "ann" });
  await toasts(second).filter({ hasText: "For the second" }).waitFor();
  await entries(first, "goal.created").waitFor();
  expect(await toasts(first).count()).toBe(0);
  const leader = () =>
    first.page.evaluate(async () => {
      const { held } = await navigator.locks.query();
      return held?.[0]?.clientId;
    });
  const before = await leader();
  await second.page.close();
  await expect.poll(async () => ![undefined, before].includes(await leader())).toBe(true);
  await mock.broadcast("goal.created", { goalId: "g2", title: "For the first", createdBy: "ann" });
  await toasts(first).filter({ hasText: "For the first" }).waitFor();
});

test("events of another tenant, unknown and broken ones do no harm", async () => {
  const visited = await arrival();
  const { page } = visited;
  await page.getByRole("button", { name: "Debug", exact: true }).click();
  const actions = ["other_tenant", "unknown_type", "truncate", "missing_key"];
  for (const [after, action] of actions.entries()) await mock.post("/faults", { action, after, times: 1 });
  for (let index = 0; index < 4; index += 1) await mock.broadcast("goal.created", { goalId: `lost-${index}` });
  await mock.post("/faults", { action: "snake_case" });
  await mock.broadcast("goal.created", { goalId: "kept", title: "In snake case" });
  await page.locator('[data-row="kept"]').waitFor();
  const figure = (name: string) =>
    page.locator(".figures div", { has: page.getByText(name, { exact: true }) }).locator("dd");
  await expect
    .poll(async () => [await figure("Unknown").textContent(), await figure("Invalid").textContent()])
    .toEqual(["1", "2"]);
  expect(await page.locator('[data-row^="lost"]').count()).toBe(0);
  await sees(visited, "Live");
});

test("another tenant is another connection", async () => {
  const visited = await arrival();
  const { page } = visited;
  await mock.broadcast("goal.created", { goalId: "g1", title: "Of the first tenant" });
  await page.locator('[data-row="g1"]').waitFor();
  await openAccount(page);
  await page.getByRole("combobox", { name: "Tenant in this tab" }).selectOption("tenant-456");
  await expect.poll(async () => (await mock.connections()).map(({ tenantId }) => tenantId)).toEqual(["tenant-456"]);
  expect(await page.locator('[data-row="g1"]').count()).toBe(0);
  await mock.broadcast("goal.created", { goalId: "g2", title: "Of the second tenant" }, "tenant-456");
  await page.locator('[data-row="g2"]').waitFor();
});

test("logging in opens one socket under StrictMode, logging out closes it", async () => {
  const visited = await arrival();
  const { page, sockets } = visited;
  expect(sockets).toHaveLength(1);
  expect(await mock.counters()).toMatchObject({ opened: 1, authenticated: 1 });
  await openAccount(page);
  await page.getByRole("button", { name: "Log out" }).click();
  await expect.poll(() => mock.connections()).toEqual([]);
  expect((await mock.log()).filter(({ kind }) => kind === "closed")).toMatchObject([{ code: 1000 }]);
  await logIn(visited);
  expect(sockets).toHaveLength(2);
  // The token is nowhere: not in an address, not on the page, not in a store, not on the console.
  const { token } = await mock.get<{ readonly token: string }>("/token?tenant=tenant-123&user=user-456&expiresIn=900");
  const [header = ""] = token.split(".");
  const stored = await page.evaluate(
    () => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.documentElement.outerHTML,
  );
  for (const text of [...sockets, ...visited.console, stored]) expect(text).not.toContain(header);
});

test("with the flag off there is no socket, and the page shows what it fetched", async () => {
  await mock.broadcast("goal.created", { goalId: "g1", title: "Fetched" });
  const context = await browser.newContext();
  const visited = await open(context, mock, { flag: "false" });
  visits.push(visited);
  await visited.page.getByRole("button", { name: "Log in" }).click();
  await sees(visited, "Live updates off");
  await visited.page.locator('[data-row="g1"]').waitFor();
  expect(visited.sockets).toEqual([]);
  expect(await mock.counters()).toMatchObject({ opened: 0 });
});

test("who prefers reduced motion sees the highlight come and go, not fade", async () => {
  const { page } = await arrival({}, { reducedMotion: "reduce" });
  await mock.broadcast("goal.created", { goalId: "g1" });
  const timing = page
    .locator('[data-row="g1"] .flash')
    .evaluate((element) => getComputedStyle(element).animationTimingFunction);
  expect(await timing).toBe("steps(1)");
});
