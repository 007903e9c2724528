import { useRealtimeConnection } from "@purposepath/realtime/react";
import { useWorkspace } from "../hooks/useWorkspace";
import { bannerOf } from "./connection-words";
import type { Remedy } from "./connection-words";
import { useSituation } from "./useSituation";

const LABELS: Readonly<Record<Remedy, string>> = {
  "try again": "Try again",
  "log in": "Log in again",
  reload: "Reload the page",
};

/** Says what is wrong with the whole page, and offers what helps. */
export function Banner({ onLogOut }: { readonly onLogOut: () => void }) {
  const situation = useSituation();
  const { refetch } = useWorkspace();
  const connection = useRealtimeConnection();
  const banner = bannerOf(situation);
  if (!banner) return null;
  const { text, remedy } = banner;
  const help = () => {
    if (remedy === "log in") return onLogOut();
    if (remedy === "reload") return location.reload();
    refetch();
    if (situation.connection.status !== "connected") connection?.retryNow();
  };
  return (
    <div className="notice" role="alert">
      <p>{text}</p>
      {remedy && (
        <button type="button" className="button" onClick={help}>
          {LABELS[remedy]}
        </button>
      )}
    </div>
  );
}
