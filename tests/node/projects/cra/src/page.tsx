// A page with the hooks of the package, and with the service, the contexts and the store of the reference
// application, whose files projects.mjs copies to src/reference.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { useRealtimeEvent, useRealtimeStatus } from "@purposepath/realtime/react";
import { readRealtimeConfig } from "./reference/config/realtime-config";
import { RealtimeProvider } from "./reference/contexts/RealtimeContext";
import { WorkspaceProvider } from "./reference/contexts/WorkspaceContext";
import { useActivityOfGoal } from "./reference/hooks/useActivity";
import { useGoals } from "./reference/hooks/useWorkspace";
import type { RealtimeProviderProps } from "./reference/contexts/RealtimeContext";

type PageProps = Pick<RealtimeProviderProps, "session" | "environment"> & { readonly onTitle: (title: string) => void };

export function Page({ session, environment, onTitle }: PageProps) {
  // As webpack's DefinePlugin puts them in.
  const config = readRealtimeConfig({ REACT_APP_FEATURE_REALTIME: "true", REACT_APP_STAGE: "dev" }, true);
  return (
    <StrictMode>
      <RealtimeProvider config={config} session={session} getToken={() => "a token"} {...(environment ? { environment } : {})}>
        <WorkspaceProvider fetchWorkspace={() => Promise.resolve({ goals: [], actions: [], kpis: [], issues: [], activity: [], notices: [] })}>
          <Screen onTitle={onTitle} />
        </WorkspaceProvider>
      </RealtimeProvider>
    </StrictMode>
  );
}

function Screen({ onTitle }: Pick<PageProps, "onTitle">) {
  const { status } = useRealtimeStatus();
  const goals = useGoals();
  const { entries } = useActivityOfGoal(goals.length > 0 ? goals[0].id : "");
  useRealtimeEvent("goal.created", (goal) => onTitle(goal.title));
  return <p>{`${status}, ${goals.length} goals, ${entries.length} entries`}</p>;
}

// @ts-expect-error a misspelt field does not compile
export const useMisspelt = (): void => useRealtimeEvent("goal.created", (goal) => goal.titel);

export function show(element: Element): void {
  createRoot(element).render(<Page session={{ tenantId: "tenant-123", userId: "user-456" }} onTitle={() => {}} />);
}
