import { useEffect, useMemo } from "react";
import { toast, Toaster } from "sonner";
import { useRealtime } from "../hooks/useRealtime";
import { Budget } from "./budget";
import { joinTabs } from "./leader";
import type { Notice } from "./notice";
import { noticeOf } from "./notice";

const SHOW = { info: toast.info, success: toast.success, warning: toast.warning, danger: toast.error } as const;

/** Shows toasts for what others do, in one tab only. */
export function RealtimeToasts({ theme }: { readonly theme: "light" | "dark" }) {
  const { connection, session } = useRealtime();
  const budget = useMemo(() => new Budget(), []);

  useEffect(() => {
    if (!connection || !session) return undefined;
    const tabs = joinTabs(`purposepath-toasts ${session.tenantId} ${session.userId}`);
    const look = () => {
      if (document.visibilityState === "visible" && document.hasFocus()) tabs.claim();
    };
    look();
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    const stopListening = connection.onAny((message, { stale }) => {
      if (stale || !tabs.isLeader()) return;
      const notice = noticeOf(message, session.userId);
      if (notice) show(notice, budget);
    });
    return () => {
      stopListening();
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
      tabs.leave();
      toast.dismiss();
    };
  }, [connection, session, budget]);

  // On a phone, above the bar of screens.
  return (
    <Toaster
      mobileOffset={{ bottom: 76 }}
      theme={theme}
      position="bottom-right"
      closeButton
      visibleToasts={4}
      containerAriaLabel="Notifications"
    />
  );
}

function show(notice: Notice, budget: Budget) {
  const verdict = budget.take(Date.now());
  if (verdict.kind === "show") {
    SHOW[notice.tone](notice.title, { id: notice.id, description: notice.text });
  } else if (verdict.kind === "count") {
    toast.message("A lot is happening at once", {
      id: "surplus",
      description: `${verdict.surplus} more notifications`,
    });
  }
}
