import { TOKEN_TIMEOUT_MS } from "./table.js";

// The token, from its provider. One request at a time; one that hangs is given up, and one that is
// forced does not make do with one that is not.

/**
 * @typedef {["TokenOk", string] | ["TokenDenied" | "TokenFail"]} Answer The type of the input that it is.
 * @typedef {{ at: number, force?: boolean, answer?: Promise<Answer> }} Request
 */

/**
 * @param {import("./options.js").ConnectionOptions} options
 * @param {() => number} now
 * @param {(error: unknown) => void} report
 */
export function createTokens(options, now, report) {
  /** The latest; `at` is when it was made, long ago if its answer is of no use. @type {Request} */
  let request = { at: -Infinity };

  /**
   * Asks for the token; resolves to the type of the input that the answer is, and the token.
   *
   * @param {boolean} force
   * @returns {Promise<Answer>}
   */
  function fetch(force) {
    if (now() - request.at >= TOKEN_TIMEOUT_MS || (force && !request.force)) {
      /** @type {Request} */
      const mine = (request = { at: now(), force });
      mine.answer = Promise.resolve()
        .then(() => options.getToken({ force }))
        .then(/** @returns {Answer} */ (token) =>
          typeof token === "string" && token
            ? ["TokenOk", token]
            : [token && /** @type {{ denied?: unknown }} */ (token).denied === true ? "TokenDenied" : "TokenFail"],
        )
        .catch(/** @returns {Answer} */ (error) => {
          report(error);
          return ["TokenFail"];
        })
        .then((answer) => {
          mine.at = -Infinity;
          return answer;
        });
    }
    return /** @type {Promise<Answer>} */ (request.answer);
  }

  /** Whoever asks next asks anew. */
  function forget() {
    request.at = -Infinity;
  }

  return { fetch, forget };
}
