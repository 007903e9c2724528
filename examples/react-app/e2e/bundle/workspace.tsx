// The same with the store of goals, actions, KPIs, issues and activity besides.
import { createRoot } from "react-dom/client";
import { useRealtimeEvent, useRealtimeResync, useRealtimeStatus } from "@purposepath/realtime/react";
import { readRealtimeConfig } from "../../src/config/realtime-config";
import { RealtimeProvider } from "../../src/contexts/RealtimeContext";
import { WorkspaceProvider } from "../../src/contexts/WorkspaceContext";
import { useActivityOfGoal } from "../../src/hooks/useActivity";
import { useGoals } from "../../src/hooks/useWorkspace";

function Page() {
  const { status } = useRealtimeStatus();
  const { entries } = useActivityOfGoal(useGoals()[0]?.id ?? "");
  useRealtimeEvent("goal.created", ({ title }) => console.log(title));
  useRealtimeResync((cause) => console.log(cause));
  return <p>{`${status} ${entries.length}`}</p>;
}

createRoot(document.body).render(
  <RealtimeProvider config={readRealtimeConfig({ VITE_STAGE: "dev" }, true)} session={null} getToken={() => null}>
    <WorkspaceProvider fetchWorkspace={() => Promise.reject(new Error("none"))}>
      <Page />
    </WorkspaceProvider>
  </RealtimeProvider>,
);
