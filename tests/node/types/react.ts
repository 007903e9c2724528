// The hooks and the provider, typed from the event map, under React's types of a consumer.
import { createElement } from "react";
import type { ReactElement, ReactNode } from "react";
import type { AttachmentCreated, EventMap, GoalCreated, GoalId, MessageOf, UserId } from "@purposepath/realtime";
import type { ConnectionSnapshot } from "@purposepath/realtime/connection";
import { RealtimeConnection } from "@purposepath/realtime/connection";
import { RealtimeProvider, useGoalActivity, useRealtimeConnection, useRealtimeEvent, useRealtimeGoals, useRealtimeResync, useRealtimeStatus } from "@purposepath/realtime/react";
import type { GoalActivity, RealtimeEventHandler, RealtimeGoal, RealtimeProviderProps } from "@purposepath/realtime/react";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

const connection = new RealtimeConnection({ stage: "dev", getToken: () => null });
export const provided: ReactElement = createElement(RealtimeProvider, { connection }, "text", null, createElement("p"));
export const signedOut: ReactNode = createElement(RealtimeProvider, { connection: null });
export const props: RealtimeProviderProps = { connection, children: "text" };
// @ts-expect-error a provider is told which connection, or that there is none
createElement(RealtimeProvider, {});

export function useAll(goalId: GoalId, userId: UserId): void {
  same<ReturnType<typeof useRealtimeConnection>, RealtimeConnection | null>(true);
  const snapshot: ConnectionSnapshot = useRealtimeStatus();
  const status: "disconnected" | "connecting" | "connected" | "reconnecting" | "error" = useRealtimeStatus((of) => of.status);
  const isLate: boolean = useRealtimeStatus(({ attempt }) => attempt > 2);
  void [snapshot, status, isLate];
  // @ts-expect-error what a snapshot does not have
  useRealtimeStatus((of) => of.state);

  useRealtimeEvent("goal.created", (goal, message, { stale }) => {
    same<typeof goal, GoalCreated>(true);
    same<typeof message, MessageOf<"goal.created">>(true);
    same<typeof stale, boolean>(true);
    // @ts-expect-error a misspelt field
    goal.titel;
  });
  useRealtimeEvent(["goal.created", "attachment.created"], (data, message) => {
    same<typeof data, GoalCreated | AttachmentCreated>(true);
    // @ts-expect-error not every one of them has a title
    data.title;
    if (message.type === "goal.created") same<typeof message.data, GoalCreated>(true);
    else same<typeof message.data, AttachmentCreated>(true);
  }, false);
  const types = ["goal.paused", "goal.resumed"] as const;
  useRealtimeEvent(types, (data) => same<typeof data, EventMap["goal.paused"] | EventMap["goal.resumed"]>(true));
  const handler: RealtimeEventHandler<"goal.created"> = () => {};
  useRealtimeEvent("goal.created", handler, true);
  // @ts-expect-error a type that there is not
  useRealtimeEvent("goal.craeted", () => {});
  // @ts-expect-error nor in a list
  useRealtimeEvent(["goal.created", "goal.craeted"], () => {});
  // @ts-expect-error an event is not on or off by a text
  useRealtimeEvent("goal.created", () => {}, "yes");

  useRealtimeResync((cause, signal) => {
    same<typeof cause, "initial" | "reconnect" | "added">(true);
    return signal.aborted ? undefined : Promise.resolve();
  });
  const goals: readonly RealtimeGoal[] = useRealtimeGoals();
  const activity: readonly GoalActivity[] = useGoalActivity(goalId);
  useGoalActivity("a plain text");
  // @ts-expect-error a user is no goal
  useGoalActivity(userId);
  // @ts-expect-error the store is not the screen's to change
  goals.push(goals[0]);
  void activity;
}
