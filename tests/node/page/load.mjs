// A thousand frames a second: the page answers its user, and its memory is bounded. A click is measured by
// the browser, from the pointer to the picture that shows what it did; the heap after all that is no longer
// needed was collected.
import assert from "node:assert/strict";
import { connect, openPage, startMock } from "./stage.mjs";

const PER_SECOND = 1000;
const MOST_CLICK_MS = 200;
/** How often a click takes no longer than that, whatever else the machine does. */
const SHARE = 0.95;
/** What the page may grow to. */
const MOST_HEAP = 24e6;

/** The number that so large a share is not above. */
const quantile = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.ceil(numbers.length * share) - 1];

/** @param {any} browser @param {number} seconds */
export async function load(browser, seconds) {
  const mock = await startMock();
  try {
    const client = await connect(mock.url, "tenant-123/user-456");
    const { page, context, troubles } = await openPage(browser, mock);
    const devtools = await context.newCDPSession(page);
    const heap = async () => {
      await devtools.send("HeapProfiler.collectGarbage");
      return (await devtools.send("Runtime.getHeapUsage")).usedSize;
    };
    // The browser does not tell of what takes it less than 16 ms.
    await page.evaluate(() => {
      window.clicks = [];
      const hear = (list) => window.clicks.push(...list.getEntries().filter(({ name }) => name === "click").map(({ duration }) => duration));
      new PerformanceObserver(hear).observe({ type: "event", durationThreshold: 16 });
    });
    await mock.tell("/traffic", { rate: PER_SECOND });
    const start = Date.now();
    const heaps = [];
    let [shown, pressed] = [0, 0];
    for (let at = 0; Date.now() - start < seconds * 1000; at += 1) {
      const name = ["send", "faults", "clock", "connections"][at % 4];
      await page.locator(`#tab-${name}`).click();
      await page.locator(`#panel-${name}`).waitFor();
      pressed += 1;
      shown = await page.locator("#log-table tbody tr").count();
      if (at % 10 === 0) heaps.push(await heap());
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const { counters } = await mock.ask("/state");
    const seen = Number(await page.evaluate(() => document.querySelector("#log-table tbody tr").dataset.seq));
    const rate = client.heard.length / ((Date.now() - start) / 1000);
    heaps.push(await heap());
    const clicks = await page.evaluate(() => window.clicks);
    clicks.push(...Array(Math.max(0, pressed - clicks.length)).fill(16));
    const [usual, most, slowest] = [0.5, SHARE, 1].map((share) => quantile(clicks, share));
    const said = `${Math.round(rate)} frames a second for ${seconds} s: a click is answered within ${usual} ms, 95 of 100 within ${most}, the slowest of ${clicks.length} within ${slowest}; the page has ${(Math.max(...heaps) / 1e6).toFixed(1)} MB at most, ${(heaps.at(-1) / 1e6).toFixed(1)} at the end`;
    assert.ok(rate > PER_SECOND * 0.5, said);
    assert.ok(most <= MOST_CLICK_MS, said);
    assert.ok(Math.max(...heaps) <= MOST_HEAP, said);
    assert.ok(shown <= 200 && seen > 0 && counters.sent > 0, said);
    assert.deepEqual(troubles, []);
    client.socket.terminate();
    return said;
  } finally {
    mock.child.kill("SIGKILL");
  }
}
