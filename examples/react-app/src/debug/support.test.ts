import { expect, test } from "vitest";
import { supportDetails } from "./support";

const connection = { status: "reconnecting", attempt: 3, retryable: true, sinceMs: 2000, everConnected: true } as const;
const common = {
  nowMs: 3000,
  page: "https://app.example/goals?secret=1#/goals/7",
  browser: "A browser",
  session: { tenantId: "t", userId: "u" },
};

test("one fact a line, and of an address nothing that may be secret", () => {
  const text = supportDetails({
    ...common,
    config: { state: "on", url: "wss://api.example/realtime?access_token=secret" },
    connection: { ...connection, reason: "closed", closeCode: 1006, retryAtMs: 4000 },
    data: { state: "stale", isFetching: false, fetchedMs: 1000 },
    readings: {
      events: 7,
      unknown: 1,
      invalid: 2,
      diagnostics: 0,
      perSecond: [],
      frames: [],
      latency: { medianMs: 12, p95Ms: 30 },
      last: { type: "goal.created", atMs: 1500, lateMs: 12 },
    },
  });
  expect(text).toBe(
    [
      "at: 1970-01-01T00:00:03.000Z",
      "page: https://app.example/goals",
      "server: wss://api.example/realtime",
      "protocol: 1.0",
      "tenant: t",
      "user: u",
      "status: reconnecting since 1970-01-01T00:00:02.000Z",
      "reason: closed",
      "close code: 1006",
      "failed attempts: 3",
      "next try: 1970-01-01T00:00:04.000Z",
      "data: stale, fetched 1970-01-01T00:00:01.000Z",
      "last event: goal.created at 1970-01-01T00:00:01.500Z",
      "latency: median 12 ms, p95 30 ms",
      "events: 7, unknown 1, invalid 2",
      "browser: A browser",
    ].join("\n"),
  );
});

test("what is wrong with the settings is told", () => {
  const text = supportDetails({
    ...common,
    config: { state: "invalid", problems: ["VITE_STAGE is none of dev, staging, prod"] },
    connection: { ...connection, status: "disconnected", sinceMs: 0 },
    data: { state: "none", isFetching: false, fetchedMs: null },
    readings: null,
  });
  expect(text).toContain("server: realtime is invalid\nproblems: VITE_STAGE is none of dev, staging, prod\n");
  expect(text).toContain("last event: none");
});
