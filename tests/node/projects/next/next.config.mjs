// Else the root is guessed from lock files further up.
export default { turbopack: { root: import.meta.dirname } };
