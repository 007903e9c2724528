import { expect, test } from "vitest";
import { readRealtimeConfig } from "./realtime-config";

const on = { REACT_APP_FEATURE_REALTIME: "true" };

test("without a flag, realtime is off", () => {
  expect(readRealtimeConfig({}, false)).toEqual({ state: "off" });
  expect(readRealtimeConfig({ VITE_FEATURE_REALTIME: "", VITE_STAGE: "dev" }, false)).toEqual({ state: "off" });
});

test.each(["false", "FALSE", " false "])("the flag %j switches it off", (flag) => {
  expect(readRealtimeConfig({ REACT_APP_FEATURE_REALTIME: flag, REACT_APP_STAGE: "nowhere" }, true)).toEqual({
    state: "off",
  });
});

test.each(["1", "yes", "ture"])("the flag %j is a mistake, and switches it off", (flag) => {
  expect(readRealtimeConfig({ REACT_APP_FEATURE_REALTIME: flag, REACT_APP_STAGE: "dev" }, false)).toEqual({
    state: "invalid",
    problems: [`REACT_APP_FEATURE_REALTIME is neither true nor false: "${flag}"`],
  });
});

test.each([
  ["dev", "wss://api.dev.purposepath.app/realtime"],
  ["staging", "wss://api.staging.purposepath.app/realtime"],
  ["prod", "wss://api.purposepath.app/realtime"],
])("the stage %s has its URL, under both spellings", (stage, url) => {
  expect(readRealtimeConfig({ ...on, REACT_APP_STAGE: stage }, true)).toEqual({ state: "on", url });
  expect(readRealtimeConfig({ VITE_FEATURE_REALTIME: "true", VITE_STAGE: stage }, true)).toEqual({ state: "on", url });
});

test("a stage that there is not is a mistake, whatever the URL", () => {
  const environment = { ...on, REACT_APP_STAGE: "production", REACT_APP_REALTIME_WS_URL: "wss://example.org" };
  expect(readRealtimeConfig(environment, false)).toEqual({
    state: "invalid",
    problems: ['REACT_APP_STAGE is none of dev, staging, prod: "production"'],
  });
});

test("without stage and URL, a development build takes dev and a production build does not start", () => {
  expect(readRealtimeConfig(on, false)).toEqual({ state: "on", url: "wss://api.dev.purposepath.app/realtime" });
  expect(readRealtimeConfig(on, true)).toEqual({
    state: "invalid",
    problems: ["a production build needs REACT_APP_STAGE (dev, staging, prod) or REACT_APP_REALTIME_WS_URL"],
  });
});

test("a URL replaces the stage's, trimmed", () => {
  const environment = { ...on, REACT_APP_STAGE: "prod", REACT_APP_REALTIME_WS_URL: " ws://localhost:5055 " };
  expect(readRealtimeConfig(environment, true)).toEqual({ state: "on", url: "ws://localhost:5055" });
});

test.each(["ws://example.org", "https://example.org", "wss://user:password@example.org"])(
  "no token goes to %s",
  (url) => {
    expect(readRealtimeConfig({ ...on, REACT_APP_REALTIME_WS_URL: url }, false)).toEqual({
      state: "invalid",
      problems: ["REACT_APP_REALTIME_WS_URL: expected wss://host/path, or ws:// to this machine"],
    });
  },
);

test("two spellings that differ are a mistake, the same value twice is none", () => {
  expect(readRealtimeConfig({ ...on, VITE_FEATURE_REALTIME: "false" }, false)).toEqual({
    state: "invalid",
    problems: ["REACT_APP_FEATURE_REALTIME and VITE_FEATURE_REALTIME differ; set one of them"],
  });
  expect(readRealtimeConfig({ ...on, VITE_FEATURE_REALTIME: "true", VITE_STAGE: "dev" }, true).state).toBe("on");
});

test("what is no text is read as one", () => {
  expect(
    readRealtimeConfig({ VITE_FEATURE_REALTIME: true, VITE_STAGE: "dev", REACT_APP_STAGE: undefined }, true).state,
  ).toBe("on");
});

/** What is wrong with the settings of a production build. */
function problems(environment: Record<string, string | undefined>) {
  const config = readRealtimeConfig(environment, true);
  return config.state === "invalid" ? config.problems : [];
}

test.each(["REACT_APP_", "VITE_", "NEXT_PUBLIC_"])("spelt %s…, every setting is read, and every problem names it", (prefix) => {
  const set = (flag: string, stage?: string, url?: string) => ({
    [prefix + "FEATURE_REALTIME"]: flag,
    [prefix + "STAGE"]: stage,
    [prefix + "REALTIME_WS_URL"]: url,
  });
  expect(readRealtimeConfig(set("true", "prod"), true).state).toBe("on");
  expect(readRealtimeConfig(set("true", "", "ws://localhost:5055"), true)).toEqual({ state: "on", url: "ws://localhost:5055" });
  expect(problems(set("yes", "nowhere"))).toEqual([
    `${prefix}FEATURE_REALTIME is neither true nor false: "yes"`,
    `${prefix}STAGE is none of dev, staging, prod: "nowhere"`,
  ]);
  expect(problems(set("true"))).toEqual([
    `a production build needs ${prefix}STAGE (dev, staging, prod) or ${prefix}REALTIME_WS_URL`,
  ]);
  expect(problems(set("true", "prod", "ws://example.org"))).toEqual([
    `${prefix}REALTIME_WS_URL: expected wss://host/path, or ws:// to this machine`,
  ]);
});

test("of three spellings, those that differ are named", () => {
  const environment = { ...on, VITE_FEATURE_REALTIME: "true", NEXT_PUBLIC_FEATURE_REALTIME: "false" };
  expect(readRealtimeConfig(environment, false)).toEqual({
    state: "invalid",
    problems: ["REACT_APP_FEATURE_REALTIME and NEXT_PUBLIC_FEATURE_REALTIME differ; set one of them"],
  });
});
