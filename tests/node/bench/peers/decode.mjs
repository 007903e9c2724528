import { decode } from "../../../../bindings/index.js";

export const name = "`decode`";
export const isOurs = true;
export const accept = (text) => decode(text).kind === "event";
