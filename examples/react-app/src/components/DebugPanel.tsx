import { useEffect, useState } from "react";
import { PROTOCOL_VERSION } from "@purposepath/realtime";
import type { Meter, Readings } from "../debug/meter";
import { useRealtime } from "../hooks/useRealtime";
import { Icon } from "./Icon";

/** For developers: how much arrives, how late, and what it was. */
export function DebugPanel({ meter, onClose }: { readonly meter: Meter; readonly onClose: () => void }) {
  const { config } = useRealtime();
  const [readings, setReadings] = useState<Readings>(() => meter.read());
  useEffect(() => {
    const timer = setInterval(() => setReadings(meter.read()), 500);
    return () => clearInterval(timer);
  }, [meter]);
  useEffect(() => {
    const onKey = ({ key, defaultPrevented }: KeyboardEvent) => {
      if (key === "Escape" && !defaultPrevented) onClose();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onClose]);
  const { latency, perSecond } = readings;
  const most = Math.max(1, ...perSecond);
  return (
    <aside className="debug card" aria-label="Debug panel">
      <header className="panel-header">
        <h2>Debug</h2>
        <button type="button" className="button icon-only" aria-label="Close the debug panel" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <p className="muted mono">
        {config.state === "on" ? config.url : `realtime is ${config.state}`} · protocol {PROTOCOL_VERSION}
      </p>
      <dl className="figures">
        <Figure name="Events" value={readings.events} />
        <Figure name="Per second" value={perSecond.at(-2) ?? 0} />
        <Figure name="Latency, median" value={latency ? `${Math.round(latency.medianMs)} ms` : "–"} />
        <Figure name="Latency, 95 %" value={latency ? `${Math.round(latency.p95Ms)} ms` : "–"} />
        <Figure name="Unknown" value={readings.unknown} />
        <Figure name="Invalid" value={readings.invalid} isBad={readings.invalid > 0} />
      </dl>
      <div
        className="bars"
        // A drawing, but no file.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="img"
        aria-label={`Events in each of the last ${perSecond.length} seconds, at most ${most}`}
      >
        {perSecond.map((count, index) => (
          // A second has no name but its place.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} style={{ height: `${(count / most) * 100}%` }} />
        ))}
      </div>
      <h3>Last frames</h3>
      {readings.frames.length === 0 && <p className="muted">None yet.</p>}
      <ol className="frames">
        {readings.frames.map((frame) => (
          <li key={frame.number} data-verdict={frame.verdict}>
            <details>
              <summary>
                <span className="verdict">{frame.verdict}</span> {frame.label}
              </summary>
              <pre>{frame.text}</pre>
            </details>
          </li>
        ))}
      </ol>
    </aside>
  );
}

function Figure({
  name,
  value,
  isBad = false,
}: {
  readonly name: string;
  readonly value: string | number;
  readonly isBad?: boolean;
}) {
  return (
    <div data-bad={isBad}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
