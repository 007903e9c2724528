import type { Authentication, ResyncCause } from "./connection_table.js";
import type { DecodedInvalid, DecodedUnknown } from "./decoder.js";
import type { ErrorCode } from "./errors.js";
import type { EventMap, EventType, MessageOf, ServerMessage } from "./events.js";
import type { ConnectionSnapshot } from "./machine.js";
import type { Stage } from "./protocol.js";

/** What the shell touches of the outside; each part may be replaced. */
export interface ConnectionEnvironment {
  /** The class of sockets; on Node 20 that of the package `ws`. */
  readonly WebSocket: new (url: string) => unknown;
  readonly setTimeout: (run: () => void, ms: number) => unknown;
  readonly clearTimeout: (timer: any) => void;
  /** The wall clock, in whole milliseconds. */
  readonly now: () => number;
  /** A whole number from 0 to 2^32 − 1. */
  readonly random: () => number;
  /** Says `online`, `offline`, `focus`, `pagehide` and `pageshow`. */
  readonly window: unknown;
  /** Says `visibilitychange`, `freeze` and `resume`. */
  readonly document: unknown;
  /** Says whether the network is reported down at the start. */
  readonly navigator: { readonly onLine?: boolean } | undefined;
  /** Hears what a handler or the token provider threw. */
  readonly onError: (error: unknown) => void;
}

/** A token, or that nobody is signed in; anything else is a failure that may pass. */
export type TokenResult = string | { readonly denied: true } | null | undefined;

/** How to connect. */
export interface ConnectionOptions {
  /** Which deployment; a text that names none is a mistake, never another stage. */
  readonly stage?: Stage;
  /** Another URL than the stage's; `ws://` to this machine only. */
  readonly url?: string;
  /** Asks for the token; `force` if a cached one will not do. */
  readonly getToken: (request: { readonly force: boolean }) => TokenResult | PromiseLike<TokenResult>;
  /** The tenant; events of others are dropped. */
  readonly tenantId?: string;
  /** How the token is sent; `frame` unless the server is an older one. */
  readonly authentication?: Authentication;
  /** What replaces parts of the outside. */
  readonly environment?: Partial<ConnectionEnvironment>;
}

/** What is known of the delivery of an event. */
export interface DeliveryInfo {
  /** Whether a newer event of its type and entity was seen before. */
  readonly stale: boolean;
}

/** Takes back what was added. */
export type Unsubscribe = () => void;

/** A connection that keeps itself up from `start` to `stop`. */
export declare class RealtimeConnection {
  constructor(options: ConnectionOptions);
  /** Connects, and stays connected. */
  start(): void;
  /** Final and immediate; a change of tenant or user is this, then a connection of its own. */
  stop(): void;
  /** The user asks to try at once. */
  retryNow(): void;
  /** Somebody signed in, or the token is a new one. */
  tokenChanged(): void;
  /** What a screen shows: the same object until it differs. Needs no `this`. */
  readonly getSnapshot: () => ConnectionSnapshot;
  /** Hears that the snapshot is another. Needs no `this`. */
  readonly subscribe: (handler: () => void) => Unsubscribe;
  /** Hears the events of a type. */
  on<Type extends EventType>(
    type: Type,
    handler: (data: EventMap[Type], message: MessageOf<Type>, about: DeliveryInfo) => void,
  ): Unsubscribe;
  /** Hears every event of a known type. */
  onAny(handler: (message: ServerMessage, about: DeliveryInfo) => void): Unsubscribe;
  /** Hears events of newer servers. */
  onUnknown(handler: (unknown: DecodedUnknown) => void): Unsubscribe;
  /** Hears of frames that break a rule. */
  onInvalid(handler: (invalid: DecodedInvalid, data: unknown) => void): Unsubscribe;
  /** Fetches what the screen shows. While a promise of it is open, live events wait. */
  onResync(handler: (cause: ResyncCause) => unknown): Unsubscribe;
  /** Hears what did not end the connection. */
  onDiagnostic(
    handler: (code: ErrorCode | "GATEWAY_FAULT" | "RESYNC_TIMEOUT" | "RESYNC_OVERFLOW") => void,
  ): Unsubscribe;
}
