// The same with the store of goals, actions, KPIs, issues and activity besides.
import { createRoot } from "react-dom/client";
import { readRealtimeConfig } from "../../src/config/realtime-config";
import { RealtimeProvider } from "../../src/contexts/RealtimeContext";
import { WorkspaceProvider } from "../../src/contexts/WorkspaceContext";
import { useGoalActivity } from "../../src/hooks/useGoalActivity";
import { useRealtimeConnection } from "../../src/hooks/useRealtimeConnection";
import { useRealtimeEvent } from "../../src/hooks/useRealtimeEvent";
import { useRealtimeGoals } from "../../src/hooks/useRealtimeGoals";
import { useRealtimeResync } from "../../src/hooks/useRealtimeResync";

function Page() {
  const { status } = useRealtimeConnection();
  const { entries } = useGoalActivity(useRealtimeGoals()[0]?.id ?? "");
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
