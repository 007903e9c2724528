import { configure } from "@testing-library/react";
import { vi } from "vitest";
import type { Schedule } from "../store/pace";

// A machine that is busy is no failure.
configure({ asyncUtilTimeout: 10_000 });

// A test waits for one frame, however long the last one took; pace.test.ts has the real one.
vi.mock("../store/pace", () => ({ pacedFrames: (): Schedule => (run) => requestAnimationFrame(run) }));
