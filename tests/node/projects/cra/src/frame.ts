// What an application does with a frame: tell it apart by its type, and act on an error's code.
import { assertNever, EVENTS, EVENT_TYPES, recoveryOf, RECOVERY } from "@purposepath/realtime";
import type { EventType, GatewayFault, GoalCreated, MessageOf, ServerMessage } from "@purposepath/realtime";

export function isKnown(type: string): type is EventType {
  return (EVENT_TYPES as readonly string[]).includes(type);
}

export function headline(message: ServerMessage): string {
  switch (message.type) {
    case "goal.created":
      return `${message.data.title} (${message.data.status})`;
    case "error":
      return recoveryOf(message.data.code).action;
    default:
      return EVENTS[message.type].sent;
  }
}

export function faultOf(fault: GatewayFault): string {
  return `${fault.message}: ${RECOVERY.FORBIDDEN.recovery}`;
}

export function status(message: MessageOf<"action.status_changed"> | MessageOf<"issue.status_changed">): string {
  switch (message.type) {
    case "action.status_changed":
      return message.data.actionId;
    case "issue.status_changed":
      return message.data.issueId;
    default:
      return assertNever(message);
  }
}

// @ts-expect-error a misspelt field does not compile
export const misspelt = (goal: GoalCreated): string => goal.titel;
// @ts-expect-error neither does a misspelt type
export type Misspelt = MessageOf<"goal.craeted">;
