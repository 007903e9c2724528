import type { GoalId } from "../protocol/values.js";
import type { GoalActivity, RealtimeGoal } from "./options.js";

/**
 * The goals of which events were heard since the first of these hooks was used with the connection: the
 * last 200, newest first, and the same array until one of them differs. What was before, and what
 * happened while there was no connection, a REST API knows.
 */
export declare function useRealtimeGoals(): readonly RealtimeGoal[];

/**
 * What happened to a goal since then: its own events, and those of its actions, decisions and
 * attachments. The last 50, newest first, and the same array until there is another.
 */
export declare function useGoalActivity(goalId: GoalId): readonly GoalActivity[];
