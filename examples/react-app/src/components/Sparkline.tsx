const WIDTH = 120;
const HEIGHT = 36;
const PAD = 4;

/** A line through values, oldest first; one value alone is a point. */
export function Sparkline({ values, isRed }: { readonly values: readonly number[]; readonly isRed: boolean }) {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const step = (WIDTH - 2 * PAD) / Math.max(1, values.length - 1);
  const points = values.map((value, index) => {
    const x = WIDTH - PAD - (values.length - 1 - index) * step;
    const y = span > 0 ? HEIGHT - PAD - ((value - low) / span) * (HEIGHT - 2 * PAD) : HEIGHT / 2;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const line = points.join(" ");
  const last = points.at(-1) ?? "0,0";
  return (
    <svg
      className="sparkline"
      data-red={isRed}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${values.length} readings`}
      preserveAspectRatio="none"
    >
      {points.length > 1 ? (
        <>
          <polygon points={`${PAD},${HEIGHT} ${line} ${WIDTH - PAD},${HEIGHT}`} />
          <polyline points={line} />
        </>
      ) : (
        <line className="sparkline-none" x1={PAD} y1={HEIGHT / 2} x2={WIDTH - PAD} y2={HEIGHT / 2} />
      )}
      {/* A line of no length has round ends that stay round, however the drawing is stretched. */}
      <polyline className="sparkline-last" points={`${last} ${last}`} />
    </svg>
  );
}
