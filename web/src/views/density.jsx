/* How many events there are over all years, drawn by uPlot; dragging over it zooms the lanes to those days. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { DAY, iso } from '../data/dates.js';
import { paints } from '../parts/mark.jsx';
import { useThemeTurn, useWidth } from '../parts/size.js';

/* Bins of a day, a week, a month or a year, so that there are some hundred at most. */
function bins(extent) {
  const days = (extent[1] - extent[0]) / DAY;
  if (days <= 120) return { start: t => t, next: t => t + DAY };
  if (days <= 3700) {
    const start = t => { const d = new Date(t); return Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), 1); };
    return { start, next: t => { const d = new Date(t); return Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1); } };
  }
  return { start: t => Date.UTC(new Date(t).getUTCFullYear(), 0, 1), next: t => Date.UTC(new Date(t).getUTCFullYear() + 1, 0, 1) };
}

/* points: [{t, side, n}] → columns for uPlot: time in seconds, all events, conflict alone. */
function series(points, extent) {
  const { start, next } = bins(extent), at = new Map(), xs = [];
  for (let t = start(extent[0]); t <= extent[1] && xs.length < 5000; t = next(t)) { at.set(t, xs.length); xs.push(t); }
  const all = new Array(xs.length).fill(0), conflict = new Array(xs.length).fill(0);
  for (const p of points) {
    const i = at.get(start(p.t));
    if (i === undefined) continue;
    all[i] += p.n;
    if (p.side === 'conflict') conflict[i] += p.n;
  }
  return [xs.map(t => (t + (next(t) - t) / 2) / 1000), all, conflict];
}

export function Density({ points, extent, from, to, onZoom }) {
  const [ref, width] = useWidth(), theme = useThemeTurn(), plot = useRef(null), zoom = useRef(onZoom);
  zoom.current = onZoom;
  useEffect(() => {
    if (!width) return undefined;
    const paint = paints(ref.current), pad = Math.max(DAY, (extent[1] - extent[0]) * 0.02);
    const bars = uPlot.paths.bars({ size: [0.8, 40, 2] });
    const axis = { stroke: paint.text, grid: { show: false }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
    plot.current = new uPlot({
      width, height: 92, ms: 1e-3, tzDate: ts => uPlot.tzDate(new Date(ts * 1000), 'Etc/UTC'), legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      scales: { x: { time: true, range: [(extent[0] - pad) / 1000, (extent[1] + pad) / 1000] }, y: { range: (u, a, b) => [0, Math.max(1, b)] } },
      axes: [{ ...axis, size: 24, space: 90, values: (u, ticks, i, gap, step) => ticks.map(t => { const d = iso(t * 1000); return step >= 31e6 ? d.slice(0, 4) : step >= 26e5 ? d.slice(0, 7) : d; }) },
        { ...axis, size: 34, space: 28, values: (u, ticks) => ticks.map(t => (Number.isInteger(t) ? t : '')) }],
      series: [{}, { stroke: paint.cooperation, fill: paint.cooperation, width: 0, paths: bars, points: { show: false } },
        { stroke: paint.conflict, fill: paint.conflict, width: 0, paths: bars, points: { show: false } }],
      hooks: {
        setSelect: [u => {
          if (u.select.width < 4 || u.fromAddress) return;
          const a = u.posToVal(u.select.left, 'x') * 1000, b = u.posToVal(u.select.left + u.select.width, 'x') * 1000;
          zoom.current(iso(Math.max(a, extent[0])), iso(Math.min(b, extent[1])));
        }],
      },
    }, series(points, extent), ref.current);
    return () => plot.current.destroy();
  }, [width, theme, points, extent[0], extent[1]]);
  useEffect(() => {
    const u = plot.current;
    if (!u) return;
    const left = from === null ? 0 : u.valToPos(from / 1000, 'x'), right = to === null ? 0 : u.valToPos((to + DAY) / 1000, 'x');
    u.setSelect({ left: Math.max(0, left), top: 0, width: from === null ? 0 : Math.max(2, right - left), height: u.over.clientHeight }, false);
  }, [width, theme, points, from, to]);
  const n = points.reduce((sum, p) => sum + p.n, 0);
  return <div class="density" ref={ref} role="img" aria-label={`${n.toLocaleString('en')} events from ${iso(extent[0])} to ${iso(extent[1])}. The fields under Time zoom too.`} />;
}
