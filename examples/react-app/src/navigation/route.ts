// Which screen the address names. The part after `#` is enough for an example.
import { useMemo, useSyncExternalStore } from "react";
import type { Subject } from "../store/feed";

export const SCREENS = ["overview", "goals", "actions", "kpis", "issues"] as const;

export type Screen = (typeof SCREENS)[number];

export interface Route {
  /** Null if there is no such screen. */
  readonly screen: Screen | null;
  /** What of it is meant: the goal whose room is open, the row of a list. */
  readonly id: string | null;
}

export function parseRoute(hash: string): Route {
  const [before, screen = "", id = "", ...rest] = hash.replace(/^#/, "").split("/");
  if (!before && !screen) return { screen: "overview", id: null };
  const known = SCREENS.find((name) => name === screen);
  const nowhere = { screen: null, id: null };
  if (before || !known || rest.length > 0 || (known === "overview" && id)) return nowhere;
  try {
    return { screen: known, id: id ? decodeURIComponent(id) : null };
  } catch {
    return nowhere;
  }
}

const SCREEN_OF = { goal: "goals", action: "actions", kpi: "kpis", issue: "issues" } as const;

export function hrefOf(screen: Screen, id?: string): string {
  return id === undefined ? `#/${screen}` : `#/${screen}/${encodeURIComponent(id)}`;
}

/** Where the thing is shown that an event is about. */
export function hrefOfSubject({ kind, id }: Subject): string {
  return hrefOf(SCREEN_OF[kind], id);
}

/** The thing that a route shows: the `id` of its notices. */
export function subjectOf({ screen, id }: Route): string | null {
  const kind = (Object.keys(SCREEN_OF) as (keyof typeof SCREEN_OF)[]).find((name) => SCREEN_OF[name] === screen);
  return kind && id !== null ? `${kind} ${id}` : null;
}

const subscribe = (listener: () => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}
