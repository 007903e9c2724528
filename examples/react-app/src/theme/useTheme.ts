import { useCallback, useEffect, useState } from "react";
import { keep, recall } from "../session/kept";
import { useMedia } from "../hooks/useMedia";

export type Theme = "light" | "dark";

const KEY = "purposepath-theme";

/** The theme of the system until the user chooses one. */
export function useTheme() {
  const isSystemDark = useMedia("(prefers-color-scheme: dark)");
  const [chosen, setChosen] = useState<Theme | null>(() => {
    const stored = recall("localStorage", KEY);
    return stored === "light" || stored === "dark" ? stored : null;
  });
  const theme: Theme = chosen ?? (isSystemDark ? "dark" : "light");
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  const toggle = useCallback(() => {
    const next = theme === "dark" ? "light" : "dark";
    keep("localStorage", KEY, next);
    setChosen(next);
  }, [theme]);
  return [theme, toggle] as const;
}
