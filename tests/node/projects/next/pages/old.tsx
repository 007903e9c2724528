// A page of the pages router, whose server takes the package from node_modules, unbundled.
import { RealtimeProvider } from "@purposepath/realtime/react";
import { GoalRoom } from "../app/GoalRoom";

export default function Old() {
  return (
    <RealtimeProvider connection={null}>
      <GoalRoom goalId="goal-1" />
    </RealtimeProvider>
  );
}
