/* Timeline: density over all years, lanes under it. Few marks are SVG; many are drawn on a canvas; very many come as sums. */
import { useMemo, useRef, useState } from 'preact/hooks';
import { scaleUtc } from 'd3-scale';
import { DAY, dateWords, dayOf, iso, lastDayOf } from '../data/dates.js';
import { Legend } from '../parts/mark.jsx';
import { useWidth } from '../parts/size.js';
import { inWords } from '../words.js';
import { Density } from './density.jsx';
import { LanesCanvas } from './lanes_canvas.jsx';
import { LanesSums } from './lanes_sums.jsx';
import { LanesSvg } from './lanes_svg.jsx';
import { lanesOf, stack } from './lanes.js';

const SVG_MOST = 2000;

function zoomed(state, extent) {
  const from = state.from ? dayOf(state.from) : extent[0], to = state.to ? lastDayOf(state.to) : extent[1];
  const pad = Math.max(DAY, (to - from) * 0.03);
  return { from, to, domain: [from - pad, to + pad] };
}

function ZoomButtons({ state, go, view, extent }) {
  const by = factor => {
    const middle = (view.from + view.to) / 2, half = Math.max(3 * DAY, (view.to - view.from) / 2 * factor);
    if (middle - half <= extent[0] && middle + half >= extent[1]) go({ from: '', to: '' });
    else go({ from: iso(Math.max(extent[0], middle - half)), to: iso(Math.min(extent[1], middle + half)) });
  };
  const shift = part => {
    const step = (view.to - view.from || 30 * DAY) * part;
    go({ from: iso(view.from + step), to: iso(view.to + step) });
  };
  const whole = !state.from && !state.to;
  return (
    <div class="zoom" role="group" aria-label="Zoom">
      <button type="button" onClick={() => shift(-0.5)} disabled={whole} aria-label="earlier">‹</button>
      <button type="button" onClick={() => by(2)} disabled={whole} aria-label="zoom out">−</button>
      <button type="button" onClick={() => by(0.5)} aria-label="zoom in">+</button>
      <button type="button" onClick={() => shift(0.5)} disabled={whole} aria-label="later">›</button>
      <button type="button" onClick={() => go({ from: '', to: '' })} disabled={whole}>all years</button>
    </div>
  );
}

/* Rows without any date, which no axis can show. */
function Undated({ events, found, go, state }) {
  const [more, setMore] = useState(false), first = more ? events : events.slice(0, 5);
  if (!events.length) return null;
  return (
    <section class="undated" aria-label="Without a date">
      <h2>{events.length.toLocaleString('en')} without a date</h2>
      <ul>{first.map(e => <li key={e.id}><button type="button" class="row" aria-pressed={state.sel === e.id} onClick={() => go({ sel: e.id })}>{inWords(e, found.names, 'no date')}</button></li>)}</ul>
      {events.length > 5 && <button type="button" class="quiet" onClick={() => setMore(!more)}>{more ? 'fewer' : `${events.length - 5} more`}</button>}
    </section>
  );
}

export function Timeline({ state, go, found, tell }) {
  const [ref, width] = useWidth(), [near, setNear] = useState(null), last = useRef(null);
  const dated = useMemo(() => found.events.filter(e => e.time.t !== null), [found]);
  const undated = useMemo(() => found.events.filter(e => e.time.t === null), [found]);
  const extent = found.extent, labelWidth = width < 500 ? 92 : width < 700 ? 150 : 200;
  const view = extent && zoomed(state, extent);
  const x = view && scaleUtc(view.domain, [10, Math.max(60, width - labelWidth - 10)]);
  const lanes = useMemo(() => {
    if (!x || !width || found.summary) return [];
    return lanesOf(dated, state.lanes, found.names).map(lane => ({ ...lane, ...stack(lane.events, x) }));
  }, [dated, state.lanes, width, view && view.domain[0], view && view.domain[1]]);
  const select = event => { last.current = event; go({ sel: event.id }); };
  const about = event => inWords(event, found.names, dateWords(event.date));
  const walk = event => { setNear(null); go({ sel: event.id }, true); tell(about(event)); };
  const Lanes = dated.length > SVG_MOST ? LanesCanvas : LanesSvg;
  return (
    <div class="timeline" ref={ref}>
      {extent && width > 0 && <>
        <Density points={found.density} extent={extent} from={state.from || state.to ? view.from : null} to={state.from || state.to ? view.to : null} onZoom={(from, to) => go({ from, to })} />
        <div class="tools">
          <label>Lanes by <select value={state.lanes} onChange={e => go({ lanes: e.target.value })}>
            <option value="pairs">pairs of actors</option><option value="actors">actors</option><option value="issues">issues</option>
          </select></label>
          <ZoomButtons state={state} go={go} view={view} extent={extent} />
        </div>
        {found.summary
          ? <LanesSums load={found.summary.lanes} by={state.lanes} names={found.names} x={x} labelWidth={labelWidth} width={width} n={found.nEvents} onZoom={(from, to, pick) => go({ from, to, ...pick })} />
          : <Lanes lanes={lanes} x={x} labelWidth={labelWidth} width={width} selected={state.sel} onSelect={select} onWalk={walk} onNear={setNear} about={about} />}
        {near && <p class="near" aria-hidden="true" style={{ left: `${Math.min(near.x + labelWidth + 12, width - 240)}px`, top: `${near.y}px` }}><bdi>{about(near.event)}</bdi></p>}
        <Legend />
      </>}
      {!extent && <p class="notice">No row here has a date. They are listed in the order of their ids.</p>}
      <Undated events={undated} found={found} go={go} state={state} />
    </div>
  );
}
