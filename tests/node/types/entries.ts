// The ES entry and the CommonJS entry are two packages for a compiler, and one for who uses both.
import cjs = require("@purposepath/realtime");
import type { GoalId, ServerMessage } from "@purposepath/realtime";

declare const goal: GoalId;
export const there: cjs.GoalId = goal;
export const back: GoalId = there;
declare const message: ServerMessage;
export const sent: cjs.ServerMessage = message;
export const text: string = cjs.encode(message);
