// The browser: where it is, and with what flags it runs alone, without a network service of its own.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

export const chromium = "/usr/bin/chromium";
if (!existsSync(chromium)) throw new Error("Chromium is missing: apt-get install chromium");

const printed = execFileSync(chromium, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
export const version = /[\d.]+/.exec(printed)[0];

/** The flags for an empty folder that holds the profile. */
export const flags = (profile) =>
  `--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
  --disable-component-update --disable-sync --user-data-dir=${profile}`.split(/\s+/);
