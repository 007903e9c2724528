// A page as people see it: in both themes, from the narrowest phone to a desk. Held against what no page
// may do, and drawn to dist/screens to be looked at.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const folder = join(import.meta.dirname, "../dist/screens");
const axe = createRequire(import.meta.url).resolve("axe-core");

const THEMES = ["light", "dark"] as const;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
  { width: 320, height: 640 },
] as const;

/** Whether nothing is spared: each look of each state is drawn, and held against axe. */
const ALL = process.env["SCREENS"] === "all";
/** Else, what is drawn … */
const DRAWN = new Set(["light-1280", "dark-390"]);
/** … and held against axe: what it judges by a theme, and by a narrow or a wide page. Boxes are compared in each size. */
const JUDGED = new Set(["light-1280", "dark-1280", "light-320", "dark-320"]);

/** Looks at the page in each size and theme; says what is wrong. */
export async function look(page: Page, state: string): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const found: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.locator(`html[data-theme="${theme}"]`).waitFor({ state: "attached" });
      const name = `${theme}-${size.width}`;
      // Boxes have no colour.
      const faults = theme === "light" ? await page.evaluate(faultsOfBoxes) : [];
      if (ALL || JUDGED.has(name)) faults.push(...(await faultsByAxe(page)));
      if (ALL || DRAWN.has(name) || faults.length > 0)
        await page.screenshot({ path: join(folder, `${state}-${name}.png`) });
      found.push(...faults.map((fault) => `${state}, ${name}: ${fault}`));
    }
  }
  return found;
}

async function faultsByAxe(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(() =>
    (window as unknown as { readonly axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      resultTypes: ["violations"],
      rules: { "target-size": { enabled: true } },
    }),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary ?? ""}`),
  );
}

/** Runs in the page: what is wider than it, what covers something else, what is too small for a finger. */
function faultsOfBoxes(): string[] {
  // What floats must not cover what else floats.
  const LAYERS = [".popover, [data-sonner-toaster]", ".nav, .topbar", ".debug"] as const;
  const CONTROLS = "a, button, input, select, textarea, progress, summary, [data-sonner-toast]";
  const TEXTS = "h1, h2, .pill, .live-badge, .just-changed, .row-title, .row-meta, .tile-name, .tile-value, dt, dd";
  const faults: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) faults.push(`the page is ${root.scrollWidth} px wide`);

  interface Box {
    readonly element: Element;
    readonly name: string;
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  }
  /** What of an element can be seen; null if nothing. */
  // It has to travel into the page.
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  const boxOf = (element: Element): Box | null => {
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return null;
    if (element.closest(".visually-hidden, .skip, [aria-hidden=true]")) return null;
    let { left, right, top, bottom } = element.getBoundingClientRect();
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(parent);
      if (overflowX === "visible" && overflowY === "visible") continue;
      const clip = parent.getBoundingClientRect();
      left = Math.max(left, clip.left);
      right = Math.min(right, clip.right);
      top = Math.max(top, clip.top);
      bottom = Math.min(bottom, clip.bottom);
    }
    if (right - left < 1 || bottom - top < 1) return null;
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40);
    return { element, name: `${element.tagName.toLowerCase()} “${words}”`, left, right, top, bottom };
  };
  const boxes = [...document.querySelectorAll(`${CONTROLS}, ${TEXTS}`)].flatMap((element) => boxOf(element) ?? []);
  for (const { name, left, right } of boxes)
    if (left < -0.5 || right > innerWidth + 0.5) faults.push(`${name} reaches out of the page`);

  const layerOf = ({ element }: Box) => LAYERS.findIndex((layer) => element.closest(layer));
  boxes.forEach((one, index) => {
    for (const other of boxes.slice(index + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      if (layerOf(one) !== layerOf(other)) continue;
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (width > 1 && height > 1) faults.push(`${one.name} and ${other.name} overlap`);
    }
  });

  for (const element of document.querySelectorAll("a, button, input, select, summary")) {
    const target = element.closest("label") ?? element;
    // A link in a sentence is as high as its line.
    if (!boxOf(element) || getComputedStyle(target).display === "inline") continue;
    const { width, height } = target.getBoundingClientRect();
    if (Math.min(width, height) < 23.9) faults.push(`${boxOf(element)?.name} is ${width} by ${height} px`);
  }
  return faults;
}
