import { TOKEN_TIMEOUT_MS } from "./table.js";

// The token, from its provider. One request at a time; one that hangs is given up, and one that is
// forced does not make do with one that is not.

/**
 * @typedef {["TokenOk", string] | ["TokenDenied" | "TokenFail"]} Answer The type of the input that it is.
 * @typedef {{ force: boolean, answer: Promise<Answer>, timer: unknown }} Request
 */

/**
 * @param {import("./options.js").ConnectionOptions} options
 * @param {import("./options.js").ConnectionEnvironment} environment
 * @param {(error: unknown) => void} report
 */
export function createTokens(options, { setTimeout, clearTimeout }, report) {
  /** The latest, unless its answer is there or of no use. @type {Request | null} */
  let request = null;

  /**
   * Asks for the token; resolves to the type of the input that the answer is, and the token.
   *
   * @param {boolean} force
   */
  function fetch(force) {
    if (request && (request.force || !force)) return request.answer;
    forget();
    /** @type {unknown} */
    let timer;
    /** @type {Promise<Answer>} */
    const answer = new Promise((resolve) => {
      // By a timer: on a clock that is set back one that hangs would count for longer. Whoever shares
      // the request hears of it.
      timer = setTimeout(() => resolve(["TokenFail"]), TOKEN_TIMEOUT_MS);
      Promise.resolve()
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
        .then(resolve);
    });
    const mine = (request = { force, answer, timer });
    answer.then(() => request === mine && forget());
    return answer;
  }

  /** Whoever asks next asks anew. @param {boolean} [butForced] Unless a forced request is under way. */
  function forget(butForced) {
    if (!request || (butForced && request.force)) return;
    clearTimeout(request.timer);
    request = null;
  }

  return { fetch, forget };
}
