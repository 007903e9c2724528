import { decode } from "../../../../bindings/esm/index.js";

export const name = "`decode`";
export const isOurs = true;
export const accept = (text) => decode(text).kind === "event";
