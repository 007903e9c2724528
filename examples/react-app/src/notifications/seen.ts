// What of a user's notices was seen, remembered across reloads and shared by the tabs of a browser.
import { keep, recall } from "../session/kept";
import type { SeenMarks } from "../store/inbox";
import type { Workspace } from "../store/workspace";

/** Keeps the marks of a workspace in step with those of the browser, until the function that it returns is called. */
export function shareMarks({ inbox, subscribe }: Workspace, key: string): () => void {
  let known = read(key);
  if (known) inbox.setMarks(known);
  const write = () => {
    const marks = inbox.getMarks();
    if (!marks || marks === known) return;
    known = marks;
    keep("localStorage", key, JSON.stringify(marks));
  };
  const hear = (event: StorageEvent) => {
    if (event.key !== key) return;
    known = read(key);
    if (known) inbox.setMarks(known);
  };
  const leave = subscribe(write);
  window.addEventListener("storage", hear);
  return () => {
    write();
    leave();
    window.removeEventListener("storage", hear);
  };
}

function read(key: string): SeenMarks | null {
  try {
    const { before, keys } = JSON.parse(recall("localStorage", key) ?? "null") as Partial<SeenMarks>;
    if (typeof before !== "string" || !Array.isArray(keys)) return null;
    return { before, keys: keys.filter((name) => typeof name === "string") };
  } catch {
    return null;
  }
}
