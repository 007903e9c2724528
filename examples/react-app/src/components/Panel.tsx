import { useId } from "react";
import type { ReactNode } from "react";
import { LiveBadge } from "./LiveBadge";

/** A titled part of a screen that keeps itself up to date. */
export function Panel({
  title,
  count,
  children,
  className = "",
}: {
  readonly title: string;
  readonly count?: number;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  const id = useId();
  return (
    <section className={`card panel ${className}`} aria-labelledby={id}>
      <header className="panel-header">
        <h2 id={id}>
          {title}
          {count !== undefined && <span className="count">{count}</span>}
        </h2>
        <LiveBadge />
      </header>
      {children}
    </section>
  );
}

/** As many rows as fit, and how many there are besides. */
export function Rows<Row extends { readonly id: string }>({
  rows,
  limit,
  empty,
  children,
}: {
  readonly rows: readonly Row[];
  readonly limit: number;
  readonly empty: string;
  readonly children: (row: Row) => ReactNode;
}) {
  if (rows.length === 0) return <p className="empty">{empty}</p>;
  const hidden = rows.length - limit;
  return (
    <>
      <ul className="rows">{rows.slice(0, limit).map((row) => children(row))}</ul>
      {hidden > 0 && <p className="more muted">and {hidden} more</p>}
    </>
  );
}
