// The application in Chromium.
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect, inject } from "vitest";
import type { Mock } from "./mock";

export const CHROMIUM = "/usr/bin/chromium";

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** Settings that the page takes from its address; see src/settings.ts. */
export type Settings = Readonly<Record<string, string | number>>;

export function address(mock: Mock, settings: Settings = {}, site = inject("site")): string {
  const query = new URLSearchParams({ ws: mock.url, control: mock.control });
  for (const [name, value] of Object.entries(settings)) query.set(name, String(value));
  return `${site}?${query.toString()}`;
}

/** A page, and what it must not do. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The WebSockets that the page has opened, ever. */
  readonly sockets: readonly string[];
  /** Errors that nobody caught. */
  readonly failures: readonly string[];
  /** All that was written to the console. */
  readonly console: readonly string[];
}

export async function visit(
  browser: Browser,
  mock: Mock,
  settings: Settings = {},
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext(options);
  return open(context, mock, settings);
}

export async function open(context: BrowserContext, mock: Mock, settings: Settings = {}): Promise<Visit> {
  const page = await context.newPage();
  const sockets: string[] = [];
  const failures: string[] = [];
  const written: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  page.on("pageerror", (error) => failures.push(error.message));
  page.on("console", (message) => written.push(message.text()));
  await page.goto(address(mock, settings));
  return { page, context, sockets, failures, console: written };
}

export async function logIn({ page }: Visit, tenant = "tenant-123", user = "user-456") {
  await page.getByLabel("Tenant").fill(tenant);
  await page.getByLabel("User").fill(user);
  await page.getByRole("button", { name: "Log in" }).click();
  await sees({ page }, "Live");
}

/** Waits for what the indicator in the header says. */
export async function sees({ page }: Pick<Visit, "page">, label: string) {
  await expect.poll(() => page.locator(".indicator-label").textContent()).toBe(label);
}

/** Logged in, connected. */
export async function arrive(
  browser: Browser,
  mock: Mock,
  settings: Settings = {},
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const visited = await visit(browser, mock, settings, options);
  await logIn(visited);
  return visited;
}

/** The feed's entries of a type. */
export function entries({ page }: Pick<Visit, "page">, type: string) {
  return page.locator(`.entry[data-type="${type}"]`);
}

export function toasts({ page }: Pick<Visit, "page">) {
  // Those that are leaving still fade.
  return page.locator("[data-sonner-toast]:not([data-removed='true'])");
}

/** Opens the menu with tenant, theme and log out. */
export async function openAccount(page: Page) {
  await page.getByRole("button", { name: /^Account/ }).click();
}
