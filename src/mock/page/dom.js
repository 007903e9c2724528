// Makes elements. Text is only ever set as text: what a client sends must not become markup.

/**
 * An element with attributes, listeners (`onclick`) and children (elements and texts).
 *
 * @param {string} name
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string)} children
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A sentence; what stands in backticks is code. @param {string} text */
export const prose = (text) =>
  element("span", {}, ...text.split("`").map((part, at) => (at % 2 ? element("code", {}, part) : part)));

/** The element with this id. @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** A number of things. @param {number} count @param {string} thing */
export const counted = (count, thing) => `${count} ${thing}${count === 1 ? "" : "s"}`;

let fading = 0;

/** Says what has become of something that the user did. @param {string} text @param {boolean} [isBad] */
export function say(text, isBad = false) {
  const said = byId("said");
  said.textContent = text;
  said.classList.toggle("bad", isBad);
  clearTimeout(fading);
  fading = setTimeout(() => (said.textContent = ""), isBad ? 12_000 : 4_000);
}
