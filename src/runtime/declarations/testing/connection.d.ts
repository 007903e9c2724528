import type { Command } from "../protocol/commands.js";
import type { ErrorCode } from "../protocol/errors.js";
import type { EventMap, EventType } from "../protocol/events.js";
import type { ConnectionSnapshot } from "../connection/contract.js";
import type { TokenProvider } from "../connection/options.js";
import type { RealtimeConnection } from "../connection/shell.js";
import type { Authentication } from "../connection/table.js";

/** What of a fake connection a test may choose; nothing has to be. */
export interface FakeConnectionOptions {
  /** The tenant of the connection and of what is emitted; that of the fixtures unless another is named. */
  readonly tenantId?: string;
  /** As of a real connection; otherwise a token is there. */
  readonly getToken?: TokenProvider;
  /** As of a real connection: `frame` unless told otherwise. */
  readonly authentication?: Authentication;
  /** When the clock begins, in milliseconds; at the timestamp of the fixtures unless told otherwise. */
  readonly now?: number;
  /** Whole numbers from 0 to 2^32 − 1; 2^31 each time unless told otherwise, so that a wait is half its window. */
  readonly random?: () => number;
  /** Whether the server answers a ping, so that the connection notices a silence; true unless told otherwise. */
  readonly answersPings?: boolean;
  /** Hears what a handler or the token provider threw. Without it, the method throws it during which it was thrown. */
  readonly onError?: (error: unknown) => void;
  /** React's `act`, which every change then happens in; the provider of `testing/react` sets it. */
  readonly act?: Act;
}

/** React's `act`, whichever package it is from. */
export type Act = (run: () => any) => unknown;

/** An event from the parts that matter; a key that is undefined is left out. */
export interface EventParts<Type extends EventType> {
  readonly type: Type;
  /** That of the fixture, but for what is here. */
  readonly data?: { readonly [Key in keyof EventMap[Type]]?: EventMap[Type][Key] | undefined };
  /** Now, by the clock of the connection, unless told otherwise. */
  readonly timestamp?: string;
  /** One of its own unless told otherwise: with the id of an event before, it is a repeat and dropped. */
  readonly eventId?: string;
  readonly tenantId?: string;
}

/**
 * The real connection, with a server, a network and a clock that a test moves. Nothing happens by
 * itself: what it waits for, happens during `connect` and `advance`.
 */
export declare class FakeConnection extends RealtimeConnection {
  constructor(options?: FakeConnectionOptions);
  /** Starts unless it is started, and lets the server answer; returns what a screen shows then. */
  connect(): Promise<ConnectionSnapshot>;
  /**
   * Lets so many milliseconds pass: timers run out at their time, and what they wait for happens.
   *
   * @throws TypeError unless they are whole; Error while another call is not awaited.
   */
  advance(ms: number): Promise<void>;
  /**
   * The server sends an event: of a type, or of a type with some of its data; the rest is the fixture's.
   * Handlers are called before it returns.
   *
   * @throws TypeError for what no server could send; Error while no socket is open.
   */
  emit<Type extends EventType>(event: Type | EventParts<Type>): void;
  /** The server sends a frame as it stands, right or wrong: a text, bytes, or what becomes JSON. */
  receive(frame: unknown): void;
  /** The socket is closed with a code; 1006 is a network that was cut. */
  lose(code?: number): void;
  /**
   * Nothing arrives any more, and nobody says so: the network of a laptop that was moved. It is noticed if
   * a ping was answered before, as the first is a second after connecting: `await advance(2_000)`.
   */
  fallSilent(): void;
  /**
   * Each attempt from now on, or so many, is refused: with `auth.error` of an error code, or by a close
   * with a code; 1006 is a handshake that was refused.
   */
  refuse(how?: ErrorCode | number, options?: { readonly times?: number }): void;
  /** Nothing is refused any more. */
  accept(): void;
  /** The system reports that there is no network. */
  offline(): void;
  /** The system reports that there is one again. */
  online(): void;
  /** What a screen shows. */
  snapshot(): ConnectionSnapshot;
  /** The clock of the connection, in milliseconds. Needs no `this`. */
  readonly now: () => number;
  /** What the client has sent, oldest first. */
  readonly sent: readonly Command[];
  /** React's `act`, or null. */
  act: Act | null;
}
