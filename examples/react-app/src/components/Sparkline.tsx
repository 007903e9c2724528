const WIDTH = 120;
const HEIGHT = 36;
const PAD = 3;

/** A line through values, oldest first. */
export function Sparkline({ values, isRed }: { readonly values: readonly number[]; readonly isRed: boolean }) {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const step = (WIDTH - 2 * PAD) / Math.max(1, values.length - 1);
  const points = values.map((value, index) => {
    const x = PAD + index * step;
    const y = HEIGHT - PAD - ((value - low) / span) * (HEIGHT - 2 * PAD);
    return [x.toFixed(1), y.toFixed(1)] as const;
  });
  const [lastX, lastY] = points.at(-1) ?? ["0", "0"];
  const line = points.map(([x, y]) => `${x},${y}`).join(" ");
  return (
    <svg className="sparkline" data-red={isRed} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${values.length} readings`} preserveAspectRatio="none">
      {points.length > 1 && <polygon points={`${PAD},${HEIGHT} ${line} ${lastX},${HEIGHT}`} />}
      {points.length > 1 && <polyline points={line} />}
      <circle cx={lastX} cy={lastY} r={2.4} />
    </svg>
  );
}
