// The same with the connection, its context and its hooks.
import { createRoot } from "react-dom/client";
import { useRealtimeEvent, useRealtimeResync, useRealtimeStatus } from "@purposepath/realtime/react";
import { readRealtimeConfig } from "../../src/config/realtime-config";
import { RealtimeProvider } from "../../src/contexts/RealtimeContext";

function Page() {
  const { status } = useRealtimeStatus();
  useRealtimeEvent("goal.created", ({ title }) => console.log(title));
  useRealtimeResync((cause) => console.log(cause));
  return <p>{status}</p>;
}

createRoot(document.body).render(
  <RealtimeProvider config={readRealtimeConfig({ VITE_STAGE: "dev" }, true)} session={null} getToken={() => null}>
    <Page />
  </RealtimeProvider>,
);
