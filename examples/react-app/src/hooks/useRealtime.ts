import { useContext } from "react";
import { RealtimeContext } from "../contexts/RealtimeContext";
import type { RealtimeContextValue } from "../contexts/RealtimeContext";

/** The connection and what it is for. Does not render again when the status changes. */
export function useRealtime(): RealtimeContextValue {
  const value = useContext(RealtimeContext);
  if (!value) throw new Error("useRealtime needs a RealtimeProvider above it");
  return value;
}
