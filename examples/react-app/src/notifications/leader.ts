// One tab of a user shows the toasts: the one that was looked at last. If it goes, the next in line
// takes over.

/** What this file uses of the Web Locks API. */
export type Locks = Pick<LockManager, "request">;

/** Where a tab stands among the tabs of its user. */
export interface Leadership {
  /** Null while the browser has not answered yet. */
  readonly isLeader: () => boolean | null;
  /** This tab is looked at now. */
  readonly claim: () => void;
  readonly leave: () => void;
}

/**
 * Joins the tabs that share `name`; `onDecision` runs when it is known where this one stands. A browser that has
 * no Web Locks, or denies them, has every tab lead.
 */
export function joinTabs(
  name: string,
  onDecision: () => void,
  locks: Locks | undefined = globalThis.navigator?.locks,
): Leadership {
  if (!locks) return { isLeader: () => true, claim: () => {}, leave: () => {} };
  const waiting = new AbortController();
  /** Ends the lock that is held, if one is. */
  let release: (() => void) | null = null;
  /** How many questions the browser has not answered yet. */
  let open = 0;
  let isInLine = false;
  /** The browser has them, but not for this page. */
  let isAlone = false;

  /** Asks for the lock; one that is only for when it is free, or is taken from another, is answered soon. */
  const request = async (options: LockOptions) => {
    let mine: (() => void) | null = null;
    const waits = options.signal !== undefined;
    let isOpen = !waits;
    if (isOpen) open += 1;
    const answered = () => {
      if (waits) isInLine = false;
      if (!isOpen) return;
      isOpen = false;
      open -= 1;
      if (open === 0 && !waiting.signal.aborted) onDecision();
    };
    const hold = (lock: Lock | null) => {
      if (lock === null || waiting.signal.aborted) return answered();
      return new Promise<void>((resolve) => {
        release = mine = resolve;
        answered();
      });
    };
    try {
      await locks.request(name, options, hold);
    } catch (error) {
      if ((error as DOMException).name !== "AbortError") isAlone = true;
      answered();
    }
    if (isAlone) return;
    // Another tab was looked at, or leads: stand in line. If it was this one, nothing is lost.
    if (release !== mine || waiting.signal.aborted) return;
    release = null;
    queue();
  };
  const queue = () => {
    if (isInLine) return;
    isInLine = true;
    void request({ signal: waiting.signal });
  };
  void request({ ifAvailable: true });
  return {
    isLeader: () => (release !== null || isAlone ? true : open > 0 ? null : false),
    claim: () => {
      if (release === null && !waiting.signal.aborted) void request({ steal: true });
    },
    leave: () => {
      waiting.abort();
      release?.();
      release = null;
    },
  };
}
