// What an application does with a frame: tell it apart by its type, and act on an error's code.
import { assertNever, decode, EVENTS, EVENT_TYPES, isGoalCreated, recoveryOf, RECOVERY } from "@purposepath/realtime";
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

// What came over the socket, in a line: whatever its spelling, and whatever else it may be.
export function line(text: string): string {
  const decoded = decode(text);
  if (decoded.kind === "invalid") return `${decoded.error.code} at ${decoded.error.path}`;
  if (decoded.kind !== "event") return decoded.kind;
  const { message } = decoded;
  if (isGoalCreated(message)) return `New goal: ${message.data.title}`;
  switch (message.type) {
    case "kpi.reading.created":
      return `${message.data.kpiId} is ${message.data.value.toFixed(1)}`;
    default:
      return headline(message);
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
export const misspeltInFrame = (text: string): string => {
  const decoded = decode(text);
  // @ts-expect-error nor one of a decoded frame
  return decoded.kind === "event" && isGoalCreated(decoded.message) ? decoded.message.data.titel : "";
};
// @ts-expect-error neither does a misspelt type
export type Misspelt = MessageOf<"goal.craeted">;
