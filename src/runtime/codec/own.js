// Of an object that is looked into with a text from the wire, and of one that came from it, its own keys
// alone count: whatever somebody sets on `Object.prototype` is no part of a frame.

export const hasOwn = Object.prototype.hasOwnProperty;

/**
 * @param {any} object
 * @param {string | number} key
 * @param {any} [otherwise]
 */
export const own = (object, key, otherwise) => (hasOwn.call(object, key) ? object[key] : otherwise);

/**
 * An object that has the same keys, and none that it inherits.
 *
 * @param {any} object
 * @returns {any}
 */
export const bare = (object) => Object.assign(Object.create(null), object);

/**
 * Options of any class, without what somebody set on every object.
 *
 * @template {object} Options
 * @param {Options} options
 * @returns {Options}
 */
export const clean = (options) =>
  new Proxy(options, { get: (of, /** @type {any} */ key) => (key in Object.prototype ? own(of, key) : /** @type {any} */ (of)[key]) });
