// The mock's page in Chromium, used as a tester would. `--screenshots DIR` keeps pictures; `--long` plays
// every scenario and lets a thousand frames a second come for a minute; names of parts take only these.
import { absent } from "./page/absent.mjs";
import { keyboard } from "./page/keyboard.mjs";
import { load } from "./page/load.mjs";
import { session } from "./page/session.mjs";
import { size } from "./page/size.mjs";
import { launch } from "./page/stage.mjs";
import { states } from "./page/states.mjs";
import { whole } from "./page/whole.mjs";

const isLong = process.argv.includes("--long");
const browser = await launch();
const parts = {
  session: async () => `a tester's session; scenarios: ${await session(browser, isLong)}`,
  whole: () => whole(browser),
  absent: () => absent(browser),
  keyboard: () => keyboard(browser),
  states: async () => `${await states(browser)} states, none with a violation or an overlap`,
  size: () => size(),
  load: () => load(browser, isLong ? 60 : 10),
};
const named = Object.keys(parts).filter((name) => process.argv.includes(name));
try {
  for (const name of named.length ? named : Object.keys(parts)) console.log(`Chromium ${browser.version()}: ${await parts[name]()}`);
} catch (error) {
  for (const page of browser.contexts().flatMap((it) => it.pages())) console.error(`The page says: ${await page.locator("#said").textContent({ timeout: 1000 })}`);
  throw error;
} finally {
  await browser.close();
}
