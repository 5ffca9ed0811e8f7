/* Lanes of a ledger too large for single marks: columns by month, conflict below the line and cooperation above it. A column
 * zooms in to its days. */
import { useEffect, useState } from 'preact/hooks';
import { LaneLabels, Axis, layout } from './lanes_shared.jsx';
import { iso } from '../data/dates.js';

const ROWS = 3, HALF = 20;

/* Lanes come from the server: those of before stay until the new ones are there. */
function useLanes(load, by) {
  const [lanes, setLanes] = useState([]);
  useEffect(() => {
    let alive = true;
    load(by).then(l => alive && setLanes(l), () => alive && setLanes([]));
    return () => { alive = false; };
  }, [load, by]);
  return lanes;
}

export function LanesSums({ load, by, names, x, labelWidth, width, n, onZoom }) {
  const lanes = useLanes(load, by), { tops, height } = layout(lanes, () => ROWS), inner = width - labelWidth;
  const most = lanes.reduce((m, l) => l.cells.reduce((k, c) => Math.max(k, c.cooperation, c.conflict), m), 1);
  const tall = count => (count ? Math.max(1.5, (HALF * count) / most) : 0);
  return (
    <div>
      <p class="hint">{n.toLocaleString('en')} events are too many for single marks; the columns count them by month. Choose one to see its days.</p>
      <div class="lanes">
        <LaneLabels lanes={lanes.map(l => ({ ...l, label: l.label(names), events: { length: l.n } }))} tops={tops} width={labelWidth} />
        <svg width={inner} height={height} role="group" aria-label="Events by month">
          <Axis x={x} height={height} />
          {lanes.map((lane, i) => (
            <g key={lane.key} transform={`translate(0 ${tops[i] + HALF + 2})`}>
              <line class="rule" x1={0} x2={inner} />
              {lane.cells.map(c => {
                const x0 = x(c.from), w = Math.max(1.5, x(c.to) - x0 - 1);
                if (x0 + w < 0 || x0 > inner) return null;
                return (
                  <g key={c.from} class="hit" onClick={() => onZoom(iso(c.from), iso(c.to), lane.pick)}>
                    <title>{`${lane.label(names)}, ${iso(c.from).slice(0, 7)}: ${c.cooperation} cooperation, ${c.conflict} conflict`}</title>
                    <rect class="reach" x={x0} y={-HALF} width={w} height={2 * HALF} />
                    <rect class="sum cooperation" x={x0} y={-tall(c.cooperation)} width={w} height={tall(c.cooperation)} />
                    <rect class="sum conflict" x={x0} y={0} width={w} height={tall(c.conflict)} />
                  </g>
                );
              })}
            </g>
          ))}
        </svg>
      </div>
    </div>
  );
}
