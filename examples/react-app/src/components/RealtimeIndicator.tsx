import { useId } from "react";
import { useRealtimeConnection, useRealtimeStatus } from "@purposepath/realtime/react";
import type { Meter } from "../debug/meter";
import { useRealtime } from "../hooks/useRealtime";
import { useFreshness } from "../hooks/useWorkspace";
import { CopyDetails } from "./CopyDetails";
import { indicationOf, reasonWords, sinceWord } from "./connection-words";
import { ago } from "./relative-words";
import { useClock } from "./useClock";
import { usePopover } from "./usePopover";
import { useSituation } from "./useSituation";

/** The status in the header; a click shows why, and when it is tried again. */
export function RealtimeIndicator({ meter = null }: { readonly meter?: Meter | null }) {
  const situation = useSituation();
  const { label, headline, tone } = indicationOf(situation);
  const { isOpen, toggle, root, button } = usePopover();
  const id = useId();
  const { config } = situation;
  return (
    <div className="indicator" ref={root}>
      <button
        ref={button}
        type="button"
        className="indicator-button"
        data-tone={tone}
        data-status={situation.connection.status}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={toggle}
      >
        <span className="indicator-dot" aria-hidden="true" />
        <span className="indicator-label">{label}</span>
      </button>
      {/* Beside the button: what reads itself aloud is no part of a name. */}
      <output className="visually-hidden">{label}</output>
      <div id={id} className="popover indicator-details card" hidden={!isOpen}>
        {isOpen && (
          <>
            <p className="indicator-headline">{headline}</p>
            {config.state === "on" ? (
              <Details meter={meter} />
            ) : (
              <Off problems={config.state === "invalid" ? config.problems : []} />
            )}
          </>
        )}
      </div>
    </div>
  );
}

function Details({ meter }: { readonly meter: Meter | null }) {
  const { now, config, session } = useRealtime();
  const connection = useRealtimeConnection();
  const snapshot = useRealtimeStatus();
  const data = useFreshness();
  const time = useClock(now, 250);
  const { attempt, retryAtMs, retryable, sinceMs } = snapshot;
  const readings = meter && meter.read();
  const reason = reasonWords(snapshot);
  return (
    <>
      {reason && <p className="muted">{reason}</p>}
      <dl className="facts">
        {sinceMs > 0 && <Fact name={sinceWord(snapshot)} value={ago(time - sinceMs)} />}
        {attempt > 0 && <Fact name="Attempts" value={String(attempt)} />}
        {retryAtMs !== undefined && (
          <Fact name="Next try" value={retryAtMs > time ? `in ${Math.ceil((retryAtMs - time) / 1000)} s` : "now"} />
        )}
        {readings && (
          <Fact
            name="Last event"
            value={readings.last ? `${readings.last.type}, ${ago(time - readings.last.atMs)}` : "none yet"}
          />
        )}
        {readings?.latency && <Fact name="Latency, median" value={`${Math.round(readings.latency.medianMs)} ms`} />}
      </dl>
      <div className="popover-actions">
        {retryable && (
          <button type="button" className="button primary" onClick={() => connection?.retryNow()}>
            Retry now
          </button>
        )}
        <CopyDetails
          read={() => ({
            nowMs: now(),
            config,
            session,
            connection: snapshot,
            data,
            readings: meter && meter.read(),
          })}
        />
      </div>
    </>
  );
}

function Off({ problems }: { readonly problems: readonly string[] }) {
  return (
    <>
      {problems.map((problem) => (
        <p className="muted" key={problem}>
          {problem}
        </p>
      ))}
      <p className="muted">The page shows what it fetched; reload it for news.</p>
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
