import { memo } from "react";
import { useKpis, useNames } from "../hooks/useWorkspace";
import { quantity } from "../store/directory";
import { isInRedZone } from "../store/kpi";
import type { Kpi } from "../store/kpi";
import { Item, Panel, Rows } from "./Panel";
import { Sparkline } from "./Sparkline";

interface KpiListProps {
  readonly limit: number;
  readonly moreHref?: string;
  readonly target?: string | null;
}

export function KpiList({ limit, moreHref, target = null }: KpiListProps) {
  const kpis = useKpis();
  return (
    <Panel title="KPIs" rows={kpis} className="kpis">
      <Rows
        rows={kpis}
        limit={limit}
        noun="KPIs"
        empty="No readings yet."
        target={target}
        className="tiles"
        {...(moreHref && { moreHref })}
      >
        {(kpi) => <KpiTile key={kpi.id} kpi={kpi} isTarget={kpi.id === target} />}
      </Rows>
    </Panel>
  );
}

const KpiTile = memo(function KpiTile({ kpi, isTarget }: { readonly kpi: Kpi; readonly isTarget: boolean }) {
  const { name, unit } = useNames().kpi(kpi.id);
  const last = kpi.readings.at(-1);
  const before = kpi.readings.at(-2);
  if (!last) return null;
  const isRed = isInRedZone(last.progress);
  return (
    <Item row={kpi} isTarget={isTarget} className="tile" isRed={isRed}>
      <span className="tile-name" title={name}>
        {name}
      </span>
      <span className="tile-value">
        {quantity(last.value, "")}
        {unit && <small title={unit}>{unit}</small>}
        {before && <Trend from={before.value} to={last.value} />}
      </span>
      <Sparkline values={kpi.readings.map(({ value }) => value)} isRed={isRed} />
      <span className="row-meta">
        {last.progress === null ? "No target" : `${Math.round(last.progress)} % of target`}
        {isRed && <span className="red-zone">Red zone</span>}
      </span>
    </Item>
  );
});

function Trend({ from, to }: { readonly from: number; readonly to: number }) {
  if (from === to) return null;
  return (
    <span className="trend" data-up={to > from}>
      {to > from ? "▲" : "▼"}
      <span className="visually-hidden">{to > from ? "rising" : "falling"}</span>
    </span>
  );
}
