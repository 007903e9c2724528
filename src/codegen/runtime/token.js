import { TOKEN_TIMEOUT_MS } from "./connection_table.js";

// The token, from its provider. One request at a time; one that hangs is given up, and one that is
// forced does not make do with one that is not.

/**
 * @param {any} options
 * @param {() => number} now
 * @param {(error: unknown) => void} report
 */
export function createTokens(options, now, report) {
  /** @type {{ force: boolean, at: number, answer: Promise<any> } | null} */
  let request = null;

  /**
   * Asks for the token; resolves to the type of the input that the answer is, and the token.
   *
   * @param {boolean} force
   * @returns {Promise<[string, string?]>}
   */
  function fetch(force) {
    if (!request || (force && !request.force) || now() - request.at >= TOKEN_TIMEOUT_MS) {
      const mine = {
        force,
        at: now(),
        answer: Promise.resolve()
          .then(() => options.getToken({ force }))
          .then(
            (token) =>
              typeof token === "string" && token
                ? ["TokenOk", token]
                : [token && token.denied === true ? "TokenDenied" : "TokenFail"],
          )
          .catch((error) => {
            report(error);
            return ["TokenFail"];
          })
          .then((answer) => {
            forget(mine);
            return answer;
          }),
      };
      request = mine;
    }
    return request.answer;
  }

  /** Whoever asks next asks anew. */
  function forget(mine = request) {
    if (request === mine) request = null;
  }

  return { fetch, forget };
}
