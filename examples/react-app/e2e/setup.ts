// Builds what the tests run: the `realtime` command, and the application for end-to-end tests.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { preview } from "vite";
import type { PreviewServer } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the application is served with React's development build: StrictMode bites. */
    readonly site: string;
    /** Where it is served as it would be to users. */
    readonly productionSite: string;
    /** The built command. */
    readonly realtime: string;
  }
}

const application = join(import.meta.dirname, "..");
const root = join(application, "../..");
const target = process.env["CARGO_TARGET_DIR"] ?? join(root, "target");

export default async function setup(project: TestProject) {
  for (const [file, name] of [
    ["/usr/bin/chromium", "chromium"],
    ["/usr/bin/firefox-esr", "firefox-esr"],
  ] as const) {
    if (!existsSync(file)) throw new Error(`${file} is missing: apt-get install ${name}`);
  }
  // As `cargo realtime` does: what the tests have built is not built again.
  execFileSync("cargo", ["build", "--quiet", "--locked", "--all-features", "--example", "realtime"], {
    cwd: root,
    stdio: "inherit",
  });

  const sites = [await serve("development"), await serve("production")] as const;
  project.provide("site", sites[0].url);
  project.provide("productionSite", sites[1].url);
  project.provide("realtime", join(target, "debug/examples/realtime"));
  return () => Promise.all(sites.map(({ close }) => close()));
}

/** A page that a failed test has left open must not hold it up. */
function stop(server: PreviewServer) {
  if ("closeAllConnections" in server.httpServer) server.httpServer.closeAllConnections();
  return server.close();
}

/** Builds the application and serves it on a free port. */
async function serve(kind: "development" | "production") {
  const outDir = join(application, "dist", kind);
  const vite = join(application, "node_modules/vite/bin/vite.js");
  const args = [vite, "build", "--mode", "e2e", "--outDir", outDir, "--emptyOutDir", "--logLevel", "error"];
  execFileSync(process.execPath, args, { cwd: application, stdio: "inherit", env: { ...process.env, NODE_ENV: kind } });
  const server = await preview({
    root: application,
    logLevel: "error",
    build: { outDir },
    preview: { host: "127.0.0.1", port: 0 },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === "string") throw new Error("the site has no port");
  return { url: `http://127.0.0.1:${address.port}/`, close: () => stop(server) };
}
