import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  test: {
    // `npm run pictures` is no test.
    include: [mode === "pictures" ? "e2e/pictures.ts" : "e2e/**/*.e2e.ts"],
    globalSetup: "e2e/setup.ts",
    // One browser at a time: what is measured must not be disturbed.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000, interval: 50 } },
  },
}));
