// What the package exports.

export { MockError } from "./control.js";
export { startMock } from "./mock.js";
