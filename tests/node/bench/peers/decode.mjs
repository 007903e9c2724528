const [, , , , other] = process.argv;
const { decode } = await import(other ?? "../../../../bindings/esm/index.js");

export const name = other ? "`decode`, as it was" : "`decode`";
export const isOurs = true;
export const isOld = other !== undefined;
export const accept = (text) => decode(text).kind === "event";
