import { useState } from "react";
import type { Row } from "../store/collection";

/** As long as the highlight takes to fade. */
const FADE_MS = 2400;

/** Highlights what it lies in after a live event, not when a screen merely opens. */
export function Flash({ row }: { readonly row: Row | undefined }) {
  return row && row.revision > 0 ? <Once key={row.revision} className="flash" changedMs={row.changedMs} text="" /> : null;
}

/** Says in a list's header that one of its rows has just changed. */
export function JustChanged({ rows }: { readonly rows: readonly Row[] }) {
  let revision = 0;
  let changedMs = 0;
  for (const row of rows) {
    revision += row.revision;
    changedMs = Math.max(changedMs, row.changedMs);
  }
  return revision > 0 ? <Once key={revision} className="just-changed" changedMs={changedMs} text="Updated" /> : null;
}

function Once({
  className,
  changedMs,
  text,
}: {
  readonly className: string;
  readonly changedMs: number;
  readonly text: string;
}) {
  const [isRecent] = useState(() => Date.now() - changedMs < FADE_MS);
  return isRecent ? (
    <span className={className} aria-hidden="true">
      {text}
    </span>
  ) : null;
}
