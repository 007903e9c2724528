// Which screen the address names. The part after `#` is enough for an example.
import { useSyncExternalStore } from "react";

export const SCREENS = ["overview", "goals", "actions", "kpis", "issues"] as const;

export type Screen = (typeof SCREENS)[number];

export interface Route {
  readonly screen: Screen;
  /** The goal whose room is open. */
  readonly goalId: string | null;
}

export function parseRoute(hash: string): Route {
  const [, screen = "", id] = hash.replace(/^#/, "").split("/");
  const known = SCREENS.find((name) => name === screen) ?? "overview";
  let goalId: string | null = null;
  try {
    if (known === "goals" && id) goalId = decodeURIComponent(id);
  } catch {
    // An address that somebody mistyped shows the list.
  }
  return { screen: known, goalId };
}

export function hrefOf(screen: Screen, goalId?: string): string {
  return goalId === undefined ? `#/${screen}` : `#/${screen}/${encodeURIComponent(goalId)}`;
}

const subscribe = (listener: () => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash));
}
