// Reads the settings of realtime. What is not plainly right switches it off and says why: a token
// must never go to a place that a typing error chose. This file does not know where the settings
// come from.
import { STAGE_VALUES } from "@purposepath/realtime";
import type { Stage } from "@purposepath/realtime";
import { endpoint } from "@purposepath/realtime/connection";

/** Whether and where to connect. */
export type RealtimeConfig =
  | { readonly state: "on"; readonly url: string }
  | { readonly state: "off" }
  | { readonly state: "invalid"; readonly problems: readonly string[] };

/** The settings as text, by name, as a build tool hands them over. */
export type Environment = Readonly<Record<string, unknown>>;

/**
 * The settings `FEATURE_REALTIME`, `REALTIME_WS_URL` and `STAGE`, spelt `REACT_APP_…` or `VITE_…`.
 * Without stage and URL, a development build talks to `dev` and a production build does not start.
 */
export function readRealtimeConfig(environment: Environment, isProduction: boolean): RealtimeConfig {
  const problems: string[] = [];
  const read = (name: string): string | undefined => {
    const found = ["REACT_APP_" + name, "VITE_" + name]
      .map((key) => ({ key, value: String(environment[key] === undefined ? "" : environment[key]).trim() }))
      .filter(({ value }) => value !== "");
    const [first, second] = found;
    if (first && second && first.value !== second.value) {
      problems.push(`${first.key} and ${second.key} differ; set one of them`);
    }
    return first && first.value;
  };

  const flag = read("FEATURE_REALTIME");
  const stage = read("STAGE");
  const url = read("REALTIME_WS_URL");
  if (flag === undefined || flag.toLowerCase() === "false") {
    return problems.length > 0 ? { state: "invalid", problems } : { state: "off" };
  }
  if (flag.toLowerCase() !== "true") {
    problems.push(`REACT_APP_FEATURE_REALTIME is neither true nor false: "${flag}"`);
  }
  if (stage !== undefined && !isStage(stage)) {
    problems.push(`REACT_APP_STAGE is none of ${STAGE_VALUES.join(", ")}: "${stage}"`);
  }
  if (stage === undefined && url === undefined && isProduction) {
    problems.push(`a production build needs REACT_APP_STAGE (${STAGE_VALUES.join(", ")}) or REACT_APP_REALTIME_WS_URL`);
  }
  if (problems.length > 0) return { state: "invalid", problems };
  try {
    // A stage that is none was refused above; without one, a development build takes `dev`.
    const chosen = (stage === undefined ? "dev" : stage) as Stage;
    return { state: "on", url: endpoint(url === undefined ? { stage: chosen } : { stage: chosen, url }) };
  } catch (error) {
    return {
      state: "invalid",
      problems: [`REACT_APP_REALTIME_WS_URL: ${(error as Error).message.replace(/^url: /, "")}`],
    };
  }
}

function isStage(text: string): text is Stage {
  return (STAGE_VALUES as readonly string[]).indexOf(text) >= 0;
}
