import { memo } from "react";
import { useKpis } from "../hooks/useWorkspace";
import { shortId } from "../store/describe";
import { isInRedZone } from "../store/kpi";
import type { Kpi } from "../store/kpi";
import { Flash } from "./Flash";
import { Panel } from "./Panel";
import { Sparkline } from "./Sparkline";

const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 2, notation: "compact" });

export function KpiList({ limit }: { readonly limit: number }) {
  const kpis = useKpis();
  return (
    <Panel title="KPIs" count={kpis.length} className="kpis">
      {kpis.length === 0 ? (
        <p className="empty">No readings yet.</p>
      ) : (
        <ul className="tiles">
          {kpis.slice(0, limit).map((kpi) => (
            <KpiTile key={kpi.id} kpi={kpi} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

const KpiTile = memo(function KpiTile({ kpi }: { readonly kpi: Kpi }) {
  const last = kpi.readings.at(-1);
  const before = kpi.readings.at(-2);
  if (!last) return null;
  const isRed = isInRedZone(last.progress);
  return (
    <li className="tile" data-row={kpi.id} data-red={isRed}>
      <Flash row={kpi} />
      <span className="tile-name">{shortId(kpi.id)}</span>
      <span className="tile-value">
        {NUMBER.format(last.value)}
        {before && <Trend from={before.value} to={last.value} />}
      </span>
      <Sparkline values={kpi.readings.map(({ value }) => value)} isRed={isRed} />
      <span className="row-meta">
        {last.progress === null ? "No target" : `${Math.round(last.progress)} % of target`}
        {isRed && <span className="red-zone">Red zone</span>}
      </span>
    </li>
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
