import { useCallback, useState, useSyncExternalStore } from "react";
import type { FeedEntry, FeedSnapshot } from "../store/feed";
import { useWorkspace } from "./useWorkspace";

/** An activity feed, and how much of it is new. */
export interface Activity {
  /** Newest first, each once, a bounded number. */
  readonly entries: readonly FeedEntry[];
  /** How many entries have ever been news. */
  readonly news: number;
  /** How many entries came since the user last looked. */
  readonly unseen: number;
  /** The user has looked. */
  readonly markSeen: () => void;
}

/** What happens to a goal: its own events, and those of its actions, decisions and attachments. */
export function useActivityOfGoal(goalId: string): Activity {
  const workspace = useWorkspace();
  const read = useCallback(() => workspace.getGoalActivity(goalId), [workspace, goalId]);
  return useFeed(workspace.subscribe, read, goalId);
}

/** What happens in the tenant. */
export function useTenantActivity(): Activity {
  const { subscribe, getActivity } = useWorkspace();
  return useFeed(subscribe, getActivity, "");
}

function useFeed(subscribe: (listener: () => void) => () => void, read: () => FeedSnapshot, of: string): Activity {
  const { entries, news } = useSyncExternalStore(subscribe, read, read);
  const [seen, setSeen] = useState({ of, news });
  // Another goal's room is seen as it is entered.
  if (seen.of !== of) setSeen({ of, news });
  const markSeen = useCallback(() => {
    setSeen((before) => {
      const now = read().news;
      return before.news === now ? before : { of, news: now };
    });
  }, [of, read]);
  return { entries, news, unseen: seen.of === of ? Math.max(0, news - seen.news) : 0, markSeen };
}
