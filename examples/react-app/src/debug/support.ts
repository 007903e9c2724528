// What somebody who helps wants to know of a page. No token is in it, and nothing that a user wrote.
import { PROTOCOL_VERSION } from "@purposepath/realtime";
import type { ConnectionSnapshot } from "@purposepath/realtime/connection";
import type { RealtimeConfig } from "../config/realtime-config";
import type { RealtimeSession } from "../services/realtime-websocket";
import type { Freshness } from "../store/workspace";
import type { Readings } from "./meter";

export interface SupportFacts {
  readonly nowMs: number;
  readonly page: string;
  readonly browser: string;
  readonly config: RealtimeConfig;
  readonly session: RealtimeSession | null;
  readonly connection: ConnectionSnapshot;
  readonly data: Freshness;
  readonly readings: Readings | null;
}

/** One fact a line. */
export function supportDetails(facts: SupportFacts): string {
  const { nowMs, config, session, connection, data, readings } = facts;
  const { status, reason, attempt, closeCode, sinceMs, retryAtMs } = connection;
  const lines: readonly (readonly [string, string | number | undefined])[] = [
    ["at", time(nowMs)],
    ["page", place(facts.page)],
    ["server", config.state === "on" ? place(config.url) : `realtime is ${config.state}`],
    ["problems", config.state === "invalid" ? config.problems.join("; ") : undefined],
    ["protocol", PROTOCOL_VERSION],
    ["tenant", session?.tenantId],
    ["user", session?.userId],
    ["status", sinceMs > 0 ? `${status} since ${time(sinceMs)}` : status],
    ["reason", reason],
    ["close code", closeCode],
    ["failed attempts", attempt],
    ["next try", retryAtMs === undefined ? undefined : time(retryAtMs)],
    ["data", data.fetchedMs === null ? data.state : `${data.state}, fetched ${time(data.fetchedMs)}`],
    ["last event", readings?.last ? `${readings.last.type} at ${time(readings.last.atMs)}` : "none"],
    ["latency", readings?.latency ? `median ${readings.latency.medianMs} ms, p95 ${readings.latency.p95Ms} ms` : "none"],
    ["events", readings ? `${readings.events}, unknown ${readings.unknown}, invalid ${readings.invalid}` : undefined],
    ["browser", facts.browser],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])).join("\n");
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}

/** An address without what may be secret in it. */
function place(address: string): string {
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname}`;
}
