import { expect, test } from "vitest";
import { hrefOf, hrefOfSubject, parseRoute, subjectOf } from "./route";

test.each([
  ["", "overview", null],
  ["#/", "overview", null],
  ["#/overview", "overview", null],
  ["#/goals", "goals", null],
  ["#/goals/a%2Fb", "goals", "a/b"],
  ["#/issues/i1", "issues", "i1"],
  ["#/reports", null, null],
  ["#/overview/7", null, null],
  ["#/goals/1/2", null, null],
  ["#/goals/%", null, null],
  ["#goals", null, null],
])("the address %s", (hash, screen, id) => {
  expect(parseRoute(hash)).toEqual({ screen, id });
});

test("where a thing is shown, and back", () => {
  expect(hrefOf("goals", "a/b")).toBe("#/goals/a%2Fb");
  for (const kind of ["goal", "action", "kpi", "issue"] as const)
    expect(subjectOf(parseRoute(hrefOfSubject({ kind, id: "a b" })))).toBe(`${kind} a b`);
  expect(subjectOf(parseRoute("#/goals"))).toBeNull();
});
