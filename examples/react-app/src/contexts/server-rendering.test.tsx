// @vitest-environment node
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { useGoalActivity, useTenantActivity } from "../hooks/useGoalActivity";
import { useRealtimeActions } from "../hooks/useRealtimeActions";
import { useRealtimeConnection } from "../hooks/useRealtimeConnection";
import { useRealtimeEvent } from "../hooks/useRealtimeEvent";
import { useRealtimeGoals } from "../hooks/useRealtimeGoals";
import { useRealtimeIssues } from "../hooks/useRealtimeIssues";
import { useRealtimeKpis } from "../hooks/useRealtimeKpis";
import { useRealtimeResync } from "../hooks/useRealtimeResync";
import { RealtimeProvider } from "./RealtimeContext";
import { WorkspaceProvider } from "./WorkspaceContext";

function Everything() {
  const { status } = useRealtimeConnection();
  useRealtimeEvent("goal.created", () => {});
  useRealtimeResync(() => {});
  const rows = [
    useRealtimeGoals(),
    useRealtimeActions(),
    useRealtimeKpis(),
    useRealtimeIssues(),
    useGoalActivity("g").entries,
    useTenantActivity().entries,
  ];
  return <p>{`${status} ${rows.map(({ length }) => length).join()}`}</p>;
}

test("a server renders the page without touching a window or a socket", () => {
  expect(typeof window).toBe("undefined");
  const opened = vi.fn();
  vi.stubGlobal("WebSocket", opened);
  const html = renderToString(
    <RealtimeProvider
      config={{ state: "on", url: "wss://example.org" }}
      session={{ tenantId: "t", userId: "u" }}
      getToken={() => "x"}
    >
      <WorkspaceProvider
        fetchWorkspace={() => {
          throw new Error("a server fetches nothing");
        }}
      >
        <Everything />
      </WorkspaceProvider>
    </RealtimeProvider>,
  );
  expect(html).toBe("<p>disconnected 0,0,0,0,0,0</p>");
  expect(opened).not.toHaveBeenCalled();
});
