import { useEffect, useRef, useState } from "react";
import type { Activity } from "../hooks/useActivity";
import { useRealtime } from "../hooks/useRealtime";
import { useNames } from "../hooks/useWorkspace";
import { sentence } from "../store/describe";

/** A screen reader is told of news no more often than this, in milliseconds. */
const EVERY_MS = 5000;

/** Tells a screen reader politely what is new in a feed: one entry in words, several as their number. */
export function Announcer({ activity }: { readonly activity: Activity }) {
  const [text, setText] = useState("");
  const names = useNames();
  const me = useRealtime().session?.userId;
  const latest = useRef({ activity, names });
  const told = useRef(activity.news);
  useEffect(() => {
    latest.current = { activity, names };
  });
  useEffect(() => {
    const timer = setInterval(() => {
      const { activity: now, names: known } = latest.current;
      const count = now.news - told.current;
      told.current = now.news;
      const newest = now.entries.find(({ by }) => by !== me);
      if (count <= 0 || !newest) return;
      const by = newest.by === null ? "Somebody" : known.person(newest.by);
      setText(count === 1 ? `${by} ${sentence(newest, known)}` : `${count} new entries in the activity`);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [me]);
  return (
    <p className="visually-hidden" role="log" aria-live="polite">
      {text}
    </p>
  );
}
