import type { ReactNode } from "react";
import type { DeliveryInfo, ResyncSignal } from "../connection/options.js";
import type { RealtimeConnection } from "../connection/shell.js";
import type { ResyncCause } from "../connection/table.js";
import type { EventMap, EventType, MessageOf, ServerMessage } from "../protocol/events.js";
import type { GoalId, GoalStatus, Timestamp, UserId } from "../protocol/values.js";

/** What the provider is given. */
export interface RealtimeProviderProps {
  /** Null while there is none, as before somebody signs in. */
  readonly connection: RealtimeConnection | null;
  readonly children?: ReactNode;
}

/** Takes an event: its payload, the whole message, and whether a newer one was seen before. */
export type RealtimeEventHandler<Type extends EventType> = (
  data: EventMap[Type],
  message: MessageOf<Type>,
  about: DeliveryInfo,
) => void;

/** Fetches what the screen shows; what comes after the signal is of no use any more. */
export type RealtimeResyncHandler = (cause: ResyncCause, signal: ResyncSignal) => unknown;

/** A goal as far as events tell. */
export interface RealtimeGoal {
  readonly id: GoalId;
  /** Null until `goal.created` was heard: other events name the id only. */
  readonly title: string | null;
  /** Null as long as the title is. */
  readonly ownerId: UserId | null;
  readonly status: GoalStatus;
  /** When the status was set. */
  readonly statusAt: Timestamp;
}

/** Something that happened to a goal. */
export interface GoalActivity {
  /** Another for each entry: the event's own id, if it has one. */
  readonly id: string;
  /** When it was sent. */
  readonly at: Timestamp;
  readonly message: ServerMessage;
}
