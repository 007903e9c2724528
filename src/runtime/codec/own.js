// Of an object that is looked into with a text from the wire its own keys alone count.

export const hasOwn = Object.prototype.hasOwnProperty;

/**
 * @param {any} object
 * @param {string | number} key
 * @param {any} [otherwise]
 */
export const own = (object, key, otherwise) => (hasOwn.call(object, key) ? object[key] : otherwise);
