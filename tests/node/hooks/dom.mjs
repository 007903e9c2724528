// A page for React, before React is imported.
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html>");
for (const [name, value] of Object.entries({ window, document: window.document, navigator: window.navigator, IS_REACT_ACT_ENVIRONMENT: true })) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
