// Asks the REST API for the names that a workspace wants.
import type { DirectoryContents, WantedNames } from "../store/directory";
import type { Workspace } from "../store/workspace";

/** In milliseconds: a burst brings many that are new. */
const EVERY_MS = 500;
/** After nobody could say them, again in so many. */
const AGAIN_MS = 10_000;

export interface Asking {
  /** Asks for what is wanted, unless it has just asked: then in a while. */
  readonly look: () => void;
  /** Asks without waiting, unless nobody could say them just before: a whole page was fetched. */
  readonly now: () => void;
  readonly stop: () => void;
}

/** Asks whenever names are wanted, in reasonable intervals. */
export function askForNames(
  workspace: Workspace,
  fetchNames: (wanted: WantedNames) => Promise<DirectoryContents> | undefined,
): Asking {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasFailed = false;
  let isGone = false;
  const pause = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      hasFailed = false;
      look();
    }, ms);
  };
  const ask = (): boolean => {
    const wanted = workspace.takeWanted();
    if (!wanted) return false;
    fetchNames(wanted)?.then(workspace.addNames, () => {
      workspace.putBackNames(wanted);
      hasFailed = true;
      if (!isGone) pause(AGAIN_MS);
    });
    return true;
  };
  const look = () => {
    if (timer === undefined && ask()) pause(EVERY_MS);
  };
  const leave = workspace.subscribe(look);
  return {
    look,
    now: () => {
      if (!hasFailed) void ask();
    },
    stop: () => {
      isGone = true;
      clearTimeout(timer);
      leave();
    },
  };
}
