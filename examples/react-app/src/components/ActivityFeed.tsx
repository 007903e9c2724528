import { memo, useEffect, useRef, useState } from "react";
import type { Activity } from "../hooks/useActivity";
import { useNames } from "../hooks/useWorkspace";
import { hrefOfSubject } from "../navigation/route";
import { sentence } from "../store/describe";
import type { FeedEntry } from "../store/feed";
import { Announcer } from "./Announcer";
import { Avatar } from "./Avatar";
import { Icon } from "./Icon";
import { Nothing } from "./Panel";
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
        <Nothing noun="activity" empty="Nothing has happened yet. What your team does appears here at once." />
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
      <Announcer activity={activity} />
      {entries.length > 0 && (
        <label className="feed-follow">
          <input type="checkbox" checked={isFollowing} onChange={({ target }) => setIsFollowing(target.checked)} />
          Scroll to what is new
        </label>
      )}
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
  const names = useNames();
  const by = entry.by === null ? null : names.person(entry.by);
  const text = sentence(entry, names);
  const href = hrefOfEntry(entry);
  return (
    <li className="entry" data-new={isNew} data-last-new={isLastNew} data-entry={entry.id} data-type={entry.type}>
      <Avatar id={entry.by} name={by} />
      <div className="entry-body">
        <p>
          <strong>{by ?? "Somebody"}</strong> {href ? <a href={href}>{text}</a> : text}
        </p>
        {entry.detail && (
          <p className="entry-detail" title={entry.detail}>
            {entry.detail}
          </p>
        )}
        <p className="entry-time">
          <RelativeTime at={entry.at} />
        </p>
      </div>
    </li>
  );
});

/** The room of its goal, or else the row that it is about. */
function hrefOfEntry({ goalId, subject }: FeedEntry): string | undefined {
  if (goalId !== null) return hrefOfSubject({ kind: "goal", id: goalId });
  return subject ? hrefOfSubject(subject) : undefined;
}

function prefersStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
