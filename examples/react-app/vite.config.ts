import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  // Both spellings of the settings reach the page; nothing else of the environment does.
  envPrefix: ["VITE_", "REACT_APP_"],
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "jsdom",
    setupFiles: "src/testing/setup.ts",
    testTimeout: 30_000,
    restoreMocks: true,
    coverage: {
      include: ["src/{config,services,contexts,hooks,store}/**"],
      exclude: ["src/**/*.test.{ts,tsx}", "src/testing/**", "src/config/build-environment.ts"],
      reporter: ["text"],
      thresholds: { lines: 80, branches: 80, functions: 80, statements: 80 },
    },
  },
});
