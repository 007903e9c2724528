// What the browser keeps for the page: `localStorage` for all tabs, `sessionStorage` for this one. One that may not
// or cannot keep anything answers that there is nothing: then it holds for this visit.

export type Place = "localStorage" | "sessionStorage";

export function recall(place: Place, key: string): string | null {
  try {
    return window[place].getItem(key);
  } catch {
    return null;
  }
}

/** Null takes it away. */
export function keep(place: Place, key: string, text: string | null): void {
  try {
    if (text === null) window[place].removeItem(key);
    else window[place].setItem(key, text);
  } catch {
    // Denied, or full.
  }
}
