// What must not be missed, and whoever cannot use a mouse, or has two tabs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Mock } from "./mock";
import { arrive, launch, open, openAccount, sees, toasts } from "./page";
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

async function arrival(...args: Parameters<typeof arrive> extends [Browser, Mock, ...infer Rest] ? Rest : never) {
  const visited = await arrive(browser, mock, ...args);
  visits.push(visited);
  return visited;
}

const issue = (issueId: string, title: string) =>
  mock.broadcast("issue.created", { issueId, title, severity: "critical", createdBy: "ann" });

const reading = (progress: number) =>
  mock.broadcast("kpi.reading.created", { kpiId: "margin", readingId: `r${progress}`, progress, recordedBy: "ann" });

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: it } = document;
    return it?.getAttribute("aria-label") ?? it?.getAttribute("data-row") ?? it?.textContent?.trim() ?? "";
  });

test("the first curl of the guide makes a toast appear", async () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../docs/implementation-guide.md"), "utf8");
  const [, body = "nothing"] = /^curl http:\/\/localhost:5056\/broadcast -d '(.*)'$/m.exec(guide) ?? [];
  const visited = await arrival();
  await mock.post("/broadcast", JSON.parse(body));
  await toasts(visited).filter({ hasText: "Critical issue" }).waitFor();
});

test("what is urgent stays until it is followed, dismissed, or over; the rest goes by itself", async () => {
  const visited = await arrival();
  const { page } = visited;
  await issue("i1", "Checkout is down");
  await issue("i2", "Nobody can print");
  await issue("i3", "The phone is dead");
  await mock.broadcast("goal.created", { goalId: "g1", title: "Grow", createdBy: "ann" });
  await expect.poll(() => toasts(visited).count()).toBe(4);
  await toasts(visited).filter({ hasText: "Grow" }).waitFor({ state: "detached" });
  expect(await toasts(visited).count()).toBe(3);
  expect(await page.title()).toBe("(3) Overview · PurposePath");

  await toasts(visited).filter({ hasText: "Checkout is down" }).getByRole("link", { name: "Show" }).click();
  await page.locator('[data-row="i1"][data-target="true"]').waitFor();
  await expect.poll(() => focused(page)).toBe("i1");
  await expect.poll(() => page.title()).toBe("(2) Issues · PurposePath");

  await toasts(visited).filter({ hasText: "Nobody can print" }).getByRole("button", { name: "Close toast" }).click();
  await expect.poll(() => page.title()).toBe("(1) Issues · PurposePath");
  await mock.broadcast("issue.status_changed", { issueId: "i3", newStatus: "resolved", changedBy: "ann" });
  await expect.poll(() => page.title()).toBe("Issues · PurposePath");
  await expect.poll(() => toasts(visited).count()).toBe(0);

  // The trace of all of them.
  await page.getByRole("button", { name: "Notifications" }).click();
  await expect.poll(() => page.locator(".centre-list [data-notice]").count()).toBe(4);
});

test("what waits still waits after a reload and in other tabs, until one of them has seen it", async () => {
  const first = await arrival();
  const second = await open(first.context, mock);
  visits.push(second);
  await sees(second, "Live");
  await issue("i1", "Checkout is down");
  for (const { page } of visits) await expect.poll(() => page.title()).toBe("(1) Overview · PurposePath");
  await first.page.reload();
  await expect.poll(() => first.page.title()).toBe("(1) Overview · PurposePath");
  await first.page.getByRole("button", { name: "Notifications, 1 unread" }).click();
  await first.page.locator(".centre-list a").click();
  await first.page.locator('[data-row="i1"][data-target="true"]').waitFor();
  await expect.poll(() => first.page.title()).toBe("Issues · PurposePath");
  await expect.poll(() => second.page.title()).toBe("Overview · PurposePath");
  await expect.poll(() => toasts(second).count()).toBe(0);
  await first.page.reload();
  await sees(first, "Live");
  expect(await first.page.title()).toBe("Issues · PurposePath");
});

test.each([
  ["a phone", { width: 320, height: 640 }, 2],
  ["a small tablet", { width: 700, height: 900 }, 2],
  ["a desk", { width: 1280, height: 800 }, 3],
])("on %s, what is urgent is behind nothing for long, and nothing is behind it for ever", async (_, viewport, shown) => {
  const visited = await arrival({}, { viewport });
  const { page } = visited;
  /** Those that can be seen. */
  const seen = () =>
    toasts(visited).evaluateAll(
      (all) => all.filter((it) => it.checkVisibility({ checkOpacity: true })).map(({ textContent }) => textContent),
    );
  for (const [index, name] of ([/^Account/, /^Notifications/, /^Live/] as const).entries()) {
    await page.getByRole("button", { name }).click();
    await issue(`i${index}`, `Fire ${index}`);
    await expect.poll(() => page.title()).toBe(`(${index + 1}) Overview · PurposePath`);
    await toasts(visited).filter({ hasText: `Fire ${index}` }).waitFor({ state: "attached" });
    // Neither the toasts nor the bar at the bottom lie over what was opened.
    for (const control of await page.locator(".popover:not([hidden])").locator("a, button, select").all())
      await control.click({ trial: true });
    if (name.test("Notifications") || viewport.width < 720) expect(await seen()).toEqual([]);
    // Closed by a key, and by a click elsewhere.
    if (index % 2) await page.keyboard.press("Escape");
    else await page.getByRole("heading", { level: 1 }).click();
    await expect.poll(seen).toContainEqual(expect.stringContaining(`Fire ${index}`));
  }
  await expect.poll(async () => (await seen()).length).toBe(shown);
  for (const place of ["header", "nav", "main"])
    for (const control of await page.locator(place).locator("a:visible, button:visible, input:visible").all())
      await control.click({ trial: true });
  // One that is gone makes room for the next that waits.
  for (let left = 2; left >= 0; left -= 1) {
    await toasts(visited).first().getByRole("button", { name: "Close toast" }).click();
    await expect.poll(async () => (await seen()).length).toBe(Math.min(shown, left));
  }
  expect(await page.title()).toBe("Overview · PurposePath");
});

test("a KPI that stays in the red is told of once, and no longer when it is out of it", async () => {
  const visited = await arrival();
  const { page } = visited;
  await reading(12);
  await toasts(visited).getByRole("button", { name: "Close toast" }).click();
  await expect.poll(() => page.title()).toBe("Overview · PurposePath");
  await reading(13);
  await reading(80);
  await reading(11);
  await toasts(visited).filter({ hasText: "11 % of the target" }).waitFor();
  // It goes on: the toast says how it is now.
  await reading(9);
  await toasts(visited).filter({ hasText: "9 % of the target" }).waitFor();
  expect(await toasts(visited).count()).toBe(1);
  expect(await page.title()).toBe("(1) Overview · PurposePath");
  await reading(90);
  await expect.poll(() => page.title()).toBe("Overview · PurposePath");
  await expect.poll(() => toasts(visited).count()).toBe(0);
});

test("another tenant in one tab leaves the other where it is, after a reload too", async () => {
  const first = await arrival();
  const second = await open(first.context, mock);
  visits.push(second);
  await sees(second, "Live");
  await openAccount(first.page);
  await first.page.getByRole("combobox", { name: "Tenant in this tab" }).selectOption("tenant-456");
  await expect
    .poll(async () => (await mock.connections()).map(({ tenantId }) => tenantId).sort())
    .toEqual(["tenant-123", "tenant-456"]);
  for (const { page } of visits) {
    await page.reload();
    await sees({ page }, "Live");
  }
  expect(await first.page.locator(".account-tenant").textContent()).toBe("tenant-456");
  expect(await second.page.locator(".account-tenant").textContent()).toBe("tenant-123");
  await openAccount(second.page);
  await second.page.getByRole("button", { name: "Log out" }).click();
  await first.page.getByRole("button", { name: "Log in" }).waitFor();
});

test("by keyboard alone: where the focus goes, and what Escape closes", async () => {
  const { page } = await arrival();
  await mock.broadcast("goal.created", { goalId: "g1", title: "Grow" });
  await page.locator('[data-row="g1"]').waitFor();
  // From the form that is gone, to the title of the page.
  expect(await focused(page)).toBe("Overview");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Live");
  // As it is read aloud.
  await page.getByRole("button", { name: "Live", exact: true }).waitFor();
  expect(await page.locator(".indicator output").textContent()).toBe("Live");
  await page.keyboard.press("Enter");
  await page.getByText("You see changes as they happen").waitFor();
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Copy details for support");
  await page.keyboard.press("Escape");
  expect(await focused(page)).toBe("Live");
  expect(await page.getByText("You see changes as they happen").count()).toBe(0);
  // Out of it by Tab closes it too.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Notifications");
  expect(await page.getByText("You see changes as they happen").count()).toBe(0);

  await page.getByRole("button", { name: "Debug", exact: true }).click();
  await page.keyboard.press("Escape");
  expect(await page.getByRole("complementary", { name: "Debug panel" }).count()).toBe(0);

  await page.getByRole("link", { name: "Goals", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Goals", level: 2 }).waitFor();
  expect(await focused(page)).toBe("Goals");
  expect(await page.title()).toBe("Goals · PurposePath");
  await page.locator('[data-row="g1"] a').focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.title()).toBe("Grow · PurposePath");

  await page.reload();
  await sees({ page }, "Live");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("All goals");
});

test("a toast that goes leaves the focus where it was, and what is open open", async () => {
  const visited = await arrival();
  const { page } = visited;
  const debug = page.getByRole("button", { name: "Debug", exact: true });
  await issue("i1", "Checkout is down");
  await issue("i2", "Nobody can print");
  await toasts(visited).nth(1).waitFor();
  await debug.focus();
  const close = toasts(visited).filter({ hasText: "Nobody can print" }).getByRole("button", { name: "Close toast" });
  await close.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Debug");
  // Followed, it leads to its place, not back.
  await toasts(visited).getByRole("link", { name: "Show" }).focus();
  await page.keyboard.press("Enter");
  await page.locator('[data-row="i1"][data-target="true"]').waitFor();
  await page.locator("[data-sonner-toast]").waitFor({ state: "detached" });
  expect(await focused(page)).toBe("i1");

  // One is closed by hand, what is over goes by itself, while somebody reads.
  await issue("i3", "The phone is dead");
  await issue("i4", "The lights are out");
  await toasts(visited).nth(1).waitFor();
  await toasts(visited).filter({ hasText: "lights" }).getByRole("button", { name: "Close toast" }).click();
  await page.locator("[data-sonner-toast]", { hasText: "lights" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Account/ }).click();
  const tenant = page.getByRole("combobox", { name: "Tenant in this tab" });
  await tenant.focus();
  await mock.broadcast("issue.status_changed", { issueId: "i3", newStatus: "resolved", changedBy: "ann" });
  await page.locator("[data-sonner-toast]").waitFor({ state: "detached" });
  expect(await tenant.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("what others do is read aloud, what oneself does is not news", async () => {
  const { page } = await arrival();
  await mock.broadcast("goal.created", { goalId: "g1", title: "Mine", createdBy: "user-456" });
  await page.locator(".entry").first().waitFor();
  expect(await page.locator('.entry[data-new="true"]').count()).toBe(0);
  await mock.broadcast("goal.created", { goalId: "g2", title: "Theirs", createdBy: "ann" });
  await expect.poll(() => page.getByRole("log").textContent()).toBe("Ann created the goal Theirs");
});

test("what support asks for is on the clipboard, without a token", async () => {
  const { page, context } = await arrival();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await mock.broadcast("goal.created", { goalId: "g1", title: "Secret plan" });
  await page.locator('[data-row="g1"]').waitFor();
  await page.locator(".indicator-button").click();
  await page.getByText("goal.created, just now").waitFor();
  await page.getByRole("button", { name: "Copy details for support" }).click();
  await page.getByText("Copied. There is no password or token in it.").waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  for (const line of ["status: connected since", "tenant: tenant-123", "user: user-456", "last event: goal.created at"])
    expect(text).toContain(line);
  const { token } = await mock.get<{ readonly token: string }>("/token?tenant=tenant-123&user=user-456&expiresIn=900");
  for (const secret of [token.split(".")[0] ?? "", "Secret plan", "?"]) expect(text).not.toContain(secret);
});

test("a list that is longer says so, and the rest is a click away", async () => {
  const { page } = await arrival();
  for (let index = 0; index < 9; index += 1) await mock.broadcast("goal.created", { goalId: `g${index}` });
  await page.getByRole("link", { name: "and 3 more goals" }).click();
  await expect.poll(() => page.locator("[data-row]").count()).toBe(9);
});
