// What the page says of the connection and of its data, and what it offers. Pure.
import type { Reason } from "@purposepath/realtime/connection";
import type { ConnectionSnapshot } from "@purposepath/realtime/connection";
import type { RealtimeConfig } from "../config/realtime-config";
import type { Freshness } from "../store/workspace";

/** What is known of both. */
export interface Situation {
  readonly config: RealtimeConfig;
  readonly connection: Pick<ConnectionSnapshot, "status" | "reason" | "everConnected">;
  readonly data: Pick<Freshness, "state" | "isFetching" | "fetchedMs">;
}

/** How good that is; the colour of the indicator. */
export type Tone = "live" | "waiting" | "bad" | "off";

export interface Indication {
  /** A word or two for the header. */
  readonly label: string;
  readonly headline: string;
  readonly tone: Tone;
}

/** The indicator. It says "Live" only when what is on the screen is. */
export function indicationOf({ config, connection, data }: Situation): Indication {
  if (config.state === "invalid")
    return { label: "Misconfigured", headline: "Live updates are misconfigured", tone: "bad" };
  if (config.state === "off")
    return { label: "Live updates off", headline: "Live updates are switched off", tone: "off" };
  switch (connection.status) {
    case "connected":
      return indicationOfData(data);
    case "error":
      return { label: "Not connected", headline: "Live updates have stopped", tone: "bad" };
    case "disconnected":
      return { label: "Offline", headline: "Live updates are not running", tone: "off" };
    default:
      // What never was cannot be interrupted.
      return connection.everConnected
        ? { label: "Reconnecting", headline: "Live updates are interrupted", tone: "waiting" }
        : { label: "Connecting", headline: "Connecting to live updates…", tone: "waiting" };
  }
}

function indicationOfData({ state, isFetching, fetchedMs }: Situation["data"]): Indication {
  if (state === "fresh") return { label: "Live", headline: "You see changes as they happen", tone: "live" };
  if (!isFetching && state === "failed")
    return { label: "Incomplete", headline: "You see only what happens from now on", tone: "bad" };
  return fetchedMs === null
    ? { label: "Loading", headline: "Connected; fetching what there is…", tone: "waiting" }
    : { label: "Catching up", headline: "Connected; fetching what was missed…", tone: "waiting" };
}

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  token: "The server is not answering as it should.",
  timeout: "The server did not answer in time.",
  closed: "The connection was lost.",
  busy: "The server is busy.",
  server_error: "The server had a problem.",
  unauthorized: "Your sign-in is being renewed.",
  offline: "This device seems to be offline.",
  suspended: "The page was asleep.",
  rotation: "The connection is being renewed, as it is every two hours.",
  wake: "The device was asleep.",
  silent: "The server stopped answering.",
  by_hand: "You asked to connect again.",
  unauthenticated: "Your sign-in has ended.",
  forbidden: "This account has no access to live updates here.",
  refused: "The server refuses this connection.",
  protocol: "The server and this page do not understand each other.",
  config: "The address of the server is wrong, or this browser cannot connect to it.",
};

/** Why it is so; of a first attempt that failed, nothing was lost. */
export function reasonWords({ reason, everConnected }: Situation["connection"]): string | null {
  if (!reason) return null;
  return reason === "closed" && !everConnected ? "The server cannot be reached." : REASON_WORDS[reason];
}

/** What began when the status became what it is. */
export function sinceWord({ status, everConnected }: Situation["connection"]): string {
  if (status === "connected") return "Connected";
  if (status === "error" || status === "disconnected") return "Stopped";
  return everConnected ? "Interrupted" : "Started";
}

/** What somebody can do about it. */
export type Remedy = "try again" | "log in" | "reload";

export interface Banner {
  readonly text: string;
  readonly remedy: Remedy | null;
}

/** What the page says above its contents, if there is something that the reader can do, or has to know. */
export function bannerOf({ config, connection, data }: Situation): Banner | null {
  const { status, reason } = connection;
  const isOn = config.state === "on";
  if (isOn && status === "error") {
    switch (reason) {
      case "unauthenticated":
        return { text: "Your sign-in has ended. Log in again to go on.", remedy: "log in" };
      case "forbidden":
      case "refused":
        return {
          text: "This account has no live updates here. Choose another tenant, log in with another account, or ask an administrator for access.",
          remedy: "log in",
        };
      case "protocol":
        return {
          text: "The server and this page do not understand each other. Reload the page to get its newest version.",
          remedy: "reload",
        };
      default:
        return { text: "Live updates have stopped. Reload the page for news.", remedy: "reload" };
    }
  }
  if (data.state !== "failed" || data.isFetching) return null;
  if (isOn && status === "connected")
    return {
      text: "What happened earlier could not be fetched. What happens from now on appears all the same.",
      remedy: "try again",
    };
  const cause = reason === "offline" ? "This device seems to be offline." : "The server cannot be reached.";
  const effect = data.fetchedMs === null ? "There is nothing to show yet." : "What you see may be out of date.";
  return { text: `${cause} ${effect}`, remedy: "try again" };
}

/** Whether what is on the screen is what there is: only then is an empty list a promise. */
export function isLive(situation: Situation): boolean {
  return indicationOf(situation).tone === "live";
}

/** What stands beside a panel that does not keep itself up to date; null while it does. */
export function badgeOf({ config, connection, data }: Situation): string | null {
  if (config.state !== "on" || data.fetchedMs === null) return null;
  if (connection.status === "connected") return data.state === "failed" && !data.isFetching ? "Incomplete" : null;
  return connection.everConnected ? "Out of date" : "Not live";
}
