// A thousand frames a second: the page answers its user, and its memory is bounded. Measured on the page's
// own clock, from the click to the frame that shows what it did.
import assert from "node:assert/strict";
import { connect, openPage, startMock } from "./stage.mjs";

const PER_SECOND = 1000;
const MOST_CLICK_MS = 200;
/** What the page may grow to, after all that is no longer needed was collected. */
const MOST_HEAP = 24e6;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

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
    await mock.tell("/traffic", { rate: PER_SECOND });
    const start = Date.now();
    const [clicks, heaps] = [[], []];
    let shown = 0;
    for (let at = 0; Date.now() - start < seconds * 1000; at += 1) {
      const name = ["tab-send", "tab-faults", "tab-clock", "tab-connections"][at % 4];
      // As a user does: an event of the pointer, then what is drawn after it.
      clicks.push(
        await page.evaluate(
          (id) =>
            new Promise((resolve) => {
              const from = performance.now();
              // The click waits its turn behind whatever the page is busy with.
              setTimeout(() => {
                document.getElementById(id).click();
                requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
              });
            }),
          name,
        ),
      );
      shown = await page.locator("#log-table tbody tr").count();
      if (at % 10 === 0) heaps.push(await heap());
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const { counters } = await mock.ask("/state");
    const seen = Number(await page.evaluate(() => document.querySelector("#log-table tbody tr").dataset.seq));
    const rate = client.heard.length / ((Date.now() - start) / 1000);
    heaps.push(await heap());
    const slowest = Math.max(...clicks);
    const said = `${Math.round(rate)} frames a second for ${seconds} s: a click is answered within ${Math.round(median(clicks))} ms, at worst ${Math.round(slowest)}; the page has ${(Math.max(...heaps) / 1e6).toFixed(1)} MB at most, ${(heaps.at(-1) / 1e6).toFixed(1)} at the end`;
    assert.ok(rate > PER_SECOND * 0.5, said);
    assert.ok(slowest <= MOST_CLICK_MS, said);
    assert.ok(Math.max(...heaps) <= MOST_HEAP, said);
    assert.ok(shown <= 200 && seen > 0 && counters.sent > 0, said);
    assert.deepEqual(troubles, []);
    client.socket.terminate();
    return said;
  } finally {
    mock.child.kill("SIGKILL");
  }
}
