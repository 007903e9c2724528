import { useEffect, useId, useRef, useState } from "react";
import type { ReactNode } from "react";
import { useFreshness } from "../hooks/useWorkspace";
import type { Row } from "../store/collection";
import { MAX_ROWS } from "../store/workspace";
import { Flash, JustChanged } from "./Flash";
import { LiveBadge } from "./LiveBadge";
import { isLive } from "./connection-words";
import { RelativeTime } from "./RelativeTime";
import { useSituation } from "./useSituation";

const NO_ROWS: readonly Row[] = [];

/** A titled part of a screen that keeps itself up to date. */
export function Panel({
  title,
  rows,
  children,
  className = "",
}: {
  readonly title: string;
  /** What it lists, if it is a list. */
  readonly rows?: readonly Row[];
  readonly children: ReactNode;
  readonly className?: string;
}) {
  const id = useId();
  const situation = useSituation();
  const { fetchedMs, isFetching } = situation.data;
  // That there are none is known only while it is.
  const isCounted = rows !== undefined && (rows.length > 0 || isLive(situation));
  return (
    <section
      className={`card panel ${className}`}
      aria-labelledby={id}
      aria-busy={fetchedMs === null && isFetching ? true : undefined}
    >
      <header className="panel-header">
        <h2 id={id}>
          {title}
          {isCounted && <span className="count">{rows.length < MAX_ROWS ? rows.length : `${MAX_ROWS}+`}</span>}
        </h2>
        <span className="panel-badges">
          <JustChanged rows={rows ?? NO_ROWS} />
          <LiveBadge />
        </span>
      </header>
      {children}
    </section>
  );
}

/** What a list says that has no rows: only while the page is live it says that there is nothing. */
export function Nothing({ noun, empty }: { readonly noun: string; readonly empty: string }) {
  const situation = useSituation();
  const { state, isFetching, fetchedMs } = situation.data;
  if (fetchedMs === null && state === "failed" && !isFetching)
    return <p className="empty">The {noun} could not be fetched.</p>;
  if (fetchedMs === null) return <Skeleton label={`Loading ${noun}…`} />;
  if (isLive(situation)) return <p className="empty">{empty}</p>;
  return (
    <p className="empty">
      No {noun} when this page last looked, <RelativeTime at={new Date(fetchedMs).toISOString()} />.
    </p>
  );
}

/** The shape of what is coming. */
export function Skeleton({ label }: { readonly label: string }) {
  return (
    <div className="skeleton">
      <p className="visually-hidden">{label}</p>
      {[64, 48, 56].map((width) => (
        <div key={width} className="skeleton-row" aria-hidden="true">
          <span style={{ width: `${width}%` }} />
          <span style={{ width: `${width / 2}%` }} />
        </div>
      ))}
    </div>
  );
}

/** As many rows as fit, and the way to the others. */
export function Rows<Kind extends Row>({
  rows,
  limit,
  noun,
  empty,
  moreHref,
  target = null,
  className = "rows",
  children,
}: {
  readonly rows: readonly Kind[];
  readonly limit: number;
  /** What they are, in the plural. */
  readonly noun: string;
  readonly empty: string;
  /** Where all of them are; without it, they are shown here. */
  readonly moreHref?: string;
  /** The row that the address names. */
  readonly target?: string | null;
  readonly className?: string;
  readonly children: (row: Kind) => ReactNode;
}) {
  const [shown, setShown] = useState(limit);
  const { fetchedMs } = useFreshness();
  const index = target === null ? -1 : rows.findIndex(({ id }) => id === target);
  const isMissing = target !== null && index < 0 && fetchedMs !== null;
  const count = Math.max(shown, index + 1);
  const hidden = rows.length - count;
  const more = `and ${hidden} more`;
  return (
    <>
      {isMissing && (
        <output className="missing">What this address names is not among the {noun} that are known here.</output>
      )}
      {rows.length === 0 ? (
        <Nothing noun={noun} empty={empty} />
      ) : (
        <ul className={className}>{rows.slice(0, count).map((row) => children(row))}</ul>
      )}
      {hidden > 0 &&
        (moreHref === undefined ? (
          <button type="button" className="more" onClick={() => setShown(count + limit)}>
            {more}
          </button>
        ) : (
          <a className="more" href={moreHref} aria-label={`${more} ${noun}`}>
            {more}
          </a>
        ))}
    </>
  );
}

/** A row, highlighted when it changes, and where the address leads if it names it. */
export function Item({
  row,
  isTarget,
  className = "row",
  children,
  isRed,
}: {
  readonly row: Row;
  readonly isTarget: boolean;
  readonly className?: string;
  readonly children: ReactNode;
  readonly isRed?: boolean;
}) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!isTarget) return;
    item.current?.focus();
    item.current?.scrollIntoView?.({ block: "center" });
  }, [isTarget]);
  return (
    <li
      ref={item}
      className={className}
      data-row={row.id}
      data-red={isRed}
      data-target={isTarget}
      tabIndex={isTarget ? -1 : undefined}
    >
      <Flash row={row} />
      {children}
    </li>
  );
}
