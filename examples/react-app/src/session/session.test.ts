import { beforeEach, expect, test } from "vitest";
import { keepTenant, readSession, writeSession } from "./session";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

test("the tenant is the tab's own, the user everybody's", () => {
  writeSession({ tenantId: "a", userId: "u" });
  // Another tab goes to another tenant, then somebody else signs in there.
  localStorage.setItem("purposepath-session", '{"tenantId":"b","userId":"u"}');
  expect(readSession()).toEqual({ tenantId: "a", userId: "u" });
  localStorage.setItem("purposepath-session", '{"tenantId":"c","userId":"v"}');
  expect(readSession()).toEqual({ tenantId: "c", userId: "v" });
  localStorage.removeItem("purposepath-session");
  expect(readSession()).toBeNull();
});

test("a tab that knows no tenant takes the last one", () => {
  writeSession({ tenantId: "a", userId: "u" });
  sessionStorage.clear();
  expect(readSession()).toEqual({ tenantId: "a", userId: "u" });
  keepTenant({ tenantId: "a", userId: "u" });
  expect(sessionStorage.getItem("purposepath-session")).toBe('{"tenantId":"a","userId":"u"}');
  writeSession(null);
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
});

test("what is no session is none", () => {
  for (const text of ["{", "7", '{"tenantId":1}']) {
    localStorage.setItem("purposepath-session", text);
    expect(readSession()).toBeNull();
  }
});
