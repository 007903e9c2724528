// Runs in a page and in Node alike: decodes every frame and reports what became of it, and whether
// code can be made out of text here.
import { GoalCreatedSchema, decode, encode, isGoalCreated } from "./realtime/esm/index.js";
import { fixtures } from "./realtime/esm/fixtures.js";
import { frames } from "./frames.js";

let makesCode = true;
try {
  new Function("return 1")();
} catch {
  makesCode = false;
}
const created = fixtures["goal.created"];
const report = {
  makesCode,
  guard: isGoalCreated(created),
  schema: GoalCreatedSchema["~standard"].validate(created),
  verdicts: [...frames, ...Object.values(fixtures).map(encode)].map((frame) => decode(frame)),
};

const text = JSON.stringify(report);
if (typeof document === "undefined") console.log(text);
// As text without any character that HTML writes otherwise.
else document.body.textContent = `report:${encodeURIComponent(text)}:end`;
