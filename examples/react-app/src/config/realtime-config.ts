// Reads the settings of realtime. What is not plainly right switches it off and says why: a token
// must never go to a place that a typing error chose. This file does not know where the settings
// come from.
import { SETTING_PREFIXES, STAGE_VALUES } from "@purposepath/realtime";
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
 * The settings `FEATURE_REALTIME`, `REALTIME_WS_URL` and `STAGE`, spelt `REACT_APP_…`, `VITE_…` or
 * `NEXT_PUBLIC_…`; a problem names the one that was set. Without stage and URL, a development build talks to `dev` and a production build does not start.
 */
export function readRealtimeConfig(environment: Environment, isProduction: boolean): RealtimeConfig {
  const problems: string[] = [];
  const read = (name: string): Setting | undefined => {
    const found = SETTING_PREFIXES.map((prefix) => {
      const value = environment[prefix + name];
      return { prefix, key: prefix + name, value: String(value === undefined ? "" : value).trim() };
    }).filter(({ value }) => value !== "");
    const [first] = found;
    const other = found.find(({ value }) => first && value !== first.value);
    if (first && other) problems.push(`${first.key} and ${other.key} differ; set one of them`);
    return first;
  };

  const flag = read("FEATURE_REALTIME");
  const stage = read("STAGE");
  const url = read("REALTIME_WS_URL");
  if (flag === undefined || flag.value.toLowerCase() === "false") {
    return problems.length > 0 ? { state: "invalid", problems } : { state: "off" };
  }
  if (flag.value.toLowerCase() !== "true") {
    problems.push(`${flag.key} is neither true nor false: "${flag.value}"`);
  }
  if (stage !== undefined && !isStage(stage.value)) {
    problems.push(`${stage.key} is none of ${STAGE_VALUES.join(", ")}: "${stage.value}"`);
  }
  if (stage === undefined && url === undefined && isProduction) {
    const { prefix } = flag;
    problems.push(`a production build needs ${prefix}STAGE (${STAGE_VALUES.join(", ")}) or ${prefix}REALTIME_WS_URL`);
  }
  if (problems.length > 0) return { state: "invalid", problems };
  // A stage that is none was refused above; without one, a development build takes `dev`.
  const chosen = (stage === undefined ? "dev" : stage.value) as Stage;
  if (url === undefined) return { state: "on", url: endpoint({ stage: chosen }) };
  try {
    return { state: "on", url: endpoint({ stage: chosen, url: url.value }) };
  } catch (error) {
    return { state: "invalid", problems: [`${url.key}: ${(error as Error).message.replace(/^url: /, "")}`] };
  }
}

/** A setting as it was found. */
interface Setting {
  readonly prefix: string;
  readonly key: string;
  readonly value: string;
}

function isStage(text: string): text is Stage {
  return (STAGE_VALUES as readonly string[]).indexOf(text) >= 0;
}
