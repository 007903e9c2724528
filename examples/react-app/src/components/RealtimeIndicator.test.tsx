import { act, cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { renderApp, SESSION } from "../testing/render";
import { stillClock } from "../testing/scaled-clock";
import { LiveBadge } from "./LiveBadge";
import { RealtimeIndicator } from "./RealtimeIndicator";

afterEach(cleanup);

const label = () => document.querySelector(".indicator-label")?.textContent;
const indicator = () => document.querySelector(".indicator-button") as HTMLElement;
const open = () => userEvent.click(screen.getByRole("button", { expanded: false }));

test("the indicator shows each of the five statuses", async () => {
  const { server, connect, update } = renderApp(<RealtimeIndicator />, { session: null });
  expect(label()).toBe("Offline");
  update({ session: { ...SESSION } });
  expect(label()).toBe("Connecting");
  await connect();
  await waitFor(() => expect(label()).toBe("Live"));
  await act(async () => server.cut());
  expect(label()).toBe("Reconnecting");
  await connect();
  await act(async () => server.cut(4403));
  expect(label()).toBe("Not connected");
});

/** What the details say of something. */
const fact = (name: string) => screen.getByText(name).nextElementSibling?.textContent;

test("its details say when, without counting the seconds", async () => {
  const time = { ms: Date.now() };
  const clock = { ...stillClock(), now: () => time.ms };
  const { server, connect } = renderApp(<RealtimeIndicator />, { clock });
  await connect();
  await open();
  expect(fact("Connected")).toBe("just now");
  time.ms += 240_000;
  await waitFor(() => expect(fact("Connected")).toBe("4 min. ago"));
  await act(async () => server.cut());
  expect(fact("Interrupted")).toBe("just now");
});

test("its details say why, how often and when it is tried again, and the button tries at once", async () => {
  // It is not tried again by itself: only the button can connect.
  const { server, connect } = renderApp(<RealtimeIndicator />, { clock: stillClock() });
  await connect();
  await waitFor(() => expect(label()).toBe("Live"));
  await open();
  expect(screen.getByText("You see changes as they happen")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Retry now" })).toBeNull();
  await act(async () => server.cut());
  expect(screen.getByText("Live updates are interrupted")).toBeTruthy();
  expect(screen.getByText("The connection was lost.")).toBeTruthy();
  expect(screen.getByText("Next try")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Retry now" }));
  await connect();
  await waitFor(() => expect(label()).toBe("Live"));
});

test("Escape and a click elsewhere close the details, and Escape gives the focus back", async () => {
  renderApp(
    <>
      <RealtimeIndicator />
      <p>elsewhere</p>
    </>,
  );
  await open();
  await userEvent.keyboard("{Escape}");
  expect(indicator().getAttribute("aria-expanded")).toBe("false");
  expect(document.activeElement).toBe(indicator());
  await open();
  await userEvent.click(screen.getByText("elsewhere"));
  expect(indicator().getAttribute("aria-expanded")).toBe("false");
});

test("realtime that is off or misconfigured says so", async () => {
  const { update } = renderApp(<RealtimeIndicator />, { config: { state: "off" } });
  expect(label()).toBe("Live updates off");
  update({ config: { state: "invalid", problems: ['REACT_APP_STAGE is none of dev, staging, prod: "x"'] } });
  expect(label()).toBe("Misconfigured");
  await open();
  expect(screen.getByText('REACT_APP_STAGE is none of dev, staging, prod: "x"')).toBeTruthy();
});

test("a badge is there only while what it stands beside is not live", async () => {
  const { container, server, connect, update } = renderApp(<LiveBadge />);
  await waitFor(() => expect(container.textContent).toBe("Not live"));
  await connect();
  await waitFor(() => expect(container.textContent).toBe(""));
  await act(async () => server.cut());
  await waitFor(() => expect(container.textContent).toBe("Out of date"));
  await connect();
  await waitFor(() => expect(container.textContent).toBe(""));
  update({ config: { state: "off" } });
  expect(container.textContent).toBe("");
});
