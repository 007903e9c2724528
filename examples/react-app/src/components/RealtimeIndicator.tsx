import { useEffect, useId, useRef, useState } from "react";
import type { ConnectionSnapshot } from "@purposepath/realtime/connection";
import { useRealtimeConnection, useRealtimeStatus } from "@purposepath/realtime/react";
import { useRealtime } from "../hooks/useRealtime";
import { REASON_WORDS, STATUS_WORDS } from "./connection-words";
import { useClock } from "./useClock";

/** The status in the header; a click shows why, and when it is tried again. */
export function RealtimeIndicator() {
  const { config } = useRealtime();
  const snapshot = useRealtimeStatus();
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!isOpen) return undefined;
    const onPointer = ({ target }: PointerEvent) => {
      if (!root.current?.contains(target as Node)) setIsOpen(false);
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== "Escape") return;
      setIsOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey);
    };
  }, [isOpen]);

  const isOff = config.state !== "on";
  const label =
    config.state === "invalid" ? "Misconfigured" : isOff ? "Live updates off" : STATUS_WORDS[snapshot.status];
  const tone = config.state === "invalid" ? "error" : isOff ? "off" : snapshot.status;
  return (
    <div className="indicator" ref={root}>
      <button
        ref={button}
        type="button"
        className="indicator-button"
        data-status={tone}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        <span className="indicator-dot" aria-hidden="true" />
        <output className="indicator-label">{label}</output>
      </button>
      <div id={id} className="indicator-details card" hidden={!isOpen}>
        {isOpen &&
          (config.state === "on" ? (
            <Details {...snapshot} />
          ) : (
            <Off problems={config.state === "invalid" ? config.problems : []} />
          ))}
      </div>
    </div>
  );
}

function Details({ status, reason, attempt, retryAtMs, retryable, sinceMs }: ConnectionSnapshot) {
  const { now } = useRealtime();
  const connection = useRealtimeConnection();
  const time = useClock(now, 250);
  const isWaiting = retryAtMs !== undefined;
  return (
    <>
      <p className="indicator-headline">{HEADLINES[status]}</p>
      {reason && <p className="muted">{REASON_WORDS[reason]}</p>}
      <dl className="facts">
        {sinceMs > 0 && (
          <Fact name={status === "connected" ? "Connected for" : "For"} value={duration(time - sinceMs)} />
        )}
        {attempt > 0 && <Fact name="Attempts" value={String(attempt)} />}
        {isWaiting && (
          <Fact name="Next try" value={retryAtMs > time ? `in ${Math.ceil((retryAtMs - time) / 1000)} s` : "now"} />
        )}
      </dl>
      {retryable && (
        <button type="button" className="button primary" onClick={() => connection?.retryNow()}>
          Retry now
        </button>
      )}
    </>
  );
}

const HEADLINES = {
  disconnected: "Live updates are not running",
  connecting: "Connecting to live updates…",
  connected: "You see changes as they happen",
  reconnecting: "Live updates are interrupted",
  error: "Live updates have stopped",
} as const;

function Off({ problems }: { readonly problems: readonly string[] }) {
  return (
    <>
      <p className="indicator-headline">
        {problems.length > 0 ? "Live updates are misconfigured" : "Live updates are switched off"}
      </p>
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

function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
