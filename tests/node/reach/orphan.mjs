// Starts a mock server, says which process that is, and waits to be killed.
import { startMock } from "@purposepath/realtime-cli";

const { pid, control } = await startMock();
console.log(JSON.stringify({ pid, control }));
process.stdin.resume();
