// Draws the application's pictures in docs/images: a morning of a team, the same each time but for the clock.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EventType, MessageOf } from "@purposepath/realtime";
import { fixtures } from "@purposepath/realtime/fixtures";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, inject, test } from "vitest";
import { Mock } from "./mock";
import { address, launch, sees } from "./page";

const folder = join(import.meta.dirname, "../../../docs/images");
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 760 };
const GOAL = "open-vienna";

let browser: Browser;
let mock: Mock;

beforeAll(async () => {
  browser = await launch();
  mock = await Mock.start();
  await morning();
});
afterAll(async () => {
  await browser.close();
  await mock.stop();
});

/** What has happened so many minutes ago. */
function ago<Type extends EventType>(minutes: number, type: Type, data: Partial<MessageOf<Type>["data"]>) {
  const header = { timestamp: new Date(Date.now() - minutes * 60_000).toISOString(), eventId: crypto.randomUUID() };
  return mock.broadcast(type, { ...fixtures[type].data, ...data }, "tenant-123", header);
}

async function morning() {
  const goals = [
    ["reduce-churn", "Reduce churn below 3 %", "lea-fischer"],
    ["mobile-app", "Launch the mobile app", "hugo-ito"],
    ["hire-ten", "Hire ten engineers", "ana-costa"],
    ["raise-revenue", "Increase revenue by 20 %", "ben-diaz"],
    [GOAL, "Open an office in Vienna", "greta-horn"],
  ] as const;
  for (const [index, [goalId, title, createdBy]] of goals.entries()) {
    const data = { goalId, title, createdBy, userId: createdBy, description: "For the whole of the year." };
    await ago(320 - index, "goal.created", { ...data, status: "active" });
  }
  const readings = [
    ["churn", [4.6, 4.4, 4.5, 4.1, 3.8, 3.9, 3.4], 88, "lea-fischer"],
    ["support-calls", [61, 58, 66, 54, 49, 51, 43], 94, "hugo-ito"],
    ["active-users", [2110, 2180, 2170, 2260, 2340, 2420, 2510], 103, "ana-costa"],
    ["monthly-revenue", [81_200, 84_900, 83_100, 88_700, 94_400, 97_300, 104_800], 112, "ben-diaz"],
  ] as const;
  for (const [kpiId, values, progress, recordedBy] of readings)
    for (const [index, value] of values.entries()) {
      const reading = { kpiId, readingId: `${kpiId}-${index}`, value, progress: progress - 6 + index, recordedBy, note: "" };
      await ago(200 - index, "kpi.reading.created", reading);
    }
  const actions = [
    ["sign-lease", "Sign the lease in the Neubaugasse", "greta-horn", "high", 60],
    ["call-customers", "Call the ten largest customers", "ben-diaz", "medium", 40],
    ["onboarding", "Review the onboarding e-mails", "lea-fischer", "medium", 80],
  ] as const;
  for (const [actionId, title, assignedTo, priority, newProgress] of actions) {
    const data = { actionId, title, assignedTo, priority, createdBy: "user-456", goalId: GOAL, status: "in_progress" };
    await ago(90, "action.created", { ...data, description: "", dueDate: "2026-12-04" });
    await ago(26, "action.progress_updated", { actionId, newProgress, updatedBy: assignedTo });
  }
  const decision = { title: "Two floors, not three", decision: "The third can be rented from 2028 on." };
  await ago(12, "decision.created", { goalId: GOAL, decidedBy: "ana-costa", ...decision });
  await ago(6, "attachment.created", {
    entityType: "goal",
    entityId: GOAL,
    fileName: "floor-plan.pdf",
    uploadedBy: "greta-horn",
  });
  const note = { type: "comment", title: "Beta is out", content: "Forty testers have it since this morning." };
  await ago(3, "goal.activity.created", { goalId: "mobile-app", activityId: "beta", createdBy: "hugo-ito", ...note });
}

async function visit(viewport: typeof DESK, colorScheme: "light" | "dark", hash = "") {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(address(mock, {}, inject("productionSite")));
  await page.getByRole("button", { name: "Log in" }).click();
  await sees({ page }, "Live");
  await page.mouse.move(0, 0);
  if (hash)
    await page.evaluate((name) => {
      location.hash = name;
    }, hash);
  // No ring around what was clicked last.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  return page;
}

async function draw(page: Page, name: string) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 80 });
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, "base64"));
  await page.context().close();
}

/** Waits for a toast that has come to rest. */
async function toast(page: Page, text: string) {
  const it = page.locator("[data-sonner-toast]", { hasText: text });
  await it.waitFor();
  await it.evaluate((element) => Promise.all(element.getAnimations().map(({ finished }) => finished)));
}

function issue(title: string) {
  const data = { issueId: title, title, description: "Since 9:40, in every shop.", severity: "critical" };
  return mock.broadcast("issue.created", { createdBy: "finn-abel", assignedTo: "lea-fischer", ...data });
}

test("reconnecting", async () => {
  const page = await visit(DESK, "light");
  await ago(0, "action.progress_updated", { actionId: "call-customers", newProgress: 50, updatedBy: "ben-diaz" });
  await page.getByText("to 50 %").waitFor();
  await mock.post("/faults", { action: "refuse" });
  await mock.post("/kick", { all: true, reset: true });
  await sees({ page }, "Reconnecting");
  await page.locator(".indicator-button").click();
  await page.getByText(/^in [3-9] s$/).waitFor();
  await draw(page, "reconnecting-light");
  await mock.delete("/faults");
});

test("the room of a goal, on a phone", async () => {
  const page = await visit(PHONE, "light", `#/goals/${GOAL}`);
  await page.getByText("floor-plan.pdf").waitFor();
  await draw(page, "room-phone");
});

test("the overview, as it changes", async () => {
  const page = await visit(DESK, "dark");
  await issue("Checkout is down");
  await toast(page, "Checkout is down");
  const newest = { kpiId: "monthly-revenue", readingId: "newest", value: 107_000, progress: 115, note: "" };
  await ago(0, "kpi.reading.created", { ...newest, recordedBy: "ben-diaz" });
  await page.getByText("Finn Abel reported Checkout is down").waitFor();
  await page.getByText("Ben Diaz recorded 107K € for Monthly revenue").waitFor();
  await draw(page, "overview-dark");
});

test("what waits, on a phone", async () => {
  const page = await visit(PHONE, "light");
  await mock.broadcast("kpi.reading.created", { kpiId: "churn", value: 7.4, progress: 18, recordedBy: "finn-abel" });
  await toast(page, "Churn is in the red zone");
  await issue("Nobody in the warehouse can print a label");
  await toast(page, "Nobody in the warehouse");
  await draw(page, "urgent-phone");
});
