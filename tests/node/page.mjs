// The mock's page in Chromium, used as a tester would. `--screenshots DIR` keeps pictures; `--long` plays
// every scenario and lets a thousand frames a second come for a minute.
import { session } from "./page/session.mjs";
import { launch } from "./page/stage.mjs";

const isLong = process.argv.includes("--long");
const browser = await launch();
try {
  const said = await session(browser, isLong);
  console.log(`Chromium ${browser.version()}: a tester's session, scenarios: ${said}`);
} catch (error) {
  for (const page of browser.contexts().flatMap((it) => it.pages())) console.error(`The page says: ${await page.locator("#said").textContent({ timeout: 1000 })}`);
  throw error;
} finally {
  await browser.close();
}
