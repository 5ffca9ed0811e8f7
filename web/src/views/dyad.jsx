/* The dealings of two actors over time: moves nearer above the line, moves apart below, as far from it as they are strong. */
import { scaleLinear, scaleUtc } from 'd3-scale';
import { DAY, dateWords } from '../data/dates.js';
import { Mark } from '../parts/mark.jsx';
import { useWidth } from '../parts/size.js';
import { inWords } from '../words.js';
import { Axis } from './lanes_shared.jsx';

const HEIGHT = 220;

export function Dyad({ state, go, found }) {
  const [ref, width] = useWidth(), { names } = found, choices = found.facets.actors.slice(0, 200);
  const busiest = found.events.find(e => e.by[0] && e.to[0] && e.by[0] !== e.to[0]);
  const [a, b] = state.dyad.length === 2 ? state.dyad : state.actors.length === 2 ? state.actors : busiest ? [busiest.by[0], busiest.to[0]] : ['', ''];
  const events = found.events.filter(e => (e.by.includes(a) && e.to.includes(b)) || (e.by.includes(b) && e.to.includes(a)));
  const dated = events.filter(e => e.time.t !== null && e.side !== 'other');
  const t0 = dated.length ? dated[0].time.t : 0, t1 = dated.length ? dated[dated.length - 1].time.t : 0, pad = Math.max(20 * DAY, (t1 - t0) * 0.05);
  const x = scaleUtc([t0 - pad, t1 + pad], [56, Math.max(120, width - 12)]), y = scaleLinear([10, -10], [26, HEIGHT - 8]);
  const strength = e => (e.side === 'cooperation' ? 1 : -1) * Math.max(0.8, Math.abs(e.intensity ?? 1));
  const pick = (which, other, first) => (
    <select aria-label={first ? 'One actor' : 'The other actor'} value={which} onChange={e => go({ dyad: first ? [e.target.value, other] : [other, e.target.value] })}>
      {!choices.some(c => c.key === which) && <option value={which}>{names.of(which)}</option>}
      {choices.map(c => <option key={c.key} value={c.key}>{names.of(c.key)}</option>)}
    </select>
  );
  return (
    <section class="dyad" ref={ref} aria-label="Two actors">
      <h2>{pick(a, b, true)} and {pick(b, a, false)}</h2>
      {width > 0 && dated.length > 0 && (
        <svg width={width} height={HEIGHT} role="group" aria-label={`${names.of(a)} and ${names.of(b)} over time`}>
          <Axis x={x} height={HEIGHT} />
          <line class="zero" x1={50} x2={width - 6} y1={y(0)} y2={y(0)} />
          <text x={0} y={y(7)}>nearer</text><text x={0} y={y(-7)}>apart</text>
          {dated.slice(0, 2000).map(e => (
            <g key={e.id} class={e.id === state.sel ? 'hit chosen' : 'hit'} onClick={() => go({ sel: e.id })}>
              <title>{inWords(e, names, dateWords(e.date))}</title>
              <line class={`stem ${e.side}`} x1={x(e.time.t)} x2={x(e.time.t)} y1={y(0)} y2={y(strength(e))} />
              {e.id === state.sel && <circle class="halo" cx={x(e.time.t)} cy={y(strength(e))} r={9} />}
              <Mark x={x(e.time.t)} y={y(strength(e))} side={e.side} fill={e.fill} />
            </g>
          ))}
        </svg>
      )}
      {events.length === 0 && <p class="hint">No dealings of these two fit the filter.</p>}
      <ol class="plain">
        {events.slice(0, 100).map(e => <li key={e.id}><button type="button" class="row" aria-pressed={state.sel === e.id} onClick={() => go({ sel: e.id })}><span class="day">{dateWords(e.date)}</span> {inWords(e, names, '').replace(/, $/, '')}</button></li>)}
      </ol>
    </section>
  );
}
