// Programs that are started for reach.mjs: none outlives it, and none keeps it waiting for ever.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const PATIENCE_MS = 120_000;
const children = new Set();
/** Starts a program that ends with this one. */
export function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], ...options });
  children.add(child);
  const ended = once(child, "close").then(([code, signal]) => (children.delete(child), code ?? signal));
  let told = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (told += text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, ended, told: () => told, line: async () => (await lines.next()).value };
}

export const took = [];
export async function step(name, run) {
  const began = performance.now();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name}: does not end`)), PATIENCE_MS);
  });
  const said = await Promise.race([run(), late]).finally(() => clearTimeout(timer));
  took.push([name, (performance.now() - began) / 1000]);
  console.log(`reach: ${name}${said ? `: ${said}` : ""}`);
}

/** Of the environment, nothing that names another registry, cache or folder. */
export const base = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NPM_|YARN_|PNPM_|REALTIME_|NODE_OPTIONS)/i.test(name)));
export const run = async (program, args, options) => {
  try {
    return await promisify(execFile)(program, args, { encoding: "utf8", timeout: PATIENCE_MS, maxBuffer: 1 << 26, env: base, ...options });
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}\n${error.stdout}${error.stderr}${error.message}`);
  }
};

/** What `realtime` says and how it ends. */
export async function realtime(command, args, options = {}) {
  const { child, ended, told } = start(command, args, options);
  child.stdin.end();
  child.stdout.resume();
  const code = await ended;
  return { code, told: told() };
}

export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
/** Milliseconds until a program prints its first line, or ends. */
export async function firstLine(program, args, options) {
  const began = performance.now();
  const { child, ended, line } = start(program, args, options);
  await line();
  const took = performance.now() - began;
  child.kill("SIGTERM");
  await ended;
  return took;
}

/** Until a process is gone; it is nobody's child here, so nobody is told. */
export async function gone(control) {
  // Its port closes with it.
  for (;;) {
    try {
      await fetch(`${control}/log?follow=true`).then((response) => response.text());
    } catch (error) {
      if (error.cause?.code === "ECONNREFUSED") return;
    }
  }
}

/** Ends whatever runs still. */
export function endAll() {
  for (const child of children) child.kill("SIGKILL");
}
