// The React application in Chromium against this backend: who signs in sees what is published, and still does
// after a reload. Its packages are those of the application.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../local/process.mjs";
import { build, freePort, stack as start } from "../local/stack.mjs";

const CHROMIUM = "/usr/bin/chromium";
if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing: apt-get install chromium`);
const application = join(root, "examples/react-app");
const { chromium } = createRequire(join(application, "package.json"))("playwright-core");
const { createServer } = await import(pathToFileURL(join(application, "node_modules/vite/dist/node/index.js")));

build();
const stack = await start();
const { url: rest } = await stack.service();
Object.assign(process.env, { VITE_REALTIME_WS_URL: stack.url, VITE_REALTIME_CONTROL_URL: rest });
const port = await freePort();
const site = await createServer({ root: application, logLevel: "error", server: { port, strictPort: true } });
await site.listen();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage();
  const live = () => page.locator(".indicator-label", { hasText: /^Live$/ }).waitFor();
  const goal = (title) => page.getByText(title, { exact: true }).first().waitFor();
  const create = (title) => fetch(`${rest}/goals`, { method: "POST", body: JSON.stringify({ tenantId: "tenant-123", title }) });

  await page.goto(`http://localhost:${port}/`);
  await page.getByLabel("Tenant").fill("tenant-123");
  await page.getByLabel("User").fill("user-456");
  await page.getByRole("button", { name: "Log in" }).click();
  await live();
  await create("Published");
  await goal("Published");
  await page.reload();
  await live();
  await goal("Published");
  await create("Published after the reload");
  await goal("Published after the reload");
  console.log("page: signs in, shows an event that is published, keeps it over a reload, and shows the next");
} catch (error) {
  console.error(`the gateway said last:\n${stack.log()}`);
  throw error;
} finally {
  await browser.close();
  await site.close();
  await stack.stop();
}
