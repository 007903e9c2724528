// Renders with the providers of the application around, over a fake server.
import { StrictMode } from "react";
import type { ReactNode } from "react";
import { act, render, waitFor } from "@testing-library/react";
import { fixtures } from "@purposepath/realtime/fixtures";
import type { EventType, MessageOf } from "@purposepath/realtime";
import type { RealtimeConfig } from "../config/realtime-config";
import { RealtimeProvider } from "../contexts/RealtimeContext";
import { WorkspaceProvider } from "../contexts/WorkspaceContext";
import type { FetchNames, FetchWorkspace } from "../contexts/WorkspaceContext";
import type { GetToken, RealtimeSession } from "../services/realtime-websocket";
import type { WorkspaceContents } from "../store/workspace";
import { FakeServer } from "./fake-server";
import type { Clock } from "./scaled-clock";

export const ON: RealtimeConfig = { state: "on", url: "ws://localhost:5055" };
export const SESSION: RealtimeSession = { tenantId: "tenant-123", userId: "user-456" };
export const NOTHING: WorkspaceContents = { goals: [], actions: [], kpis: [], issues: [], activity: [], notices: [] };

export interface Stage {
  config?: RealtimeConfig;
  session?: RealtimeSession | null;
  getToken?: GetToken;
  fetchWorkspace?: FetchWorkspace;
  fetchNames?: FetchNames;
  /** From the first render on. */
  clock?: Clock;
}

/** Renders under StrictMode; `update` changes what the application is given. */
export function renderApp(children: ReactNode, stage: Stage = {}) {
  const server = new FakeServer(stage.clock);
  const tree = (given: Stage) => (
    <StrictMode>
      <RealtimeProvider
        config={given.config ?? ON}
        session={given.session === undefined ? { ...SESSION } : given.session}
        getToken={given.getToken ?? (() => "a token")}
        environment={server.environment}
      >
        <WorkspaceProvider
          fetchWorkspace={given.fetchWorkspace ?? (async () => NOTHING)}
          {...(given.fetchNames && { fetchNames: given.fetchNames })}
        >
          {children}
        </WorkspaceProvider>
      </RealtimeProvider>
    </StrictMode>
  );
  const view = render(tree(stage));
  const update = (given: Stage) => view.rerender(tree({ ...stage, ...given }));
  /** Waits for the socket and accepts it. */
  const connect = async (tenantId?: string) => {
    await accepted(server, tenantId);
  };
  /** Lets the server say something, and the page paint. */
  const say = async (...messages: Parameters<FakeServer["say"]>[0][]) => {
    await act(async () => {
      for (const message of messages) server.say(message);
      await new Promise(requestAnimationFrame);
    });
  };
  return { ...view, server, update, connect, say };
}

/** Waits for a socket and accepts it in the same breath: on a fast clock, an attempt is soon given up. */
export async function accepted(server: FakeServer, tenantId?: string): Promise<void> {
  await waitFor(() => server.accept(tenantId));
  await act(async () => {});
}

/** The example of an event, with other data. */
export function example<Type extends EventType>(
  type: Type,
  data: Partial<MessageOf<Type>["data"]> = {},
  header: Partial<MessageOf<Type>> = {},
): MessageOf<Type> {
  const message = fixtures[type] as MessageOf<Type>;
  return { ...message, ...header, data: { ...message.data, ...data } };
}
