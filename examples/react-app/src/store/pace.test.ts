import { expect, test, vi } from "vitest";

const { pacedFrames } = await vi.importActual<typeof import("./pace")>("./pace");

test("a frame that took long is followed by a pause as long; one that did not, by the next frame", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const waits = vi.spyOn(globalThis, "setTimeout");
  const schedule = pacedFrames();
  const frame = (costMs: number) =>
    new Promise<void>((resolve) => {
      schedule(() => {
        now += costMs;
        resolve();
      });
    });
  const pauses = () => waits.mock.calls.map(([, ms]) => ms).filter((ms) => ms === 300);
  await frame(300);
  // The end of the frame is noted in the task behind it.
  await new Promise((resolve) => setTimeout(resolve, 1));
  await frame(0);
  expect(pauses()).toEqual([300]);
  now += 1000;
  await new Promise((resolve) => setTimeout(resolve, 1));
  await frame(0);
  expect(pauses()).toEqual([300]);
});
