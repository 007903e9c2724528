import { useCallback, useEffect, useRef, useState } from "react";

/**
 * A button that shows something right behind it, where the focus goes next. Escape closes it and gives the
 * focus back; a click elsewhere, and the focus leaving, close it too.
 */
export function usePopover() {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setIsOpen(false), []);
  const toggle = useCallback(() => setIsOpen((before) => !before), []);

  useEffect(() => {
    const element = root.current;
    if (!isOpen || !element) return undefined;
    const onPointer = ({ target }: PointerEvent) => {
      if (!element.contains(target as Node)) setIsOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      // What lies below stays open.
      event.preventDefault();
      setIsOpen(false);
      button.current?.focus();
    };
    const onLeave = ({ relatedTarget }: FocusEvent) => {
      // Null: the window itself lost the focus, or a click that focuses nothing.
      if (relatedTarget !== null && !element.contains(relatedTarget as Node)) setIsOpen(false);
    };
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey, true);
    element.addEventListener("focusout", onLeave);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey, true);
      element.removeEventListener("focusout", onLeave);
    };
  }, [isOpen]);
  return { isOpen, close, toggle, root, button };
}
