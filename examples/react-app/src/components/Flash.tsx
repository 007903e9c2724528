import { useState } from "react";
import type { Row } from "../store/collection";

/** As long as the highlight takes to fade. */
const FADE_MS = 2400;

/** Highlights what it lies in after a live event, not when a screen merely opens. */
export function Flash({ row }: { readonly row: Row | undefined }) {
  return row && row.revision > 0 ? <Once key={row.revision} changedMs={row.changedMs} /> : null;
}

function Once({ changedMs }: { readonly changedMs: number }) {
  const [isRecent] = useState(() => Date.now() - changedMs < FADE_MS);
  return isRecent ? <span className="flash" aria-hidden="true" /> : null;
}
