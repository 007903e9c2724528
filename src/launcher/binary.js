// Which file to run. Nothing else here knows where a binary may be.

import { dirname, join } from "node:path";

/** Names a binary in place of the one that is installed. */
const OVERRIDE = "REALTIME_BINARY";

const PACKAGE = "@purposepath/realtime-cli";
/** Lists the packages with a binary: those that the package may bring. */
const MANIFEST = "../package.json";

/** How the command is had where no binary is built for the platform. */
const BUILD = "build it with `cargo install --git https://github.com/purposepath/realtime --features cli purposepath-realtime`";

/**
 * The binary of this platform, and what to do if it does not start.
 *
 * The package is CommonJS as it is rendered: `require` is there, and knows pnpm's folders and Yarn's
 * Plug'n'Play.
 *
 * @returns {{ path: string, origin: string, remedy: string }}
 */
export function binary() {
  const override = process.env[OVERRIDE];
  if (override) return { path: override, origin: `which ${OVERRIDE} names`, remedy: "name the file of the command there, or unset it" };
  const platform = `${process.platform} ${process.arch}`;
  const name = `${PACKAGE}-${process.platform}-${process.arch}`;
  /** @type {{ optionalDependencies: Record<string, string> }} */
  const { optionalDependencies } = require(MANIFEST);
  if (!(name in optionalDependencies)) {
    const built = Object.keys(optionalDependencies).map((it) => it.slice(PACKAGE.length + 1).replace("-", " "));
    throw new Error(`no binary is built for ${platform}, only for ${built.join(", ")}: ${BUILD}, and name the file in ${OVERRIDE}`);
  }
  let manifest;
  try {
    manifest = require.resolve(`${name}/package.json`);
  } catch {
    throw new Error(
      `the package ${name}, which holds the binary for ${platform}, is not installed: install ${PACKAGE} again on this platform, with optional dependencies (npm install --include=optional), or name a binary in ${OVERRIDE}`,
    );
  }
  return { path: join(dirname(manifest), require(manifest).realtime.binary), origin: `of the package ${name}`, remedy: `install ${PACKAGE} again` };
}

/** Why a file is not started, by the system's name for it, and what to do where another file is no remedy. */
const KNOWN = {
  ENOENT: ["there is no such file"],
  ENOTDIR: ["there is no such file"],
  EACCES: ["it may not be executed"],
  ENOEXEC: ["it is no program for this platform"],
  E2BIG: ["its arguments are longer than this system takes", "give it less on the command line"],
};

/**
 * Why a binary does not start, as a sentence.
 *
 * @param {{ path: string, origin: string, remedy: string }} of
 * @param {NodeJS.ErrnoException} error
 */
export function refusal({ path, origin, remedy }, error) {
  const [why, advice] = KNOWN[/** @type {keyof typeof KNOWN} */ (error.code)] ?? [error.message];
  return `cannot start ${path}, ${origin}: ${why}: ${advice ?? remedy}`;
}

/**
 * What `start` gives. Node.js throws some reasons not to start, and hands the others to whoever listens.
 *
 * @template T
 * @param {{ path: string, origin: string, remedy: string }} found
 * @param {() => T} start
 * @returns {T}
 */
export function starting(found, start) {
  try {
    return start();
  } catch (error) {
    throw new Error(refusal(found, /** @type {NodeJS.ErrnoException} */ (error)));
  }
}
