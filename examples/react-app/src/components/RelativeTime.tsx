import { useClock } from "./useClock";

const FORMAT = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

/** How long ago, in words; the exact time on hover. */
export function RelativeTime({ at }: { readonly at: string }) {
  const now = useClock(Date.now, 20_000);
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {ago(Math.round((now - Date.parse(at)) / 1000))}
    </time>
  );
}

function ago(seconds: number): string {
  if (seconds < 45) return "just now";
  if (seconds < 3600) return FORMAT.format(-Math.max(1, Math.round(seconds / 60)), "minute");
  if (seconds < 86_400) return FORMAT.format(-Math.round(seconds / 3600), "hour");
  return FORMAT.format(-Math.round(seconds / 86_400), "day");
}
