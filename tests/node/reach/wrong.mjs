// What a test does wrong, and a mock server that dies under it: each is an error of the call, in words.
import assert from "node:assert/strict";
import { MockError, startMock } from "@purposepath/realtime-cli";

/** What a promise fails with, which is a MockError unless its name is given. */
const failure = async (promise, name = "MockError") => {
  const error = await promise.then(() => assert.fail("nothing failed"), (it) => it);
  assert.equal(error.name, name, error.stack);
  return error.message;
};

// An option that is undefined is one that is not given.
const mock = await startMock({ port: undefined, controlPort: undefined, rate: undefined });
assert.notEqual(new URL(mock.url).port, "5055");
assert.deepEqual(await mock.traffic(), { rate: 0, seed: 0 });

assert.match(await failure(startMock({ toString: 1 }), "TypeError"), /^startMock has no option `toString`: its options are port, /);
assert.equal(
  await failure(startMock({ port: -1 })),
  "the mock server cannot start: invalid value '-1' for '--port <N>': expected a whole number from 0 to 65535",
);

// What the system does not start at all, whether Node.js throws that or tells it later.
assert.match(await failure(startMock({ faults: ["x".repeat(1 << 20)] })), /^cannot start .*: its arguments are longer than this system takes: give it less on the command line$/);
process.env.REALTIME_BINARY = `${process.execPath}/realtime`;
assert.equal(await failure(startMock()), `cannot start ${process.env.REALTIME_BINARY}, which REALTIME_BINARY names: there is no such file: name the file of the command there, or unset it`);
process.env.REALTIME_BINARY = "";

// What is thrown while entries are looked at ends the call, not the program.
await mock.emit({ type: "goal.created" });
const message = "Cannot read properties of undefined (reading 'startsWith')";
assert.equal(await failure(mock.waitFor((entry) => entry.reason.startsWith("a")), "TypeError"), message);
assert.equal((await mock.log()).length, 1);
await mock.stop();

for (const call of [(it) => it.waitFor({ kind: "opened" }), (it) => it.emit({ type: "goal.created" })]) {
  const dying = await startMock();
  const early = call(dying).catch((error) => error);
  process.kill(dying.pid, "SIGKILL");
  const error = await early;
  if (error instanceof Error) assert.ok(error instanceof MockError && error.message.endsWith(": it was ended by SIGKILL"), error.stack);
  assert.equal(await failure(call(dying)), "the mock server is gone: it was ended by SIGKILL");
  await dying.stop();
}
