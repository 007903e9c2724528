// Every screen as people see it, light, dark and on a phone, in each status: written to dist/screens to
// be looked at, and held against the rules of accessibility.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { Mock } from "./mock";
import { address, launch, sees } from "./page";
import type { Settings } from "./page";

const folder = join(import.meta.dirname, "../dist/screens");
const axe = createRequire(import.meta.url).resolve("axe-core");

const LOOKS = [
  { name: "light", viewport: { width: 1360, height: 860 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1360, height: 860 }, colorScheme: "dark" },
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "light" },
] as const;

let browser: Browser;
let mock: Mock;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launch();
  mock = await Mock.start("--seed", "7");
});
afterAll(async () => {
  await browser.close();
  await mock.stop();
});

async function arrive(look: (typeof LOOKS)[number], settings: Settings = {}): Promise<Page> {
  const { name: _, ...options } = look;
  // Nothing that moves when it is drawn.
  const context = await browser.newContext({ ...options, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(address(mock, settings, inject("productionSite")));
  return page;
}

/** Toasts stay while the mouse is over them. */
async function toastsGone(page: Page) {
  await page.mouse.move(0, 0);
  await expect.poll(() => page.locator("[data-sonner-toast]").count()).toBe(0);
}

/** Draws the page, and says what of it some people could not use. */
async function take(page: Page, name: string) {
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(() =>
    (window as unknown as { readonly axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary ?? ""}`),
  );
  expect(found, name).toEqual([]);
}

test.each(LOOKS)("every screen, $name", async (look) => {
  const page = await arrive(look);
  await page.getByRole("heading", { name: "PurposePath" }).waitFor();
  await take(page, `login-${look.name}`);
  await page.getByRole("button", { name: "Log in" }).click();
  await sees({ page }, "Live");
  // A while of a team's work.
  await mock.post("/traffic", { rate: 200 });
  await expect.poll(() => page.locator(".tile").count()).toBeGreaterThanOrEqual(4);
  await expect.poll(async () => (await mock.counters())["sent"]).toBeGreaterThan(400);
  await mock.post("/traffic", { rate: 0 });
  await toastsGone(page);
  await page.locator('.entry[data-new="true"]').first().waitFor({ state: "detached" });
  await take(page, `overview-${look.name}`);

  await mock.broadcast("kpi.reading.created", { kpiId: "kpi-77", progress: 12, recordedBy: "ann" });
  await mock.broadcast("issue.created", {
    issueId: "issue-1",
    title: "Checkout is down",
    severity: "critical",
    createdBy: "ann",
  });
  await mock.broadcast("goal.completed", { completedBy: "ann" });
  await expect.poll(() => page.locator("[data-sonner-toast]").count()).toBe(3);
  await take(page, `toasts-${look.name}`);

  for (const screen of ["Goals", "Actions", "KPIs", "Issues"]) {
    await page.getByRole("link", { name: screen, exact: true }).click();
    await page.getByRole("heading", { name: screen, level: 2 }).waitFor();
    await toastsGone(page);
    await take(page, `${screen.toLowerCase()}-${look.name}`);
  }

  const goalId = "550e8400-e29b-41d4-a716-446655440000";
  await mock.broadcast("goal.created", { goalId, title: "Increase Revenue by 20%", createdBy: "user-456" });
  await mock.broadcast("action.created", {
    actionId: "action-1",
    goalId,
    title: "Call the ten largest customers",
    createdBy: "user-456",
  });
  await mock.broadcast("action.progress_updated", { actionId: "action-1", newProgress: 40 });
  await mock.broadcast("decision.created", { goalId });
  await mock.broadcast("attachment.created", { entityType: "goal", entityId: goalId });
  await mock.broadcast("goal.activated", { goalId });
  await page.goto(`${page.url().split("#")[0]}#/goals/${goalId}`);
  await page.locator(".entry").nth(4).waitFor();
  await take(page, `room-${look.name}`);
  if (look.name !== "phone") {
    await mock.broadcast("goal.activity.created", { goalId });
    await page.getByRole("button", { name: "Debug", exact: true }).click();
    await page.locator(".frames li").first().waitFor();
    await take(page, `debug-${look.name}`);
  }
  await page.context().close();
});

test.each(LOOKS)("each status, $name", async (look) => {
  const page = await arrive(look);
  const show = async (label: string, name: string, detail: string) => {
    await sees({ page }, label);
    const button = page.locator(".indicator-button");
    if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
    await page.getByText(detail).waitFor();
    await take(page, `${name}-${look.name}`);
  };
  await mock.post("/faults", { action: "no_auth_answer" });
  await page.getByRole("button", { name: "Log in" }).click();
  await show("Connecting", "connecting", "Connecting to live updates");
  await mock.delete("/faults");
  await page.reload();
  await show("Live", "connected", "You see changes as they happen");
  await mock.post("/faults", { action: "refuse" });
  await mock.post("/kick", { all: true, reset: true });
  // Far enough into the backoff to be drawn while it waits.
  await page.getByText("Attempts").waitFor();
  await expect
    .poll(async () => Number(await page.locator(".facts dd").nth(1).textContent()), { timeout: 30_000 })
    .toBeGreaterThanOrEqual(3);
  await page.getByText("Next try").waitFor();
  await show("Reconnecting", "reconnecting", "Live updates are interrupted");
  await mock.delete("/faults");
  await mock.post("/faults", { action: "auth_error", code: "FORBIDDEN" });
  await page.getByRole("button", { name: "Retry now" }).click();
  await show("Not connected", "error", "You have no access to live updates here.");
  await mock.delete("/faults");
  await page.goto(address(mock, { flag: "maybe" }, inject("productionSite")));
  await show("Misconfigured", "misconfigured", "Live updates are misconfigured");
  await page.goto(address(mock, { flag: "false" }, inject("productionSite")));
  await show("Live updates off", "off", "Live updates are switched off");
  await page.context().close();
});
