import { useId } from "react";
import { useInbox, useNames, useWorkspace } from "../hooks/useWorkspace";
import { hrefOfSubject } from "../navigation/route";
import type { InboxItem } from "../store/inbox";
import { wordsOf } from "../store/notice";
import { Icon } from "./Icon";
import { RelativeTime } from "./RelativeTime";
import { usePopover } from "./usePopover";

/** What the user was told, and what of it waits. */
export function NotificationCentre() {
  const { items, unread } = useInbox();
  const { inbox } = useWorkspace();
  const { isOpen, close, toggle, root, button } = usePopover();
  const id = useId();
  return (
    <div className="indicator centre" ref={root}>
      <button
        ref={button}
        type="button"
        className="button icon-only bell"
        aria-label={unread > 0 ? `Notifications, ${unread} unread` : "Notifications"}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={toggle}
      >
        <Icon name="bell" />
        {unread > 0 && (
          <span className="bell-count" aria-hidden="true">
            {unread > 99 ? "99+" : unread}
          </span>
        )}
      </button>
      <div id={id} className="popover centre-details card" hidden={!isOpen}>
        {isOpen && (
          <>
            <div className="panel-header">
              <h2>Notifications</h2>
              {unread > 0 && (
                <button type="button" className="link" onClick={inbox.seeAll}>
                  Mark all as read
                </button>
              )}
            </div>
            {items.length === 0 ? (
              <p className="empty">Nothing yet. What others do and you should know of appears here.</p>
            ) : (
              // What scrolls must be reachable by keyboard: its links are.
              <ol className="centre-list">
                {items.map((item) => (
                  <Told key={item.key} item={item} onFollow={close} />
                ))}
              </ol>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function Told({ item, onFollow }: { readonly item: InboxItem; readonly onFollow: () => void }) {
  const { titleOf, inbox } = useWorkspace();
  const { notice, isUnread } = item;
  const { title, text } = wordsOf(notice, useNames(), titleOf);
  return (
    <li data-notice={notice.id}>
      {/* Its words are a component's. */}
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label */}
      <a
        className="told"
        href={hrefOfSubject(notice.subject)}
        data-tone={notice.tone}
        data-unread={isUnread}
        onClick={() => {
          inbox.see(notice.id);
          onFollow();
        }}
      >
        <span className="told-dot" aria-hidden="true" />
        <span className="told-body">
          <strong>
            {isUnread && <span className="visually-hidden">Unread: </span>}
            {title}
          </strong>
          <span className="told-text">{text}</span>
          <span className="entry-time">
            <RelativeTime at={notice.at} />
          </span>
        </span>
      </a>
    </li>
  );
}
