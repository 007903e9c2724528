// What a test may write, and what it may not: compiled, never run.
import { MockError, startMock } from "@purposepath/realtime-cli";
import type { FaultRule, LogEntry, MockOptions } from "@purposepath/realtime-cli";

const options: MockOptions = { rate: 2, faults: ["drop,type=goal.*", { action: "gone", match: { tenant: "t" } }] };
const mock = await startMock(options);
await mock.emit({ type: "goal.created", data: { title: "Ship" } }, { connectionId: "a" });
await mock.kick({ userId: "user-456", code: 4403 });
await mock.kick({ all: true, reset: true });
const rule: FaultRule = { action: "close", code: 4403, afterMs: 5, times: 1 };
const id: number = await mock.fault(rule);
await mock.clearFaults(id);
const entry: LogEntry = await mock.waitFor((it) => it.kind === "closed" && it.code === 1000);
const { nowMs } = await mock.clock({ advanceMs: entry.atMs });
console.log(nowMs, new MockError("a").status);
await mock[Symbol.asyncDispose]();

// @ts-expect-error: no event has this type
await mock.emit({ type: "goal.creatd" });
// @ts-expect-error: the payload has no such key
await mock.emit({ type: "goal.created", data: { tilte: "Ship" } });
// @ts-expect-error: there is no such fault
await mock.fault({ action: "dorp" });
// @ts-expect-error: the status is required
await mock.fault({ action: "http_status" });
// @ts-expect-error: nobody is named
await mock.kick({});
// @ts-expect-error: a cut has no close code
await mock.kick({ all: true, reset: true, code: 1000 });
// @ts-expect-error: there is no such option
await startMock({ raet: 1 });
