// Where the focus goes when a toast goes that has it: back to where it was before it came to the toasts. The library
// would give it back when the last toast has gone, wherever it is by then, and when it moves on.
import type { FocusEvent } from "react";

export class ToastFocus {
  private before: HTMLElement | null = null;

  /** The focus has come to something in a toast. */
  readonly onFocus = (event: FocusEvent): void => {
    // The library is not to remember it.
    event.stopPropagation();
    const { relatedTarget, currentTarget } = event;
    if (!currentTarget.contains(relatedTarget)) this.before = relatedTarget as HTMLElement | null;
  };

  /** The toast with this element goes; it is still there. */
  giveBack(part: Element | null): void {
    const isInIt = part?.closest("[data-sonner-toast]")?.contains(document.activeElement);
    if (isInIt && this.before?.isConnected) this.before.focus({ preventScroll: true });
  }
}
