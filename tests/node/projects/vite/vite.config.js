import { defineConfig } from "vite";

// Without the polyfill the bundle needs no document, so that it can run outside a page.
export default defineConfig({ build: { modulePreload: { polyfill: false } } });
