// The fake connection under React, in whichever test runner and React this runs.
import { StrictMode, useState } from "react";
import { act, render, screen } from "@testing-library/react";
import { RealtimeProvider, useRealtimeEvent, useRealtimeGoals, useRealtimeResync, useRealtimeStatus } from "@purposepath/realtime/react";
import { FakeConnection, fixtures } from "@purposepath/realtime/testing";
import { FakeRealtimeProvider } from "@purposepath/realtime/testing/react";

declare const vi: { useFakeTimers(): void; useRealTimers(): void };
const runner = typeof jest === "undefined" ? vi : jest;

// What React complains of, such as a change outside `act`.
const complaints: unknown[] = [];
const { error } = console;
beforeEach(() => {
  complaints.length = 0;
  console.error = (...texts: unknown[]) => complaints.push(texts);
});
afterEach(() => {
  console.error = error;
  runner.useRealTimers();
  expect(complaints).toEqual([]);
});

function Screen({ fetch = () => undefined }: { readonly fetch?: () => unknown }) {
  const status = useRealtimeStatus(({ status, reason }) => `${status} ${reason === undefined ? "" : reason}`);
  const goals = useRealtimeGoals();
  const [titles, setTitles] = useState("");
  useRealtimeEvent("goal.created", ({ title }) => setTitles(titles + title + ";"));
  useRealtimeResync(fetch);
  return <p data-testid="screen">{`${status}|${goals.length}|${titles}`}</p>;
}

const shown = () => screen.getByTestId("screen").textContent;

for (const timers of ["real", "fake"]) {
  test(`each change is rendered when its method returns, with the runner's ${timers} timers`, async () => {
    if (timers === "fake") runner.useFakeTimers();
    const connection = new FakeConnection();
    render(
      <StrictMode>
        <FakeRealtimeProvider connection={connection}>
          <Screen />
        </FakeRealtimeProvider>
      </StrictMode>,
    );
    expect(shown()).toBe("disconnected |0|");
    await connection.connect();
    expect(shown()).toBe("connected |0|");
    connection.emit({ type: "goal.created", data: { title: "One" } });
    connection.emit({ type: "goal.created", data: { title: "Two", goalId: "another" } });
    expect(shown()).toBe("connected |2|One;Two;");
    connection.lose();
    expect(shown()).toBe("reconnecting closed|2|One;Two;");
    await connection.advance(30_000);
    expect(shown()).toBe("connected |2|One;Two;");
    connection.refuse("UNAUTHORIZED");
    connection.lose(1001);
    await connection.advance(60_000);
    expect(shown()).toBe("error unauthenticated|2|One;Two;");
    act(() => connection.stop());
    expect(shown()).toBe("disconnected |2|One;Two;");
  });
}

test("each change is rendered where nobody says that a test is one of React's, as without globals", async () => {
  const said = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean | undefined };
  const before = said.IS_REACT_ACT_ENVIRONMENT;
  delete said.IS_REACT_ACT_ENVIRONMENT;
  try {
    const connection = new FakeConnection();
    render(
      <FakeRealtimeProvider connection={connection}>
        <Screen />
      </FakeRealtimeProvider>,
    );
    await connection.connect();
    connection.emit({ type: "goal.created", data: { title: "One" } });
    expect(shown()).toBe("connected |1|One;");
    connection.lose();
    expect(shown()).toBe("reconnecting closed|1|One;");
    await connection.advance(30_000);
    expect(shown()).toBe("connected |1|One;");
    expect(said.IS_REACT_ACT_ENVIRONMENT).toBe(undefined);
  } finally {
    said.IS_REACT_ACT_ENVIRONMENT = before;
  }
});

test("events wait for a fetch, and come when it is there", async () => {
  const connection = new FakeConnection();
  let answer = () => {};
  const fetch = () => new Promise<void>((resolve) => (answer = resolve));
  render(
    <FakeRealtimeProvider connection={connection}>
      <Screen fetch={fetch} />
    </FakeRealtimeProvider>,
  );
  await connection.connect();
  connection.emit("goal.created");
  expect(shown()).toBe("connected |0|");
  answer();
  await connection.advance(0);
  expect(shown()).toBe(`connected |1|${fixtures["goal.created"].data.title};`);
});

test("the product's own provider takes it too, with the act of whoever renders", async () => {
  const connection = new FakeConnection({ act });
  const { unmount } = render(
    <RealtimeProvider connection={connection}>
      <Screen />
    </RealtimeProvider>,
  );
  await connection.connect();
  connection.emit("goal.created");
  expect(shown()).toBe(`connected |1|${fixtures["goal.created"].data.title};`);
  unmount();
  connection.emit("goal.completed");
});

test("the provider refuses what is no fake, as the product's connection or null", () => {
  for (const [connection, found] of [[null, "null"], [{}, "object"]] as const) {
    expect(() => render(<FakeRealtimeProvider connection={connection as unknown as FakeConnection} />)).toThrow(
      TypeError(`connection: expected a FakeConnection, found ${found}`),
    );
  }
  // React and the page report it too.
  complaints.length = 0;
});

test("an expectation in a handler fails the test", async () => {
  const connection = new FakeConnection();
  function Wrong() {
    useRealtimeEvent("goal.created", ({ title }) => expect(title).toBe("another"));
    return null;
  }
  render(
    <FakeRealtimeProvider connection={connection}>
      <Wrong />
    </FakeRealtimeProvider>,
  );
  await connection.connect();
  expect(() => connection.emit("goal.created")).toThrow(/another/);
});
