export const name = "bare `JSON.parse`";
// Checks nothing: the unit of the table.
export const isBaseline = true;
export const accept = (text) => JSON.parse(text) !== undefined;
