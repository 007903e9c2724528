import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { StrictMode } from "react";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { App } from "./App";
import { createBackend } from "./services/backend";
import { FakeServer } from "./testing/fake-server";
import { accepted, example, ON } from "./testing/render";

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  Element.prototype.scrollTo = () => {};
  localStorage.clear();
  sessionStorage.clear();
  location.hash = "";
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function logIn() {
  const server = new FakeServer();
  render(
    <StrictMode>
      <App config={ON} backend={createBackend(undefined)} environment={server.environment} />
    </StrictMode>,
  );
  expect(server.sockets).toHaveLength(0);
  await userEvent.click(screen.getByRole("button", { name: "Log in" }));
  await accepted(server);
  const say = async (...messages: Parameters<FakeServer["say"]>[0][]) => {
    await act(async () => {
      for (const message of messages) server.say(message);
      await new Promise(requestAnimationFrame);
    });
  };
  return { server, say };
}

const openAccount = () => userEvent.click(screen.getByRole("button", { name: /^Account/ }));

test("logging in connects with a token of the user, logging out closes", async () => {
  const { server } = await logIn();
  expect(server.current.sent).toEqual(['{"action":"auth","token":"tenant-123/user-456/900"}']);
  expect(localStorage.getItem("purposepath-session")).toBe('{"tenantId":"tenant-123","userId":"user-456"}');
  await openAccount();
  await userEvent.click(screen.getByRole("button", { name: "Log out" }));
  expect(server.open).toHaveLength(0);
  expect(localStorage.getItem("purposepath-session")).toBeNull();
  expect(screen.getByRole("button", { name: "Log in" })).toBeTruthy();
});

test("logging out in another tab is logging out here", async () => {
  const { server } = await logIn();
  localStorage.clear();
  act(() => void window.dispatchEvent(new StorageEvent("storage", { key: "purposepath-session" })));
  expect(server.open).toHaveLength(0);
});

test("choosing another tenant connects there", async () => {
  const { server } = await logIn();
  await openAccount();
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Tenant in this tab" }), "tenant-456");
  await waitFor(() => server.current.onopen?.());
  expect(server.sockets.map(({ closed }) => closed)).toEqual([1000, null]);
  expect(server.current.sent).toEqual(['{"action":"auth","token":"tenant-456/user-456/900"}']);
});

test("events appear on the screens, and in the room of their goal", async () => {
  const { say } = await logIn();
  const goalId = "goal-7";
  await say(
    example("goal.created", { goalId, title: "Grow", createdBy: "ann" }, { eventId: "1" }),
    example("action.created", { goalId, title: "Call" }, { eventId: "2" }),
    example("kpi.reading.created", { kpiId: "Margin", progress: 12 }, { eventId: "3" }),
    example("issue.created", { title: "Fire" }, { eventId: "4" }),
  );
  for (const text of ["Grow", "Call", "Margin", "Fire", "Red zone"])
    expect(screen.getAllByText(text).length).toBeGreaterThan(0);
  act(() => {
    location.hash = `#/goals/${goalId}`;
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  });
  expect(screen.getByRole("heading", { name: "Grow" })).toBeTruthy();
  await say(example("goal.activity.created", { goalId, title: "Kick-off", content: "Went well." }, { eventId: "5" }));
  expect(screen.getByText("Went well.")).toBeTruthy();
});

test("the debug panel counts events, unknown and invalid frames, and holds no token", async () => {
  const { server, say } = await logIn();
  await userEvent.click(screen.getByRole("button", { name: "Debug" }));
  await say(example("goal.created"));
  act(() => server.sayText('{"type":"goal.renamed","timestamp":"2025-11-03T14:30:00Z"}'));
  act(() => server.sayText('{"type":"goal.created"}'));
  const panel = screen.getByRole("complementary");
  const figure = (name: string) =>
    [...panel.querySelectorAll("dt")].find((term) => term.textContent === name)?.nextSibling?.textContent;
  await waitFor(() => expect(figure("Events")).toBe("2"));
  expect([figure("Unknown"), figure("Invalid")]).toEqual(["1", "1"]);
  expect(panel.textContent).toContain("goal.created: at $.timestamp: expected");
  expect(panel.textContent).not.toContain("tenant-123/user-456");
});

test.each(["denied", "full"])("a browser whose storage is %s holds everything for this visit", async (how) => {
  const fail = () => {
    throw new DOMException(how, how === "full" ? "QuotaExceededError" : "SecurityError");
  };
  const spies = [vi.spyOn(Storage.prototype, "setItem").mockImplementation(fail)];
  if (how === "denied")
    for (const place of ["localStorage", "sessionStorage"] as const)
      spies.push(vi.spyOn(window, place, "get").mockImplementation(fail) as never);
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
  const { server } = await logIn();
  expect(server.open).toHaveLength(1);
  await openAccount();
  await userEvent.click(screen.getByRole("button", { name: "Dark theme" }));
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  await userEvent.click(screen.getByRole("button", { name: "Log out" }));
  expect(server.open).toHaveLength(0);
  expect(screen.getByRole("button", { name: "Log in" })).toBeTruthy();
});

test("another tenant is looked at from the screen on, not from a thing of the one before", async () => {
  location.hash = "#/issues/i-1";
  await logIn();
  await openAccount();
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Tenant in this tab" }), "tenant-456");
  await waitFor(() => expect(location.hash).toBe("#/issues"));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Issues", level: 1 })));
});
