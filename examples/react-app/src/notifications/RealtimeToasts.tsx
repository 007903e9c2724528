import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import type { ReactNode } from "react";
import { toast, Toaster } from "sonner";
import { useRealtime } from "../hooks/useRealtime";
import { useMedia } from "../hooks/useMedia";
import { useInbox, useNames, useWorkspace } from "../hooks/useWorkspace";
import { hrefOfSubject } from "../navigation/route";
import type { Notice } from "../store/notice";
import { wordsOf } from "../store/notice";
import type { Workspace } from "../store/workspace";
import { Budget } from "./budget";
import { ToastFocus } from "./focus";
import { joinTabs } from "./leader";
import { shareMarks } from "./seen";
import { Standing } from "./standing";

/** Where the screens are in a bar at the bottom, in styles/layout.css. */
const NARROW = "(max-width: 720px)";

const SHOW = { info: toast.info, success: toast.success, warning: toast.warning, danger: toast.error } as const;

/** Shows toasts for what others do, in one tab only. What is urgent stays until it was seen. */
export function RealtimeToasts({ theme }: { readonly theme: "light" | "dark" }) {
  const { connection, session } = useRealtime();
  const workspace = useWorkspace();
  const isNarrow = useMedia(NARROW);
  const standing = useMemo(() => new Standing((id) => toast.dismiss(id)), []);
  const focus = useMemo(() => new ToastFocus(), []);

  // What was seen, here or in another tab, is on the screen no longer.
  useEffect(
    () =>
      workspace.subscribe(() => {
        const { items } = workspace.inbox.getSnapshot();
        const waiting = new Set(items.filter(({ isUnread }) => isUnread).map(({ key }) => key));
        standing.keepOnly((key) => waiting.has(key));
      }),
    [standing, workspace],
  );

  useEffect(
    () => (session ? shareMarks(workspace, `purposepath-seen ${session.tenantId} ${session.userId}`) : undefined),
    [session, workspace],
  );

  useEffect(() => {
    if (!connection || !session) return undefined;
    const budget = new Budget();
    let counting: ReturnType<typeof setTimeout> | undefined;
    /** What came before it was known which tab shows it. */
    let early: (() => void)[] = [];
    const tabs = joinTabs(`purposepath-toasts ${session.tenantId} ${session.userId}`, () => {
      if (tabs.isLeader()) early.forEach((tell) => tell());
      early = [];
    });
    const look = () => {
      if (document.visibilityState === "visible" && document.hasFocus()) tabs.claim();
    };
    look();
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    const tell = (notice: Notice, key: string) => {
      const verdict = budget.take(Date.now(), notice.isUrgent);
      if (verdict.kind === "show") show(notice, key, { standing, workspace, focus });
      else if (verdict.kind === "count")
        counting = setTimeout(() => showCount(budget.count(Date.now()), focus), verdict.inMs);
    };
    const stopListening = workspace.inbox.onNotice((notice, key) => {
      const isLeader = tabs.isLeader();
      if (isLeader) tell(notice, key);
      else if (isLeader === null) early.push(() => tell(notice, key));
    });
    return () => {
      stopListening();
      clearTimeout(counting);
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
      tabs.leave();
      standing.keepOnly(() => false);
      toast.dismiss();
    };
  }, [connection, session, workspace, standing, focus]);

  // Each readable as it is: a stack that unfolds under a mouse does not under a finger. On a phone above the bar of
  // screens, and only two, so that the page remains one; the next that waits is there when one is gone.
  const offset = { bottom: isNarrow ? "calc(76px + env(safe-area-inset-bottom))" : 24 };
  return (
    <div onFocusCapture={focus.onFocus}>
      <Toaster
        expand
        offset={offset}
        mobileOffset={offset}
        theme={theme}
        position="bottom-right"
        closeButton
        visibleToasts={isNarrow ? 2 : 4}
        containerAriaLabel="Notifications"
      />
    </div>
  );
}

/** What a toast has to do with. */
interface Around {
  readonly standing: Standing;
  readonly workspace: Workspace;
  readonly focus: ToastFocus;
}

/** `key` is that of its item in the centre: a toast that leaves does not take the next about the same with it. */
function show(notice: Notice, key: string, { standing, workspace, focus }: Around) {
  const { id, isUrgent } = notice;
  if (isUrgent) standing.add(key);
  SHOW[notice.tone](<Words notice={notice} part="title" />, {
    id: key,
    description: (
      <Part focus={focus}>
        <Words notice={notice} part="text" />
      </Part>
    ),
    duration: isUrgent ? Infinity : 4400,
    action: (
      <a
        className="toast-link"
        href={hrefOfSubject(notice.subject)}
        onClick={() => {
          workspace.inbox.see(id);
          toast.dismiss(key);
        }}
      >
        Show
      </a>
    ),
    onDismiss: () => {
      // By a hand, not because there is no room.
      if (standing.remove(key)) workspace.inbox.see(id);
    },
  });
}

function showCount(surplus: number, focus: ToastFocus) {
  toast.message("A lot is happening at once", {
    id: "surplus",
    description: <Part focus={focus}>{`${surplus} more, the newest under the bell`}</Part>,
  });
}

/** Part of a toast, which notices that it goes. */
function Part({ focus, children }: { readonly focus: ToastFocus; readonly children: ReactNode }) {
  const part = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = part.current;
    return () => focus.giveBack(element);
  }, [focus]);
  return <span ref={part}>{children}</span>;
}

/** With what is known by the time that it is read: names, and the newest of what goes on. */
function Words({ notice, part }: { readonly notice: Notice; readonly part: "title" | "text" }) {
  const { titleOf } = useWorkspace();
  const { items } = useInbox();
  const newest = items.find((item) => item.notice.id === notice.id)?.notice ?? notice;
  return wordsOf(newest, useNames(), titleOf)[part];
}
