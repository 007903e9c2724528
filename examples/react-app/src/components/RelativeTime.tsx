import { ago } from "./relative-words";
import { useClock } from "./useClock";

/** How long ago, in words; the exact time on hover. */
export function RelativeTime({ at }: { readonly at: string }) {
  const now = useClock(Date.now, 20_000);
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {ago(now - Date.parse(at))}
    </time>
  );
}
