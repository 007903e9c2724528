import type { EventType } from "../protocol/events.js";
import type { RealtimeEventHandler } from "./options.js";

/**
 * Hears the events of a type, or of several, while the component is part of the page and `enabled`. Of
 * several, `message.type` tells them apart. The handler, and the list of types, may be new each time:
 * the handler of the last commit is called, which sees what the screen shows.
 */
export declare function useRealtimeEvent<Type extends EventType>(
  type: Type | readonly Type[],
  handler: RealtimeEventHandler<Type>,
  enabled?: boolean,
): void;
