// Whether controls lie on each other, or off the screen: their boxes compared, as far as each can be seen.

/** What is wrong, as sentences. @param {import("playwright-core").Page} page */
export const overlaps = (page) =>
  page.evaluate(() => {
    const found = [];
    /** The part of a box that its scrolling ancestors let through. */
    const seen = (element) => {
      let { left, top, right, bottom } = element.getBoundingClientRect();
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (getComputedStyle(at).overflow === "visible") continue;
        const box = at.getBoundingClientRect();
        [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
        [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
      }
      return { left, top, right, bottom };
    };
    const name = (element) => element.id || element.getAttribute("aria-label") || element.textContent.trim().slice(0, 40) || element.name;
    const isThere = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.classList.contains("unseen");
    const controls = [...document.querySelectorAll("button, input, select, textarea, a, summary, #said, th, h1, h2")].filter(isThere);
    const boxes = controls.map((element) => ({ element, ...seen(element) })).filter(({ left, top, right, bottom }) => right - left > 1 && bottom - top > 1);
    for (const [at, one] of boxes.entries()) {
      if (one.right > innerWidth + 1) found.push(`${name(one.element)} ends at ${Math.round(one.right)} of ${innerWidth}`);
      for (const other of boxes.slice(at + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        // A row goes under its heading as it is scrolled.
        if ([one, other].some(({ element }) => element.tagName === "TH") && one.element.closest("table") === other.element.closest("table")) continue;
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (wide > 1 && high > 1) found.push(`${name(one.element)} and ${name(other.element)} overlap by ${Math.round(wide)}×${Math.round(high)}`);
      }
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide of ${innerWidth}`);
    return found;
  });

/** Whether the top of it is where a tester looks: nothing has scrolled or clipped it away. */
export const isInSight = (page, selector) =>
  page.locator(selector).first().evaluate((element) => {
    const box = element.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(12, box.height / 2));
    return box.height > 0 && at !== null && (element.contains(at));
  });
