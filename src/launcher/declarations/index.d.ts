import type { EventMap } from "./protocol/events.js";
import type { FaultRule } from "./protocol/faults.js";

export type { EventMap } from "./protocol/events.js";
export type { FaultMatch, FaultRule } from "./protocol/faults.js";

declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

/** How a mock server starts; `realtime mock --help` says more of each. */
export interface MockOptions {
  /** Port of the WebSocket; a free one unless you name one. */
  port?: number | undefined;
  /** Port of the control API; a free one unless you name one. */
  controlPort?: number | undefined;
  /** Events a second that each tenant gets while it is connected; none unless you say so. */
  rate?: number | undefined;
  /** Seed of the traffic and of what is left to chance; 0 by default. */
  seed?: number | undefined;
  /** Seconds of the mock's clock per real second, by default 1; with 0 it moves by `clock` alone. */
  timeScale?: number | undefined;
  /** Which server to imitate: API Gateway, unless you say otherwise, or the servers before it. */
  profile?: "gateway" | "legacy" | undefined;
  /** How to answer the command `ping`; not at all by default. */
  answersPing?: "pong" | "fault" | "never" | undefined;
  /** How long a connection may stay open without `auth`; 10,000 by default. */
  authDeadlineMs?: number | undefined;
  /** New connections a second, 500 by default; 0 for any number. */
  admission?: number | undefined;
  /** Most that may wait for a slow client before it is cut; 1 MiB by default. */
  bufferLimitBytes?: number | undefined;
  /** Origins whose pages may connect, besides those of this machine. */
  allowOrigins?: readonly string[] | undefined;
  /** What goes wrong from the start, as objects or in short: `drop,type=goal.*,times=3`. */
  faults?: readonly (FaultRule | string)[] | undefined;
  /** A capture, or a file with a frame on each line, whose events are sent again. */
  replay?: string | undefined;
  /** A file to write every frame to; no token is in it. */
  record?: string | undefined;
}

/** An event to send. What is left out comes from the example of its type. */
export interface EventToSend<Type extends keyof EventMap = keyof EventMap> {
  type: Type;
  data?: Partial<EventMap[Type]>;
  /** Without it, each tenant that is connected gets an event of its own. */
  tenantId?: string;
  eventId?: string;
  /** With it the frame is sent as it stands; without it times become now. */
  timestamp?: string;
}

/** What became of what was sent. */
export interface Sent {
  /** How many connections got it. */
  receivers: number;
  /** What a reader makes of it. */
  verdict: "event" | "unknown" | "gateway" | "command" | "invalid";
  /** The type that one which nobody knows may have meant. */
  nearest?: string;
  /** What is wrong with a text that is invalid, and where, what was expected, what was found. */
  error?: string;
  path?: string;
  expected?: string;
  found?: string;
  /** What was sent, unless it was a text or for one connection. */
  frames?: Record<string, unknown>[];
}

/** A rule in force. */
export interface ActiveFault {
  id: number;
  rule: FaultRule;
  /** How often it struck. */
  struck: number;
}

/** Whom to close: by one key. */
export type Whom =
  | { all: true }
  | { connectionId: string }
  /** By its number: the first connection is 1. */
  | { connection: number }
  | { tenantId: string }
  | { userId: string };

/** How to close: by a close frame, 1000 unless `legacy` may choose another code, or by a cut. */
export type How = { code?: number; reset?: never } | { reset: true; code?: never };

/** The mock's clock. */
export interface Clock {
  /** In Unix milliseconds. */
  nowMs: number;
  /** Its seconds per real second. */
  timeScale: number;
}

/** A connection that is open. */
export interface ConnectionInfo {
  /** Counts handshakes; the first is 1. */
  ordinal: number;
  connectionId: string;
  state: "open" | "authenticated";
  tenantId: string | null;
  userId: string | null;
  connectedAtMs: number;
  expiresAtMs: number | null;
  /** Frames that came in. */
  received: number;
  /** Frames that were written. */
  sent: number;
  bufferedBytes: number;
  userAgent: string | null;
}

/** An entry of the log. None holds a token. */
export interface LogEntry {
  /** Its number, from 1. */
  seq: number;
  /** When, in Unix milliseconds of the mock's clock. */
  atMs: number;
  kind: "opened" | "authenticated" | "refused" | "in" | "out" | "fault" | "closed" | "note";
  /** The number of the connection: the first is 1. */
  connection?: number;
  connectionId?: string;
  tenantId?: string;
  /** The type of the frame. */
  type?: string;
  /** What the frame is. */
  verdict?: Sent["verdict"];
  /** What is wrong, as a sentence. */
  error?: string;
  /** Values of open enumerations that the protocol does not list, by their paths. */
  unknownValues?: Record<string, string>;
  /** The size of the frame. */
  bytes?: number;
  /** How many connections a broadcast went to. */
  receivers?: number;
  /** The close code, or the HTTP status of a refused handshake. */
  code?: number;
  /** Why, in words. */
  reason?: string;
  /** The name of the fault. */
  fault?: string;
  /** The beginning of the frame. */
  frame?: string;
}

/** A mock server that runs. Each call is answered by its control port, and fails with `MockError`. */
export interface Mock {
  /** Where a client connects: `ws://127.0.0.1:PORT`. */
  readonly url: string;
  /** The control API and the page, `http://127.0.0.1:PORT`. */
  readonly control: string;
  readonly pid: number;
  /** A token for a client; for `tenant-123` and `user-456`, for 900 seconds, unless you say otherwise. */
  token(of?: { tenantId?: string; userId?: string; expiresInS?: number }): Promise<string>;
  /** Sends an event to each connection of its tenant, or to one. */
  emit<Type extends keyof EventMap>(event: EventToSend<Type>, to?: { connectionId?: string }): Promise<Sent>;
  /** Sends a text as it is, valid or not, to each connection, to those of a tenant, or to one. */
  emitText(text: string, to?: { tenantId?: string; connectionId?: string }): Promise<Sent>;
  /** Makes something go wrong; answers with the rule's id. */
  fault(rule: FaultRule | string): Promise<number>;
  /** The rules in force. */
  faults(): Promise<ActiveFault[]>;
  /** Takes back a rule, or all; answers with how many. */
  clearFaults(id?: number): Promise<number>;
  /** Closes connections; answers with how many. */
  kick(whom: Whom & How): Promise<number>;
  /** Reads the clock, puts it forward, or changes its pace. What becomes due happens at once. */
  clock(change?: { advanceMs?: number; timeScale?: number }): Promise<Clock>;
  /** Reads or changes how many events a second each tenant gets, and their seed. */
  traffic(change?: { rate?: number; seed?: number }): Promise<{ rate: number; seed: number }>;
  /** Who is connected. */
  connections(): Promise<ConnectionInfo[]>;
  /** What a tenant was sent last, as a REST API would know it. */
  events(tenantId: string, limit?: number): Promise<Record<string, unknown>[]>;
  /** What happened, the oldest first, the last 10,000 entries. */
  log(of?: { since?: number; limit?: number }): Promise<LogEntry[]>;
  /**
   * The first entry of the log that fits, be it there or to come: by these keys, or by a function.
   * Fails after 5 s, in real time, unless `timeoutMs` says otherwise.
   */
  waitFor(match: Partial<LogEntry> | ((entry: LogEntry) => boolean), of?: { since?: number; timeoutMs?: number }): Promise<LogEntry>;
  /** As at the start: everybody is kicked; faults, log, clock and traffic are those of the options. */
  reset(): Promise<void>;
  /** Says goodbye to whoever is connected, and ends. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a mock server refuses, or why it cannot start, in a sentence that says what to do. */
export declare class MockError extends Error {
  /** The status of HTTP, of what it refuses. */
  readonly status: number | undefined;
}

/**
 * Starts a mock server on free ports, without traffic. It ends by `stop()`, by `await using`, and
 * whenever the process ends that started it.
 */
export declare function startMock(options?: MockOptions): Promise<Mock>;
