// The control port of a mock server, over `node:http`: Jest's older environments have no `fetch`.

import { request } from "node:http";

/** What the mock server refuses, in its words; `status` is that of HTTP. */
export class MockError extends Error {
  /**
   * @param {string} message
   * @param {number | undefined} [status]
   */
  constructor(message, status) {
    super(message);
    this.name = "MockError";
    this.status = status;
  }
}

/**
 * The lines of an answer as they come, each to `hear`, which ends it by returning true.
 *
 * @param {string} control
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] A text goes as it is, anything else as JSON.
 * @param {(line: string) => boolean | void} [hear]
 * @returns {{ answer: Promise<void>, end: () => void }}
 */
function lines(control, method, path, body, hear = () => {}) {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  let end = () => {};
  const answer = new Promise((resolve, reject) => {
    // A connection for each call: none is kept that could end between two.
    const call = request(control + path, { method, agent: false }, (response) => {
      const status = response.statusCode ?? 0;
      let rest = "";
      const take = (/** @type {string} */ line) => {
        if (status < 400) {
          try {
            return hear(line);
          } catch (error) {
            // Thrown here it would end the program, not the call.
            reject(error);
            return true;
          }
        }
        let error = line;
        try {
          error = JSON.parse(line).error ?? line;
        } catch {
          // Said as it is.
        }
        reject(new MockError(error, status));
        return true;
      };
      response.setEncoding("utf8");
      response.on("data", (data) => {
        const parts = (rest + data).split("\n");
        rest = parts.pop() ?? "";
        if (parts.some((line) => take(line))) end();
      });
      response.on("end", () => {
        if (rest) take(rest);
        resolve(undefined);
      });
      response.on("error", reject);
    });
    end = () => {
      resolve(undefined);
      call.destroy();
    };
    call.on("error", reject);
    call.end(text);
  });
  return { answer, end };
}

/**
 * What the mock server answers, line by line as JSON.
 *
 * @param {string} control
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any[]>}
 */
export async function ask(control, method, path, body) {
  /** @type {unknown[]} */
  const answers = [];
  await lines(control, method, path, body, (line) => void answers.push(JSON.parse(line))).answer;
  return answers;
}

/**
 * The first entry of the log that fits, be it there or to come; none once `end` was called.
 *
 * @param {string} control
 * @param {number} since
 * @param {(entry: any) => boolean} fits
 */
export function follow(control, since, fits) {
  /** @type {any} */
  let found;
  const { answer, end } = lines(control, "GET", `/log?follow=true&since=${since}`, undefined, (line) => {
    const entry = JSON.parse(line);
    if (!found && fits(entry)) found = entry;
    return found !== undefined;
  });
  return { entry: answer.then(() => found), end };
}

/**
 * A query of those keys that have a value.
 *
 * @param {Record<string, string | number | boolean | undefined>} values
 */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.length === 0 ? "" : `?${given.map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`).join("&")}`;
}
