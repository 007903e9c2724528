import { useState } from "react";
import type { SupportFacts } from "../debug/support";
import { supportDetails } from "../debug/support";

/** Puts what support wants to know on the clipboard; where there is none, shows it to be copied by hand. */
export function CopyDetails({ read }: { readonly read: () => Omit<SupportFacts, "page" | "browser"> }) {
  const [done, setDone] = useState<"copied" | { readonly text: string } | null>(null);
  const copy = async () => {
    const text = supportDetails({ ...read(), page: location.href, browser: navigator.userAgent });
    try {
      await navigator.clipboard.writeText(text);
      setDone("copied");
    } catch {
      setDone({ text });
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void copy()}>
        Copy details for support
      </button>
      <output className="muted copied">
        {done === "copied" && "Copied. There is no password or token in it."}
        {done !== null && done !== "copied" && "This browser does not let the page copy; copy it by hand:"}
      </output>
      {done !== null && done !== "copied" && (
        <textarea className="mono" readOnly rows={6} aria-label="Details for support" value={done.text} />
      )}
    </>
  );
}
