// What TypeScript 4.9 reads, with the resolution of Create React App: compiled, never run.
import { startMock } from "@purposepath/realtime-cli";
import type { Mock } from "@purposepath/realtime-cli";

const begin = (mock: Mock) => mock.emit({ type: "goal.paused", data: { goalId: "goal-1" } });
export const sent = startMock({ rate: 0, faults: [{ action: "refuse", times: 1 }] }).then(begin);
