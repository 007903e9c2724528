import { decode } from "./decode.js";

// Events as Standard Schemas (version 1), each a thin face of the decoder.

/**
 * @param {string} [type] The one type to accept; any, if it is left out.
 */
export const schema = (type) => ({
  "~standard": {
    version: 1,
    vendor: "purposepath",
    /** @param {unknown} input */
    validate: (input) => {
      const decoded = decode(input);
      const { kind } = decoded;
      if (kind === "event" && (type === undefined || decoded.message.type === type)) {
        return { value: decoded.message };
      }
      if (kind === "invalid") {
        const { message, path } = decoded.error;
        return { issues: [{ message, path: keys(path) }] };
      }
      const found = kind === "event" ? decoded.message.type : kind;
      return {
        issues: [{ message: `expected the event ${type || "of a known type"}, found ${found}` }],
      };
    },
  },
});

/**
 * The keys of a JSON path.
 *
 * @param {string} path
 */
const keys = (path) =>
  (path.match(/\w[\w$]*|\$[\w$]+|"(?:[^"\\]|\\.)*"/g) || []).map((key) =>
    /^["\d]/.test(key) ? JSON.parse(key) : key,
  );
