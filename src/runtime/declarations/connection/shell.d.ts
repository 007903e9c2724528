import type { DecodedInvalid, DecodedUnknown } from "../codec/decoded.js";
import type { EventMap, EventType, MessageOf, ServerMessage } from "../protocol/events.js";
import type { ConnectionSnapshot, DiagnosticCode } from "./contract.js";
import type { ConnectionOptions, DeliveryInfo, FrameLog, ResyncSignal } from "./options.js";
import type { ResyncCause } from "./table.js";

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
  /**
   * Hears the events of a type, under its canonical name.
   *
   * @throws TypeError for a type that no event has, with the nearest one.
   */
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
  /**
   * Fetches what the screen shows. While a promise of it is open, live events wait. A handler that is
   * added while connected is called once, with the cause `added`. The signal is aborted at the next
   * Resync, at a stop, and when the handler is taken back: then nobody waits for the promise, and how
   * it ends is not reported.
   */
  onResync(handler: (cause: ResyncCause, signal: ResyncSignal) => unknown): Unsubscribe;
  /** Hears what did not end the connection. */
  onDiagnostic(
    handler: (code: DiagnosticCode | "RESYNC_TIMEOUT" | "RESYNC_OVERFLOW") => void,
  ): Unsubscribe;
  /** Writes each frame that arrives into a log for a debug panel, from now on: see `frameLog`. */
  observe(log: FrameLog): Unsubscribe;
}
