// A server component that takes the provider from the package itself: without "use client" there, this
// page does not build.
import { RealtimeProvider } from "@purposepath/realtime/react";
import { GoalRoom } from "../GoalRoom";

export default function Static() {
  return (
    <RealtimeProvider connection={null}>
      <GoalRoom goalId="goal-1" />
    </RealtimeProvider>
  );
}
