import type { ConnectionEffect, ConnectionInput, ConnectionSnapshot } from "./contract.js";
import type { Authentication, State } from "./table.js";

/** A connection as an immutable value: what it is, and nothing of how it is done. */
export interface ConnectionState {
  /** How the token is sent. */
  readonly authentication: Authentication;
  /** Where it stands. */
  readonly state: State;
  /** What a screen shows. */
  readonly snapshot: ConnectionSnapshot;
}

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
