import { memo, useEffect, useRef, useState } from "react";
import type { Activity } from "../hooks/useActivity";
import { hrefOf } from "../navigation/route";
import { shortId } from "../store/describe";
import type { FeedEntry } from "../store/feed";
import { Avatar } from "./Avatar";
import { Icon } from "./Icon";
import { RelativeTime } from "./RelativeTime";

/** How many entries are drawn. */
const SHOWN = 60;
/** How long the newest entries stay marked while they are looked at. */
const SEEN_AFTER_MS = 4000;

/** A feed that scrolls by itself if asked to, and else says that there is more above. */
export function ActivityFeed({ activity, label }: { readonly activity: Activity; readonly label: string }) {
  const { entries, unseen, markSeen } = activity;
  const list = useRef<HTMLOListElement>(null);
  const [isAtTop, setIsAtTop] = useState(true);
  const [isFollowing, setIsFollowing] = useState(false);

  useEffect(() => {
    if (unseen === 0 || !isAtTop) return undefined;
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") markSeen();
    }, SEEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [unseen, isAtTop, markSeen]);

  const newest = entries[0]?.id;
  useEffect(() => {
    if (isFollowing && newest !== undefined) list.current?.scrollTo({ top: 0 });
  }, [isFollowing, newest]);

  const showNew = () => {
    list.current?.scrollTo({ top: 0, behavior: prefersStillness() ? "auto" : "smooth" });
    markSeen();
  };
  return (
    <div className="feed">
      {unseen > 0 && !isAtTop && (
        <button type="button" className="feed-new" onClick={showNew}>
          <Icon name="up" />
          {unseen} new
        </button>
      )}
      {entries.length === 0 ? (
        <p className="empty">Nothing has happened yet. What your team does appears here at once.</p>
      ) : (
        <ol
          className="feed-list"
          aria-label={label}
          ref={list}
          // What scrolls must be reachable by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          onScroll={({ currentTarget }) => setIsAtTop(currentTarget.scrollTop < 24)}
        >
          {entries.slice(0, SHOWN).map((entry, index) => (
            <Entry key={entry.id} entry={entry} isNew={index < unseen} isLastNew={index === unseen - 1} />
          ))}
        </ol>
      )}
      <label className="feed-follow">
        <input type="checkbox" checked={isFollowing} onChange={({ target }) => setIsFollowing(target.checked)} />
        Scroll to what is new
      </label>
    </div>
  );
}

const Entry = memo(function Entry({
  entry,
  isNew,
  isLastNew,
}: {
  readonly entry: FeedEntry;
  readonly isNew: boolean;
  readonly isLastNew: boolean;
}) {
  const href = entry.goalId === null ? undefined : hrefOf("goals", entry.goalId);
  return (
    <li className="entry" data-new={isNew} data-last-new={isLastNew} data-entry={entry.id} data-type={entry.type}>
      <Avatar name={entry.by} />
      <div className="entry-body">
        <p>
          <strong>{entry.by ? shortId(entry.by) : "Somebody"}</strong>{" "}
          {href ? <a href={href}>{entry.text}</a> : entry.text}
        </p>
        {entry.detail && <p className="entry-detail">{entry.detail}</p>}
        <p className="entry-time">
          <RelativeTime at={entry.at} />
        </p>
      </div>
    </li>
  );
});

function prefersStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
