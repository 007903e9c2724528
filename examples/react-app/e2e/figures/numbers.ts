// Times and sizes in numbers.

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
export const quantile = (values: readonly number[], share: number) => sorted(values)[Math.floor(values.length * share)] ?? NaN;
export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
export const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
export const clock = () => performance.timeOrigin + performance.now();

/** How much slower this machine is now than an idle one. */
export const slowdown = (floor: number, idle: number) => Math.max(1, floor / idle);
