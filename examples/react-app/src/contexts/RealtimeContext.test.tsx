import { useState } from "react";
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import {
  useRealtimeConnection,
  useRealtimeEvent,
  useRealtimeResync,
  useRealtimeStatus,
} from "@purposepath/realtime/react";
import { useRealtime } from "../hooks/useRealtime";
import { example, renderApp, SESSION } from "../testing/render";

afterEach(cleanup);

function Status() {
  const { status } = useRealtimeStatus();
  const connection = useRealtimeConnection();
  return <button onClick={() => connection?.retryNow()}>{status}</button>;
}

const status = () => screen.getByRole("button").textContent;

test("under StrictMode there is one socket, and the frame with the token is the first", async () => {
  const { server, connect } = renderApp(<Status />);
  expect(status()).toBe("connecting");
  await connect();
  expect(status()).toBe("connected");
  expect(server.sockets).toHaveLength(1);
  expect(server.current.sent).toEqual(['{"action":"auth","token":"a token"}']);
  expect(server.current.url).toBe("ws://localhost:5055");
});

test("unmounting closes the socket", async () => {
  const { server, connect, unmount } = renderApp(<Status />);
  await connect();
  unmount();
  expect(server.sockets.map(({ closed }) => closed)).toEqual([1000]);
});

test("rendering again with a new session object and a new token provider changes nothing", async () => {
  const { server, connect, update } = renderApp(<Status />);
  await connect();
  update({ session: { ...SESSION }, getToken: () => "another token" });
  expect(server.sockets).toHaveLength(1);
  expect(server.open).toHaveLength(1);
});

test("the latest token provider is asked", async () => {
  const { server, connect, update } = renderApp(<Status />, { getToken: () => "an old token" });
  await connect();
  update({ getToken: () => "a new token" });
  await act(async () => server.cut(4401));
  await waitFor(() => expect(server.open).toHaveLength(1));
  act(() => server.current.onopen?.());
  expect(server.current.sent).toEqual(['{"action":"auth","token":"a new token"}']);
});

test("logging out closes the socket, logging in opens another", async () => {
  const { server, connect, update } = renderApp(<Status />);
  await connect();
  update({ session: null });
  expect(server.open).toHaveLength(0);
  expect(status()).toBe("disconnected");
  update({ session: { ...SESSION } });
  await connect();
  expect(server.sockets).toHaveLength(2);
  expect(status()).toBe("connected");
});

test("another tenant gets a connection of its own, and nothing of the tenant before", async () => {
  const heard = vi.fn();
  function Listener() {
    useRealtimeEvent("goal.created", ({ tenantId }) => heard(tenantId));
    return <Status />;
  }
  const { server, connect, update, say } = renderApp(<Listener />);
  await connect();
  update({ session: { ...SESSION, tenantId: "tenant-2" } });
  expect(server.open).toHaveLength(0);
  await connect("tenant-2");
  await say(example("goal.created"), example("goal.created", { tenantId: "tenant-2" }, { tenantId: "tenant-2" }));
  expect(heard.mock.calls).toEqual([["tenant-2"]]);
  expect(server.sockets.map(({ closed }) => closed)).toEqual([1000, null]);
});

test("switching the flag off closes the socket", async () => {
  const { server, connect, update } = renderApp(<Status />);
  await connect();
  update({ config: { state: "off" } });
  expect(server.open).toHaveLength(0);
  expect(status()).toBe("disconnected");
});

test.each([{ state: "off" }, { state: "invalid", problems: ["…"] }] as const)(
  "nothing opens while realtime is $state",
  async (config) => {
    const { server } = renderApp(<Status />, { config });
    await act(async () => {});
    expect(server.sockets).toHaveLength(0);
  },
);

test("all five statuses are seen", async () => {
  const seen: string[] = [];
  function Recorder() {
    const now = useRealtimeStatus().status;
    if (seen.at(-1) !== now) seen.push(now);
    return <Status />;
  }
  const { server, connect, update } = renderApp(<Recorder />, { session: null });
  update({ session: { ...SESSION } });
  await connect();
  await act(async () => server.cut());
  expect(status()).toBe("reconnecting");
  await connect();
  await act(async () => server.cut(4403));
  expect(seen).toEqual(["disconnected", "connecting", "connected", "reconnecting", "connected", "error"]);
  await act(async () => screen.getByRole("button").click());
  await connect();
  expect(status()).toBe("connected");
});

test("a status that flaps renders only what shows it", async () => {
  let renders = 0;
  function Bystander() {
    useRealtime();
    useRealtimeEvent("goal.created", () => {});
    renders += 1;
    return null;
  }
  const { server, connect } = renderApp(
    <>
      <Bystander />
      <Status />
    </>,
  );
  const before = renders;
  await connect();
  await act(async () => server.cut());
  await connect();
  expect(status()).toBe("connected");
  expect(renders).toBe(before);
});

test("an inline handler sees the latest props, and hears each event once", async () => {
  const heard: string[] = [];
  function Listener() {
    const [count, setCount] = useState(0);
    useRealtimeEvent("goal.created", ({ title }, message, { stale }) => {
      heard.push(`${title} ${message.type} ${stale} ${count}`);
      setCount(count + 1);
    });
    return null;
  }
  const { connect, say } = renderApp(<Listener />);
  await connect();
  await say(example("goal.created", { title: "A", goalId: "a" }, { eventId: "1" }));
  await say(example("goal.created", { title: "B", goalId: "b" }, { eventId: "2" }));
  await say(example("goal.created", { title: "B", goalId: "b" }, { eventId: "2" }));
  expect(heard).toEqual(["A goal.created false 0", "B goal.created false 1"]);
});

test("a handler that is not enabled hears nothing, and hears again when it is", async () => {
  const heard = vi.fn();
  function Listener({ isEnabled }: { readonly isEnabled: boolean }) {
    useRealtimeEvent("goal.created", ({ title }) => heard(title), isEnabled);
    return null;
  }
  let setEnabled: (value: boolean) => void = () => {};
  function Switch() {
    const [isEnabled, set] = useState(false);
    setEnabled = set;
    return <Listener isEnabled={isEnabled} />;
  }
  const { connect, say } = renderApp(<Switch />);
  await connect();
  await say(example("goal.created", { title: "unheard" }, { eventId: "1" }));
  act(() => setEnabled(true));
  await say(example("goal.created", { title: "heard" }, { eventId: "2" }));
  act(() => setEnabled(false));
  await say(example("goal.created", { title: "unheard" }, { eventId: "3" }));
  expect(heard.mock.calls).toEqual([["heard"]]);
});

test("each time that the connection is there, what was missed is fetched", async () => {
  const causes: string[] = [];
  function Fetcher() {
    useRealtimeResync((cause) => causes.push(cause));
    return <Status />;
  }
  const { server, connect } = renderApp(<Fetcher />);
  await connect();
  await act(async () => server.cut());
  await connect();
  expect(causes).toEqual(["initial", "reconnect"]);
});

test("a hook outside its provider says what is missing", async () => {
  const { render } = await import("@testing-library/react");
  vi.spyOn(console, "error").mockImplementation(() => {});
  const Now = () => useRealtime().now();
  expect(() => render(<Now />)).toThrow("useRealtime needs a RealtimeProvider above it");
});

export function WrongFields() {
  useRealtimeEvent("goal.created", (goal) => {
    // @ts-expect-error a field that the event does not have
    goal.titel.trim();
  });
  // @ts-expect-error a type that there is not
  useRealtimeEvent("goal.craeted", () => {});
  useRealtimeEvent("action.status_changed", (change) => {
    // @ts-expect-error this event does not carry the goal
    change.goalId.trim();
  });
  useRealtimeEvent("attachment.created", ({ entityId }) => {
    // @ts-expect-error text is no number
    entityId.toFixed();
  });
  return null;
}
