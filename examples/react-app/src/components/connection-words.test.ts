import { expect, test } from "vitest";
import { REASON_VALUES } from "@purposepath/realtime/connection";
import { badgeOf, bannerOf, indicationOf, REASON_WORDS, reasonWords, sinceWord } from "./connection-words";
import type { Situation } from "./connection-words";

const on = { state: "on", url: "wss://example.org" } as const;

function situation(
  status: Situation["connection"]["status"],
  data: Partial<Situation["data"]> = {},
  connection: Partial<Situation["connection"]> = {},
): Situation {
  return {
    config: on,
    connection: { status, everConnected: true, ...connection },
    data: { state: "fresh", isFetching: false, fetchedMs: 1, ...data },
  };
}

const first = { state: "none", isFetching: true, fetchedMs: null } as const;

test.each([
  [situation("connected"), "Live", null],
  [situation("connected", first), "Loading", null],
  [situation("connected", { state: "stale", isFetching: true }), "Catching up", null],
  [situation("connected", { state: "failed" }), "Incomplete", "Incomplete"],
  [situation("connected", { state: "failed", isFetching: true }), "Catching up", null],
  [situation("connecting", first, { everConnected: false }), "Connecting", null],
  [situation("connecting", {}, { everConnected: false }), "Connecting", "Not live"],
  [situation("reconnecting", {}, { everConnected: false }), "Connecting", "Not live"],
  [situation("reconnecting", { state: "stale" }), "Reconnecting", "Out of date"],
  [situation("error", { state: "stale" }), "Not connected", "Out of date"],
  [situation("disconnected", { state: "stale" }), "Offline", "Out of date"],
  [{ ...situation("disconnected"), config: { state: "off" } as const }, "Live updates off", null],
  [{ ...situation("disconnected"), config: { state: "invalid", problems: [] } as const }, "Misconfigured", null],
])("the indicator and the badge of a panel: %#", (given, label, badge) => {
  expect(indicationOf(given).label).toBe(label);
  expect(badgeOf(given)).toBe(badge);
});

test.each([
  [situation("connected"), null],
  [situation("reconnecting", { state: "stale" }), null],
  [situation("connected", { state: "failed", isFetching: true }), null],
  [
    situation("connected", { state: "failed" }),
    ["What happened earlier could not be fetched. What happens from now on appears all the same.", "try again"],
  ],
  [
    situation("connecting", { state: "failed", fetchedMs: null }, { everConnected: false, reason: "token" }),
    ["The server cannot be reached. There is nothing to show yet.", "try again"],
  ],
  [
    situation("reconnecting", { state: "failed" }, { reason: "offline" }),
    ["This device seems to be offline. What you see may be out of date.", "try again"],
  ],
  [
    situation("error", {}, { reason: "unauthenticated" }),
    ["Your sign-in has ended. Log in again to go on.", "log in"],
  ],
  [
    situation("error", {}, { reason: "refused" }),
    [
      "This account has no live updates here. Choose another tenant, log in with another account, or ask an administrator for access.",
      "log in",
    ],
  ],
  [
    situation("error", {}, { reason: "protocol" }),
    ["The server and this page do not understand each other. Reload the page to get its newest version.", "reload"],
  ],
  [situation("error", {}, { reason: "config" }), ["Live updates have stopped. Reload the page for news.", "reload"]],
  [
    { ...situation("disconnected", { state: "failed", fetchedMs: null }), config: { state: "off" } as const },
    ["The server cannot be reached. There is nothing to show yet.", "try again"],
  ],
])("what the page says above its contents: %#", (given, said) => {
  const banner = bannerOf(given);
  expect(banner && [banner.text, banner.remedy]).toEqual(said);
});

test("every reason has words; only what ends a sign-in, or renews it, speaks of one", () => {
  expect(Object.keys(REASON_WORDS).sort()).toEqual([...REASON_VALUES].sort());
  const blamed = REASON_VALUES.filter((reason) => REASON_WORDS[reason].includes("sign-in"));
  expect(blamed).toEqual(["unauthorized", "unauthenticated"]);
});

test("what never was there was not lost", () => {
  expect(reasonWords({ status: "connecting", everConnected: false })).toBeNull();
  expect(reasonWords({ status: "reconnecting", everConnected: false, reason: "closed" })).toBe(
    "The server cannot be reached.",
  );
  expect(reasonWords({ status: "reconnecting", everConnected: true, reason: "closed" })).toBe(
    "The connection was lost.",
  );
});

test.each([
  [{ status: "connected", everConnected: true }, "Connected"],
  [{ status: "connecting", everConnected: false }, "Started"],
  [{ status: "reconnecting", everConnected: false }, "Started"],
  [{ status: "reconnecting", everConnected: true }, "Interrupted"],
  [{ status: "error", everConnected: true }, "Stopped"],
  [{ status: "disconnected", everConnected: false }, "Stopped"],
] as const)("what a status began with: %#", (connection, word) => {
  expect(sinceWord(connection)).toBe(word);
});
