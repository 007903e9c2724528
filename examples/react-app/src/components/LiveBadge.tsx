import { badgeOf } from "./connection-words";
import { useSituation } from "./useSituation";

/** Says so when what stands beside it does not keep itself up to date. */
export function LiveBadge() {
  const text = badgeOf(useSituation());
  if (text === null) return null;
  return (
    <span className="live-badge" title="Updates when the connection is back">
      <span className="live-dot" aria-hidden="true" />
      {text}
    </span>
  );
}
