import { useEffect, useRef } from "react";
import type { EventMap, EventType, MessageOf } from "@purposepath/realtime";
import type { DeliveryInfo } from "@purposepath/realtime/connection";
import { useRealtime } from "./useRealtime";

/** Takes an event: its payload, the whole message, and whether a newer one was seen before. */
export type RealtimeEventHandler<Type extends EventType> = (
  data: EventMap[Type],
  message: MessageOf<Type>,
  about: DeliveryInfo,
) => void;

/**
 * Hears the events of a type while the component is mounted and `enabled`. The handler may be a new
 * function each time; it is the latest that is called, and it sees the latest props.
 */
export function useRealtimeEvent<Type extends EventType>(
  type: Type,
  handler: RealtimeEventHandler<Type>,
  enabled = true,
): void {
  const { connection } = useRealtime();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!connection || !enabled) return undefined;
    return connection.on(type, (data, message, about) => latest.current(data, message, about));
  }, [connection, type, enabled]);
}
