// What the page says when there is nothing to show, word by word: the first fetch is slow, fails once, or
// nobody is there.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Mock } from "./mock";
import { address, launch, open, sees } from "./page";
import type { Visit } from "./page";

let browser: Browser;
let mock: Mock;
let visited: Visit;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  mock = await Mock.start();
  const context = await browser.newContext();
  visited = await open(context, mock);
});
afterEach(async () => {
  await visited.context.close();
  await mock.stop();
  expect(visited.failures).toEqual([]);
});

const logIn = () => visited.page.getByRole("button", { name: "Log in" }).click();

/** What each panel says, without its rows. */
const panels = (page: Page) =>
  page.$$eval("main .panel", (found) =>
    found.map((panel) => [
      panel.querySelector("h2")?.textContent,
      [...panel.querySelectorAll(".empty, .skeleton p, .live-badge")].map(({ textContent }) => textContent).join(" "),
    ]),
  );

const banner = (page: Page) => page.locator(".notice p");

test("a first fetch that takes four seconds: what is coming, and nothing of what is not known", async () => {
  const { page } = visited;
  await page.route(`${mock.control}/events**`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await route.continue().catch(() => {});
  });
  await logIn();
  await sees(visited, "Loading");
  expect(await panels(page)).toEqual([
    ["KPIs", "Loading KPIs…"],
    ["Goals", "Loading goals…"],
    ["Actions", "Loading actions…"],
    ["Issues", "Loading issues…"],
    ["Activity", "Loading activity…"],
  ]);
  expect(await banner(page).count()).toBe(0);
  await page.locator(".indicator-button").click();
  await page.getByText("Connected; fetching what there is…").waitFor();
  await sees(visited, "Live");
  expect(await panels(page)).toEqual([
    ["KPIs0", "No readings yet."],
    ["Goals0", "No goals yet."],
    ["Actions0", "No actions yet."],
    ["Issues0", "No issues. Good."],
    ["Activity", "Nothing has happened yet. What your team does appears here at once."],
  ]);
});

test("a fetch that fails: that it did, and a way to try again", async () => {
  const { page } = visited;
  await page.route(`${mock.control}/events**`, (route) => route.fulfill({ status: 503, body: "{}" }));
  await logIn();
  await sees(visited, "Incomplete");
  await expect
    .poll(() => banner(page).textContent())
    .toBe("What happened earlier could not be fetched. What happens from now on appears all the same.");
  expect(await panels(page)).toEqual([
    ["KPIs", "The KPIs could not be fetched."],
    ["Goals", "The goals could not be fetched."],
    ["Actions", "The actions could not be fetched."],
    ["Issues", "The issues could not be fetched."],
    ["Activity", "The activity could not be fetched."],
  ]);
  // What happens from now on appears all the same.
  await mock.broadcast("goal.created", { goalId: "g1", title: "Seen live" });
  await page.locator('[data-row="g1"]').waitFor();
  await page.unroute(`${mock.control}/events**`);
  await page.getByRole("button", { name: "Try again" }).click();
  await sees(visited, "Live");
  expect(await banner(page).count()).toBe(0);
  await page.getByText("No issues. Good.").waitFor();
});

test("a server that is away: that it is, not that the sign-in is to blame, and no talk of an interruption", async () => {
  const { page } = visited;
  const ports = ["--port", mock.port, "--control-port", mock.controlPort];
  await mock.stop();
  await logIn();
  await expect.poll(() => banner(page).textContent()).toBe("The server cannot be reached. There is nothing to show yet.");
  await sees(visited, "Connecting");
  await page.locator(".indicator-button").click();
  await page.getByText("The server is not answering as it should.").waitFor();
  await page.getByText("Next try").waitFor();
  const text = (await page.locator("body").textContent()) ?? "";
  for (const word of ["sign-in", "interrupted", "Live updates have stopped", "No issues", "Out of date"])
    expect(text).not.toContain(word);
  // Trying again does not help yet; then the page comes back by itself.
  const asked = page.waitForRequest(/\/events\?/);
  await page.getByRole("button", { name: "Try again" }).click();
  await asked;
  mock = await Mock.start(...ports);
  await sees(visited, "Live");
  await page.getByText("No issues. Good.").waitFor();

  // Gone after it was there: then it is an interruption, and an empty list is no promise.
  await mock.stop();
  await sees(visited, "Reconnecting");
  expect(await panels(page)).toEqual([
    ["KPIs", "Out of date No KPIs when this page last looked, just now."],
    ["Goals", "Out of date No goals when this page last looked, just now."],
    ["Actions", "Out of date No actions when this page last looked, just now."],
    ["Issues", "Out of date No issues when this page last looked, just now."],
    ["Activity", "Out of date No activity when this page last looked, just now."],
  ]);
  await page.locator(".indicator-button").click();
  await page.getByText("Live updates are interrupted").waitFor();
});

test("an account that is refused: what helps", async () => {
  const { page } = visited;
  await mock.post("/faults", { action: "auth_error", code: "FORBIDDEN" });
  await logIn();
  await sees(visited, "Not connected");
  await expect
    .poll(() => banner(page).textContent())
    .toBe(
      "This account has no live updates here. Choose another tenant, log in with another account, or ask an administrator for access.",
    );
  await page.getByRole("button", { name: "Log in again" }).click();
  await page.getByRole("heading", { name: "PurposePath" }).waitFor();
});

test("an address that leads nowhere, and one of a goal and an issue that there is not", async () => {
  const { page } = visited;
  await logIn();
  await sees(visited, "Live");
  const [base] = address(mock).split("#");
  await page.goto(`${base}#/reports`);
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  expect(await page.title()).toBe("Not found · PurposePath");
  await page.goto(`${base}#/goals/nobody`);
  await page.getByRole("heading", { name: "No such goal" }).waitFor();
  await page.goto(`${base}#/issues/nobody`);
  await page.getByText("What this address names is not among the issues that are known here.").waitFor();
});
