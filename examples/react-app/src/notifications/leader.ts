// One tab of a user shows the toasts: the one that was looked at last. If it goes, the next in line
// takes over.

/** What this file uses of the Web Locks API. */
export type Locks = Pick<LockManager, "request">;

/** Where a tab stands among the tabs of its user. */
export interface Leadership {
  readonly isLeader: () => boolean;
  /** This tab is looked at now. */
  readonly claim: () => void;
  readonly leave: () => void;
}

/** Joins the tabs that share `name`. A browser without Web Locks has every tab lead. */
export function joinTabs(name: string, locks: Locks | undefined = globalThis.navigator?.locks): Leadership {
  if (!locks) return { isLeader: () => true, claim: () => {}, leave: () => {} };
  const waiting = new AbortController();
  /** Ends the lock that is held, if one is. */
  let release: (() => void) | null = null;

  const request = (options: LockOptions) => {
    let mine: (() => void) | null = null;
    const hold = () =>
      new Promise<void>((resolve) => {
        if (waiting.signal.aborted) return resolve();
        release = mine = resolve;
      });
    locks.request(name, options, hold).catch(() => {
      // Another tab was looked at: stand in line again. If it was this one, nothing is lost.
      if (release !== mine || waiting.signal.aborted) return;
      release = null;
      queue();
    });
  };
  const queue = () => request({ signal: waiting.signal });
  queue();
  return {
    isLeader: () => release !== null,
    claim: () => {
      if (release === null && !waiting.signal.aborted) request({ steal: true });
    },
    leave: () => {
      waiting.abort();
      release?.();
      release = null;
    },
  };
}
