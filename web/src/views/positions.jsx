/* Where each stands: actors by issues, the latest side in each cell, its history under the table; and the dyad of two actors. */
import { scaleUtc } from 'd3-scale';
import { line, curveStepAfter } from 'd3-shape';
import { DAY, dateWords } from '../data/dates.js';
import { useWidth } from '../parts/size.js';
import { assertedWords, spoken } from '../words.js';
import { Axis } from './lanes_shared.jsx';
import { Dyad } from './dyad.jsx';

const signs = { support: '▲', oppose: '▼', mixed: '◆' };
const level = { support: 0, mixed: 1, oppose: 2 };

const cellKey = (who, issue) => `${who}|${issue}`;

function table(positions) {
  const cells = new Map(), actors = new Map(), issues = new Map();
  for (const p of positions) {
    const key = cellKey(p.who[0], p.issue);
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(p);
    actors.set(p.who[0], (actors.get(p.who[0]) || 0) + 1);
    issues.set(p.issue, (issues.get(p.issue) || 0) + 1);
  }
  const ranked = map => [...map].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(x => x[0]);
  return { cells, actors: ranked(actors).slice(0, 60), issues: ranked(issues).slice(0, 20) };
}

function latest(list) {
  const own = list.filter(p => p.asserted_by === 'self'), from = own.length ? own : list;
  return from.reduce((a, b) => ((b.time.t ?? -Infinity) >= (a.time.t ?? -Infinity) ? b : a));
}

function History({ list, names, state, go }) {
  const [ref, width] = useWidth(), dated = list.filter(p => p.time.t !== null);
  if (!list.length) return null;
  const t0 = dated.length ? dated[0].time.t : 0, t1 = dated.length ? dated[dated.length - 1].time.t : 0, pad = Math.max(20 * DAY, (t1 - t0) * 0.08);
  const x = scaleUtc([t0 - pad, t1 + pad], [70, Math.max(120, width - 12)]), y = p => 36 + level[p.polarity] * 28;
  const path = line(p => x(p.time.t), y).curve(curveStepAfter);
  return (
    <section class="history" ref={ref} aria-label="History">
      <h3><bdi>{names.of(list[0].who[0])}</bdi> on {spoken(list[0].issue)}</h3>
      {dated.length > 0 && width > 0 && (
        <svg width={width} height={116} role="img" aria-label="The side taken, over time; the list below says the same">
          <Axis x={x} height={110} />
          {Object.entries(level).map(([side, i]) => <text key={side} x={2} y={40 + i * 28}>{side}</text>)}
          <path class="step" d={path(dated.filter(p => p.asserted_by === 'self').length ? dated.filter(p => p.asserted_by === 'self') : dated)} />
          {dated.map(p => <text key={p.id} class={p.asserted_by === 'self' ? 'sign' : 'sign other'} x={x(p.time.t)} y={y(p) + 5} text-anchor="middle">{signs[p.polarity]}</text>)}
        </svg>
      )}
      <ol class="plain">
        {list.map(p => (
          <li key={p.id}>
            <button type="button" class="row" aria-pressed={state.sel === p.id} onClick={() => go({ sel: p.id })}>
              <span class="day">{dateWords(p.date)}</span> <b>{signs[p.polarity]} {p.polarity}</b>{p.changes.length > 0 && <b> · changed</b>}
              {p.condition && <> if <q dir="auto">{p.condition}</q></>} <span class="of">{assertedWords[p.asserted_by]}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Positions({ state, go, found }) {
  const { cells, actors, issues } = table(found.positions), open = cells.get(state.cell) || [];
  return (
    <div class="positions">
      {found.positions.length > 0 ? (
        <div class="scroll" tabIndex={0} role="region" aria-label="Positions by actor and issue">
          <table class="grid">
            <thead><tr><th scope="col">Actor</th>{issues.map(i => <th key={i} scope="col">{spoken(i)}</th>)}</tr></thead>
            <tbody>
              {actors.map(a => (
                <tr key={a}>
                  <th scope="row" title={found.names.of(a)}><bdi>{found.names.of(a)}</bdi></th>
                  {issues.map(i => {
                    const list = cells.get(cellKey(a, i));
                    if (!list) return <td key={i} />;
                    const p = latest(list), changed = list.some(q => q.changes.length);
                    const words = `${found.names.of(a)} on ${spoken(i)}: ${p.polarity}${p.condition ? ', conditional' : ''}${p.asserted_by === 'self' ? '' : ', ' + assertedWords[p.asserted_by]}${changed ? ', changed' : ''}; ${list.length} in all`;
                    return (
                      <td key={i}>
                        <button type="button" class={`cell ${p.polarity}`} aria-label={words} title={words} aria-pressed={state.cell === cellKey(a, i)} onClick={() => go({ cell: cellKey(a, i), sel: p.id })}>
                          <span class="sign">{signs[p.polarity]}</span>{p.condition ? <sup>if</sup> : null}{p.asserted_by !== 'self' ? <sup>”</sup> : null}{changed ? <sup>⇄</sup> : null}
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : <p class="notice" role="status">No position fits the filter.</p>}
      <p class="hint">▲ supports · ▼ opposes · ◆ mixed · <sup>if</sup> under a condition · <sup>”</sup> ascribed by others · <sup>⇄</sup> changed sides</p>
      <History list={open} names={found.names} state={state} go={go} />
      <Dyad state={state} go={go} found={found} />
    </div>
  );
}
