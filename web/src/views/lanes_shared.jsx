/* What lanes share however they are drawn: heights, labels, the axis, keys. */
import { iso } from '../data/dates.js';

const ROW = 15, GAP = 12, TOP = 22;

export function layout(lanes, rowsOf = lane => lane.rows) {
  const tops = [];
  let y = TOP;
  for (const lane of lanes) {
    tops.push(y);
    y += rowsOf(lane) * ROW + GAP;
  }
  return { tops, height: y + 4 };
}

export function LaneLabels({ lanes, tops, width }) {
  return (
    <ul class="lane-labels" style={{ width: `${width}px` }}>
      {lanes.map((lane, i) => (
        <li key={lane.key} style={{ top: `${tops[i] - 3}px` }} title={`${lane.label}: ${lane.events.length}`}><bdi>{lane.label}</bdi></li>
      ))}
    </ul>
  );
}

export function tickLabel(t, domain) {
  const text = iso(t), years = (domain[1] - domain[0]) / 3.2e10;
  if (years > 3 && text.endsWith('-01-01')) return text.slice(0, 4);
  return years > 0.4 && text.endsWith('-01') ? text.slice(0, 7) : text;
}

export function Axis({ x, height }) {
  const [left, right] = x.range(), ticks = x.ticks(Math.max(2, Math.floor((right - left) / 110))).filter(t => t.getTime() % 864e5 === 0);
  return (
    <g class="axis" aria-hidden="true">
      {ticks.map(t => (
        <g key={t.getTime()} transform={`translate(${x(t)} 0)`}>
          <line y1={16} y2={height} />
          <text y={12} text-anchor="middle">{tickLabel(t.getTime(), x.domain().map(d => d.getTime()))}</text>
        </g>
      ))}
    </g>
  );
}

/* Left and right walk a lane, up and down go to the mark nearest in time in the next lane, Home and End to its ends. */
export function walkKeys(key, lanes, selected, onWalk, onSelect) {
  const full = lanes.filter(l => l.events.length);
  if (!full.length) return;
  let lane = full.findIndex(l => l.events.some(e => e.id === selected));
  const known = lane >= 0, events = full[known ? lane : (lane = 0)].events, at = known ? events.findIndex(e => e.id === selected) : -1;
  let next = null;
  if (key.key === 'ArrowRight') next = events[Math.min(events.length - 1, at + 1)];
  else if (key.key === 'ArrowLeft') next = events[Math.max(0, at - 1)];
  else if (key.key === 'Home') next = events[0];
  else if (key.key === 'End') next = events[events.length - 1];
  else if (key.key === 'ArrowDown' || key.key === 'ArrowUp') {
    const other = full[(lane + (key.key === 'ArrowDown' ? 1 : full.length - 1)) % full.length].events, t = known ? events[at].time.t : other[0].time.t;
    next = other.reduce((best, e) => (Math.abs(e.time.t - t) < Math.abs(best.time.t - t) ? e : best));
  } else if (key.key === 'Enter' && known) {
    key.preventDefault();
    onSelect(events[at]);
    document.getElementById('evidence')?.focus();
    return;
  }
  if (!next) return;
  key.preventDefault();
  onWalk(next);
}
