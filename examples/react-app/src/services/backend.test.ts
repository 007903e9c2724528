import { afterEach, expect, test, vi } from "vitest";
import { fixtures } from "@purposepath/realtime/fixtures";
import { createBackend } from "./backend";

afterEach(() => vi.unstubAllGlobals());

const session = { tenantId: "tenant 1", userId: "user-1" };
const { signal } = new AbortController();

function answer(body: unknown, status = 200) {
  const fetched = vi.fn<(url: URL) => Promise<Response>>(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

test("without a control port, the token is the mock's short form and there is no history", async () => {
  const backend = createBackend(undefined, 60);
  expect(await backend.fetchToken(session)).toBe("tenant 1/user-1/60");
  expect((await backend.fetchWorkspace(session, signal)).goals).toEqual([]);
});

test("a token comes from the control port", async () => {
  const fetched = answer({ token: "a.b.c" });
  expect(await createBackend("http://localhost:5056").fetchToken(session)).toBe("a.b.c");
  expect(String(fetched.mock.calls[0]?.[0])).toBe(
    "http://localhost:5056/token?tenant=tenant+1&user=user-1&expiresIn=900",
  );
});

test("the workspace follows from the last events, in the order of their times", async () => {
  const created = { ...fixtures["goal.created"], timestamp: "2025-11-03T14:30:00.000Z" };
  const { goalId } = created.data;
  const completed = {
    ...fixtures["goal.completed"],
    timestamp: "2025-11-03T14:31:00.000Z",
    data: { ...fixtures["goal.completed"].data, goalId },
  };
  const fetched = answer([completed, created, { type: "goal.created" }, 7]);
  const { goals, activity } = await createBackend("http://localhost:5056").fetchWorkspace(session, signal);
  expect(goals.map(({ title, status }) => [title, status])).toEqual([[created.data.title, "completed"]]);
  expect(activity).toHaveLength(2);
  expect(String(fetched.mock.calls[0]?.[0])).toBe("http://localhost:5056/events?tenant=tenant+1&limit=1000");
});

test("what the control port refuses is an error", async () => {
  answer({}, 503);
  await expect(createBackend("http://localhost:5056").fetchWorkspace(session, signal)).rejects.toThrow(
    "/events answered 503",
  );
});

test("a sign-in is over only if the backend says so", async () => {
  answer({}, 401);
  expect(await createBackend("http://localhost:5056").fetchToken(session)).toEqual({ denied: true });
  answer({}, 503);
  await expect(createBackend("http://localhost:5056").fetchToken(session)).rejects.toThrow("/token answered 503");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(createBackend("http://localhost:5056").fetchToken(session)).rejects.toThrow("Failed to fetch");
});
