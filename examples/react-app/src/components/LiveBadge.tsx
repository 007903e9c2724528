import { useRealtimeStatus } from "@purposepath/realtime/react";
import { useRealtime } from "../hooks/useRealtime";

/** Says whether what stands beside it keeps itself up to date. */
export function LiveBadge() {
  const { config } = useRealtime();
  const { status, everConnected } = useRealtimeStatus();
  if (config.state !== "on") return null;
  const isLive = status === "connected";
  const text = isLive ? "Live" : everConnected ? "Out of date" : "Not live";
  return (
    <span
      className="live-badge"
      data-live={isLive}
      title={isLive ? "Updates as it happens" : "Updates when the connection is back"}
    >
      <span className="live-dot" aria-hidden="true" />
      {text}
    </span>
  );
}
