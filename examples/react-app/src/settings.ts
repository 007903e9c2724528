// What the page runs with: the settings of the build, and in a build for end-to-end tests
// (`vite build --mode e2e`) those of its address too. A production build has no such code.
import { createBackend } from "./services/backend";
import { buildEnvironment, isProduction } from "./config/build-environment";
import { readRealtimeConfig } from "./config/realtime-config";
import { scaledClock } from "./testing/scaled-clock";
import type { AppProps } from "./App";

export function settings(): AppProps {
  if (import.meta.env.MODE === "e2e") return ofAddress(new URLSearchParams(location.search));
  const controlUrl = buildEnvironment["VITE_REALTIME_CONTROL_URL"];
  return {
    config: readRealtimeConfig(buildEnvironment, isProduction),
    backend: createBackend(typeof controlUrl === "string" && controlUrl ? controlUrl : undefined),
  };
}

function ofAddress(query: URLSearchParams): AppProps {
  const environment = {
    VITE_FEATURE_REALTIME: query.get("flag") ?? "true",
    VITE_REALTIME_WS_URL: query.get("ws") ?? undefined,
  };
  const timeScale = Number(query.get("timeScale") ?? 1);
  const tokenSeconds = Number(query.get("tokenSeconds") ?? 900);
  return {
    config: readRealtimeConfig(environment, isProduction),
    backend: createBackend(query.get("control") ?? undefined, tokenSeconds),
    ...(timeScale === 1 ? {} : { environment: scaledClock(timeScale) }),
  };
}
