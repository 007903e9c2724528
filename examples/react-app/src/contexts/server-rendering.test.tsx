// @vitest-environment node
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { useRealtimeEvent, useRealtimeResync, useRealtimeStatus } from "@purposepath/realtime/react";
import { useActivityOfGoal, useTenantActivity } from "../hooks/useActivity";
import { useActions, useGoals, useIssues, useKpis } from "../hooks/useWorkspace";
import { RealtimeProvider } from "./RealtimeContext";
import { WorkspaceProvider } from "./WorkspaceContext";

function Everything() {
  const { status } = useRealtimeStatus();
  useRealtimeEvent("goal.created", () => {});
  useRealtimeResync(() => {});
  const rows = [
    useGoals(),
    useActions(),
    useKpis(),
    useIssues(),
    useActivityOfGoal("g").entries,
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
