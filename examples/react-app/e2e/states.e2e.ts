// Each state of the page, as `looks.ts` sees it.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { look } from "./looks";
import { Mock } from "./mock";
import { address, launch, openAccount, sees } from "./page";
import type { Settings } from "./page";

let browser: Browser;
let mock: Mock;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** The production build, and the REST API in the test's hand. */
async function visit(settings: Settings = {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const rest = { answers: "as it does" as "as it does" | "late" | "an error" | "nothing", late: [] as (() => void)[] };
  await page.route(`${mock.control}/**`, async (route) => {
    if (rest.answers === "late") await new Promise<void>((resolve) => rest.late.push(resolve));
    if (rest.answers === "an error") return route.fulfill({ status: 503, body: "{}" });
    if (rest.answers === "nothing") return route.abort();
    return route.continue();
  });
  await page.goto(address(mock, settings, inject("productionSite")));
  return { page, rest };
}

const heading = (page: Page, name: string) => page.getByRole("heading", { name, level: 2 }).waitFor();
const goTo = (page: Page, hash: string) =>
  page.evaluate((name) => {
    location.hash = name;
  }, hash);

test("with nothing yet, with something, and with much of it", { timeout: 300_000 }, async () => {
  mock = await Mock.start("--seed", "7");
  const found: string[] = [];
  const { page, rest } = await visit();
  await page.getByRole("heading", { name: "PurposePath" }).waitFor();
  found.push(...(await look(page, "login")));

  rest.answers = "late";
  await page.getByRole("button", { name: "Log in" }).click();
  await page.locator(".skeleton").first().waitFor();
  found.push(...(await look(page, "loading")));
  rest.answers = "as it does";
  for (const go of rest.late) go();
  await sees({ page }, "Live");
  await page.getByText("No issues. Good.").waitFor();
  found.push(...(await look(page, "empty")));

  // A while of a team's work.
  await mock.post("/traffic", { rate: 200 });
  await expect.poll(() => page.locator(".tile").count()).toBeGreaterThanOrEqual(4);
  await expect.poll(async () => (await mock.counters())["sent"]).toBeGreaterThan(400);
  await mock.post("/traffic", { rate: 0 });
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await page.reload();
  await sees({ page }, "Live");
  found.push(...(await look(page, "fresh")));

  const issue = (id: string, title: string) =>
    mock.broadcast("issue.created", { issueId: id, title, severity: "critical", createdBy: "ann" });
  await issue("issue-1", "Checkout is down");
  await expect.poll(() => page.locator("[data-sonner-toast]").count()).toBe(1);
  found.push(...(await look(page, "one-toast")));
  await issue("issue-2", "Nobody in the warehouse of Wiener Neustadt can print a label since this morning");
  await mock.broadcast("kpi.reading.created", { kpiId: "kpi-77", progress: 12, recordedBy: "ann" });
  await mock.broadcast("goal.completed", { completedBy: "ann" });
  await expect.poll(() => page.locator("[data-sonner-toast]").count()).toBe(4);
  // As long as a finger is on them, all stay: in each size the four.
  await page.locator("[data-sonner-toaster]").dispatchEvent("pointerdown");
  found.push(...(await look(page, "four-toasts")));
  expect(await page.locator("[data-sonner-toast]:not([data-removed='true'])").count()).toBe(4);
  await page.locator("[data-sonner-toaster]").dispatchEvent("pointerup");
  await page.getByRole("button", { name: /^Notifications, 3 unread/ }).click();
  found.push(...(await look(page, "notifications")));
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator("[data-sonner-toast]").count()).toBe(0);

  for (const [hash, name] of [
    ["#/goals", "Goals"],
    ["#/actions", "Actions"],
    ["#/kpis", "KPIs"],
    ["#/issues/issue-2", "Issues"],
  ] as const) {
    await goTo(page, hash);
    await heading(page, name);
    found.push(...(await look(page, name.toLowerCase())));
  }
  const goalId = "550e8400-e29b-41d4-a716-446655440000";
  await mock.broadcast("goal.created", { goalId, title: "Increase Revenue by 20%" });
  await mock.broadcast("action.created", { actionId: "action-1", goalId, title: "Call the ten largest customers" });
  await mock.broadcast("action.progress_updated", { actionId: "action-1", newProgress: 40 });
  await mock.broadcast("decision.created", { goalId, decidedBy: "ann" });
  await mock.broadcast("attachment.created", { entityType: "goal", entityId: goalId, uploadedBy: "user-789" });
  await mock.broadcast("goal.activated", { goalId });
  await goTo(page, `#/goals/${goalId}`);
  await page.locator(".entry").nth(4).waitFor();
  found.push(...(await look(page, "room")));
  await goTo(page, "#/reports");
  await heading(page, "There is no such page");
  found.push(...(await look(page, "not-found")));
  await goTo(page, "#/overview");
  await openAccount(page);
  found.push(...(await look(page, "account")));
  await page.keyboard.press("Escape");

  await mock.post("/traffic", { rate: 1000 });
  const before = (await mock.counters())["sent"] ?? 0;
  await expect.poll(async () => ((await mock.counters())["sent"] ?? 0) - before).toBeGreaterThan(1000);
  await mock.post("/traffic", { rate: 0 });
  await page.getByRole("button", { name: "Debug", exact: true }).click();
  await page.locator(".frames li").first().waitFor();
  found.push(...(await look(page, "thousand-debug")));
  await page.keyboard.press("Escape");
  found.push(...(await look(page, "thousand")));
  await page.context().close();
  await mock.stop();
  expect(found).toEqual([]);
});

test("with each status of the connection", { timeout: 300_000 }, async () => {
  mock = await Mock.start("--seed", "7");
  const found: string[] = [];
  const { page, rest } = await visit({ timeScale: 5 });
  /** With the details of the indicator open, and then without. */
  const show = async (label: string, name: string) => {
    await sees({ page }, label);
    const button = page.locator(".indicator-button");
    if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
    found.push(...(await look(page, name)));
    await page.keyboard.press("Escape");
  };
  await mock.post("/faults", { action: "no_auth_answer" });
  await page.getByRole("button", { name: "Log in" }).click();
  await show("Connecting", "connecting");
  await mock.delete("/faults");
  await mock.post("/traffic", { rate: 100 });
  await expect.poll(() => page.locator(".tile").count()).toBeGreaterThanOrEqual(4);
  await mock.post("/traffic", { rate: 0 });
  await show("Live", "connected");

  await mock.post("/faults", { action: "refuse" });
  await mock.post("/kick", { all: true, reset: true });
  await sees({ page }, "Reconnecting");
  found.push(...(await look(page, "stale")));
  await show("Reconnecting", "reconnecting");
  await mock.delete("/faults");
  await mock.post("/faults", { action: "auth_error", code: "FORBIDDEN" });
  await show("Not connected", "refused");
  await mock.delete("/faults");

  rest.answers = "an error";
  await page.reload();
  rest.answers = "nothing";
  await page.getByText("The server cannot be reached. There is nothing to show yet.").waitFor();
  await show("Connecting", "away");
  // It comes back by itself.
  rest.answers = "as it does";
  await sees({ page }, "Live");

  await page.route(`${mock.control}/events**`, (route) => route.fulfill({ status: 503, body: "{}" }));
  await page.reload();
  await show("Incomplete", "failed");
  await page.goto(address(mock, { flag: "maybe" }, inject("productionSite")));
  await show("Misconfigured", "misconfigured");
  await page.goto(address(mock, { flag: "false" }, inject("productionSite")));
  await show("Live updates off", "off");
  await page.context().close();
  await mock.stop();
  expect(found).toEqual([]);
});
