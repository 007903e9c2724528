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
  let isLeader = false;
  let hasLeft = false;
  let release: (() => void) | undefined;
  const waiting = new AbortController();

  const hold = () => {
    if (hasLeft) return Promise.resolve();
    isLeader = true;
    return new Promise<void>((resolve) => {
      release = resolve;
    });
  };
  const queue = () => {
    if (hasLeft) return;
    locks.request(name, { signal: waiting.signal }, hold).catch(lost);
  };
  const lost = () => {
    // Another tab was looked at: stand in line again.
    isLeader = false;
    queue();
  };
  queue();
  return {
    isLeader: () => isLeader,
    claim: () => {
      if (isLeader || hasLeft) return;
      locks.request(name, { steal: true }, hold).catch(lost);
    },
    leave: () => {
      hasLeft = true;
      isLeader = false;
      waiting.abort();
      release?.();
    },
  };
}
