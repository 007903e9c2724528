import { words } from "../store/describe";

const TONES: Readonly<Record<string, string>> = {
  active: "good",
  completed: "good",
  resolved: "good",
  in_progress: "info",
  open: "info",
  todo: "quiet",
  draft: "quiet",
  closed: "quiet",
  archived: "quiet",
  low: "quiet",
  medium: "info",
  paused: "warn",
  high: "warn",
  blocked: "bad",
  critical: "bad",
  urgent: "bad",
};

/** A value of an enumeration; one of a newer server is shown as it is. */
export function Pill({ value }: { readonly value: string | null }) {
  if (value === null) return null;
  return (
    <span className="pill" data-tone={TONES[value] ?? "quiet"}>
      {words(value)}
    </span>
  );
}
