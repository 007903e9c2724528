import type { Authentication, Reason, ResyncCause, State, TimerId } from "./connection_table.js";
import type { ErrorCode } from "./errors.js";
import type { ConnectionStatus } from "./protocol.js";

/** What a screen shows of a connection: an immutable value, new only when it differs. */
export interface ConnectionSnapshot {
  /** The status. */
  readonly status: ConnectionStatus;
  /**
   * Why it is not `connected`; absent if it is, and from a stop or a start by hand to the first
   * trouble.
   */
  readonly reason?: Reason;
  /** How many attempts have failed since a connection lasted; 0 while `connected` or `disconnected`. */
  readonly attempt: number;
  /** When it is tried again, on the clock of the shell; only while waiting for that. */
  readonly retryAtMs?: number;
  /** Whether a button "try now" makes sense. */
  readonly retryable: boolean;
  /** Since when the status is what it is, on the clock of the shell; 0 before the first change. */
  readonly sinceMs: number;
  /**
   * Whether there was a connection since the start from `disconnected`: data on the screen may be
   * old rather than missing.
   */
  readonly everConnected: boolean;
}

/** A connection as an immutable value: what it is, and nothing of how it is done. */
export interface ConnectionState {
  /** How the token is sent. */
  readonly authentication: Authentication;
  /** Where it stands. */
  readonly state: State;
  /** What a screen shows. */
  readonly snapshot: ConnectionSnapshot;
}

/** Something that happened. A result carries the generation of the effect that asked for it. */
export type ConnectionInput =
  | { readonly type: "Start" | "Stop" | "RetryNow" | "TokenChanged" }
  | { readonly type: "TokenOk" | "TokenDenied" | "TokenFail"; readonly generation: number }
  | { readonly type: "OpenThrew" | "SocketOpen" | "AuthOk"; readonly generation: number }
  | { readonly type: "ServerPing" | "GatewayFault"; readonly generation: number }
  | { readonly type: "SocketClose"; readonly generation: number; readonly code: number }
  | {
      readonly type: "AuthErr" | "ServerErr";
      readonly generation: number;
      readonly code: ErrorCode;
      /** How long to wait, if the server says so; whole and not negative. */
      readonly retryAfterMs?: number;
    }
  | { readonly type: "Timer"; readonly id: TimerId; readonly generation: number }
  | { readonly type: "Online" | "Offline" | "Hidden" | "PageHide" }
  | {
      readonly type: "Visible" | "Focus" | "PageShow" | "Resume";
      /** How long the machine slept before: wall clock minus what was expected. */
      readonly asleepMs?: number;
    };

/** Something to do, at once; what comes of it is an input. */
export type ConnectionEffect =
  | { readonly type: "FetchToken"; readonly force: boolean; readonly generation: number }
  | { readonly type: "OpenSocket"; readonly generation: number }
  | { readonly type: "SendAuth" | "SendPing" | "SendPong" }
  | { readonly type: "CloseSocket"; readonly code: number }
  | {
      readonly type: "SetTimer";
      readonly id: TimerId;
      /** From now, in place of an earlier setting; below 2^31. */
      readonly ms: number;
      readonly generation: number;
    }
  | { readonly type: "ClearTimer"; readonly id: TimerId }
  | { readonly type: "Status"; readonly snapshot: ConnectionSnapshot }
  | { readonly type: "Resync"; readonly cause: ResyncCause }
  | { readonly type: "Diagnostic"; readonly code: ErrorCode | "GATEWAY_FAULT" };

/** A connection that was never started. */
export declare function initialState(authentication?: Authentication): ConnectionState;

/**
 * What follows from an input. Whoever drives it feeds every input, carries out every effect in
 * order, and adds nothing.
 *
 * @param state Never changed; the same object comes back where nothing follows.
 * @param now Milliseconds, whole, of any clock that runs on; should it jump back, nothing breaks.
 * @param random A whole number from 0 to 2^32 − 1.
 */
export declare function step(
  state: ConnectionState,
  input: ConnectionInput,
  now: number,
  random: number,
): { readonly state: ConnectionState; readonly effects: readonly ConnectionEffect[] };
