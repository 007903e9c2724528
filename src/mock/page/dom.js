// Makes elements, and says what happened. Text is only ever set as text: what a client sends must not
// become markup.

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
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A sentence; what stands in backticks is code. @param {string} text */
export const prose = (text) =>
  element("span", {}, ...text.split("`").map((part, at) => (at % 2 ? element("code", {}, part) : part)));

/** A button. @param {string} label @param {(event: any) => void} onclick @param {Record<string, any>} [more] */
export const button = (label, onclick, more = {}) => element("button", { type: "button", onclick, ...more }, label);

/** The element with this id. @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** A number of things. @param {number} count @param {string} thing */
export const counted = (count, thing) => `${count} ${thing}${count === 1 ? "" : "s"}`;

/** Says what has become of something that the user did. @param {string} text @param {boolean} [isBad] */
export function say(text, isBad = false) {
  const said = byId("said");
  said.textContent = text;
  said.classList.toggle("bad", isBad);
}

/** Says it in the place of what was done, too. @param {HTMLElement} place @param {string} text @param {boolean} [isBad] */
export function sayAt(place, text, isBad = false) {
  place.textContent = text;
  place.classList.toggle("bad", isBad);
  place.classList.toggle("good", !isBad);
}

/** Marks an input as wrong, or as right again. @param {HTMLElement} input @param {boolean} isWrong */
export const markWrong = (input, isWrong) => (isWrong ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid"));

/** Tells the other parts of the page. @param {string} name @param {any} [detail] */
export const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

/** Hears what another part tells. @param {string} name @param {(detail: any) => void} listener */
export const hear = (name, listener) => document.addEventListener(name, ({ detail }) => listener(detail));

/** What this tab does by itself, and what would end with it. @type {Set<string>} */
const work = new Set();

/** Says whether it does, so that the browser asks before the tab is closed. @param {string} what @param {boolean} isDone */
export const works = (what, isDone) => (isDone ? work.delete(what) : work.add(what));

addEventListener("beforeunload", (event) => work.size && event.preventDefault());

/** Puts a text into the clipboard. @param {string} text @param {string} what */
export async function copy(text, what) {
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyOld(text);
    say(`In the clipboard: ${what}`);
  } catch {
    say("The browser does not let this page into the clipboard: allow it beside the address", true);
  }
}

/** Where the page does not come from this machine, browsers offer no other way. @param {string} text */
function copyOld(text) {
  const area = element("textarea", { readonly: true }, text);
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

