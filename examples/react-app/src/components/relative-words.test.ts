import { expect, test } from "vitest";
import { ago } from "./relative-words";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test.each([
  [-5 * MINUTE, "just now"],
  [0, "just now"],
  [1 * SECOND, "just now"],
  [59 * SECOND, "just now"],
  [MINUTE, "1 min. ago"],
  [MINUTE + 59 * SECOND, "1 min. ago"],
  [59 * MINUTE + 59 * SECOND, "59 min. ago"],
  [HOUR, "1 hr. ago"],
  [23 * HOUR + 59 * MINUTE, "23 hr. ago"],
  [24 * HOUR, "yesterday"],
  [49 * HOUR, "2 days ago"],
])("%i ms are %s", (ms, words) => {
  expect(ago(ms)).toBe(words);
});
