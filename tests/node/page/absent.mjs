// Run all goes on where no client comes, and says so: a client that does not come back has failed; one that
// rightly ended in the scenario before, or that is not alone, is not judged.
import assert from "node:assert/strict";
import { isInSight } from "./boxes.mjs";
import { connect, openPage, startClient, startMock, until } from "./stage.mjs";

/** How long the page waits here, instead of as long as each scenario says. */
const WAIT_MS = 1000;

/** Runs those with these words in a page of its own; what is said at the end, and the rows of the table. */
async function runs(browser, mock, words) {
  const { page, context, tab, picture, troubles } = await openPage(browser, mock);
  await page.route(/\/scenarios$/, async (route) => {
    if (route.request().method() !== "GET") return route.continue();
    const response = await route.fetch();
    return route.fulfill({ response, json: (await response.json()).map((it) => ({ ...it, waitMs: WAIT_MS })) });
  });
  await tab("Scenarios");
  await page.getByRole("searchbox", { name: "Search the scenarios" }).fill(words);
  await page.locator("#scenario-all").click();
  assert.ok(await isInSight(page, "#scenario-table"), "the table is in sight at once");
  await page.locator("#said").filter({ hasText: /\d passed/ }).waitFor({ timeout: 120_000 });
  await picture(`absent-${words}`);
  assert.equal(await page.evaluate(() => document.activeElement.id), "scenario-all", "the focus is where it was");
  const said = await page.locator("#scenario-said").textContent();
  const rows = await page.locator("#scenario-table tbody tr").allTextContents();
  assert.deepEqual(troubles, []);
  await context.close();
  return { said, rows };
}

export async function absent(browser) {
  const mock = await startMock();
  let client;
  try {
    const none = await runs(browser, mock, "rate");
    assert.deepEqual(none.rows, [
      "stays-when-rate-limitedfailedno client connected within 1 s",
      "waits-when-rate-limitedfailedno client connected within 1 s",
    ]);
    assert.equal(none.said, "0 passed, 2 failed");

    const two = await Promise.all([connect(mock.url, "t/u"), connect(mock.url, "t/v")]);
    const crowd = await runs(browser, mock, "one-socket");
    assert.deepEqual(crowd.rows, ["one-socketnot judgedit judges 1 client, and 2 were connected for 1 s"]);
    assert.equal(crowd.said, "0 passed, 0 failed, 1 not judged");
    for (const { socket } of two) socket.terminate();

    // The first ends it, as it should; nobody starts it again.
    client = startClient(mock.url, "tenant-123/user-456");
    await until("it is connected", async () => (await mock.ask("/connections")).some(({ state }) => state === "authenticated"));
    const ended = await runs(browser, mock, "stops-when");
    assert.deepEqual(ended.rows, [
      "stops-when-forbiddenpassed",
      "stops-when-unauthorizednot judgedno client connected within 1 s, after stops-when-forbidden had ended it",
    ]);
    assert.equal(ended.said, "1 passed, 0 failed, 1 not judged");
    return "run all goes on without a client: failed where it has to come back, not judged where it may be gone";
  } finally {
    client?.kill();
    mock.child.kill("SIGKILL");
  }
}
