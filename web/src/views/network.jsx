/* Who deals with whom: cooperation and conflict as two edges. The drawing (Cytoscape.js) is a script of its own, loaded when this
 * view is first asked for; the list under it says the same. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Density } from './density.jsx';
import { dayOf, lastDayOf } from '../data/dates.js';
import { paints } from '../parts/mark.jsx';
import { useThemeTurn } from '../parts/size.js';

let loading = null;

/* A classic script: from the server, or from the text that a report file carries. */
function load() {
  loading = loading || new Promise((resolve, reject) => {
    const script = document.createElement('script'), inside = document.getElementById('network-script');
    const ready = () => (window.DemarcheNetwork ? resolve(window.DemarcheNetwork) : reject(new Error('The drawing cannot be loaded.')));
    if (inside) script.textContent = inside.textContent;
    else { script.src = 'network.js'; script.onload = ready; script.onerror = ready; }
    document.head.append(script);
    if (inside) ready();
  });
  loading.catch(() => { loading = null; });
  return loading;
}

/* [{from, to, side, n}] over directed pairs, the busiest first. */
function edgesOf(events) {
  const edges = new Map();
  for (const e of events) {
    if (e.side === 'other') continue;
    for (const from of e.by) for (const to of e.to) {
      if (from === to) continue;
      const key = `${from}|${to}|${e.side}`, edge = edges.get(key) || { key, from, to, side: e.side, n: 0 };
      edge.n++;
      edges.set(key, edge);
    }
  }
  return [...edges.values()].sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
}

export function Network({ state, go, found }) {
  const box = useRef(null), [error, setError] = useState(null), theme = useThemeTurn();
  const [sums, setSums] = useState([]), few = useMemo(() => edgesOf(found.events).slice(0, 150), [found]), edges = found.summary ? sums : few;
  useEffect(() => {
    let going = true;
    if (found.summary) found.summary.edges().then(e => going && setSums(e), e => going && setError(e.message));
    return () => { going = false; };
  }, [found]);
  useEffect(() => {
    let drawing = null, alive = true;
    load().then(draw => {
      if (!alive || !box.current) return;
      drawing = draw(box.current, edges, key => found.names.of(key), paints(box.current),
        (from, to) => go({ actors: [...new Set([from, to])], view: 'timeline' }));
    }, e => setError(e.message));
    return () => { alive = false; if (drawing) drawing.destroy(); };
  }, [edges, theme]);
  const pairs = new Map();
  for (const e of edges) {
    const key = `${e.from}|${e.to}`;
    if (!pairs.has(key)) pairs.set(key, { from: e.from, to: e.to, cooperation: 0, conflict: 0 });
    pairs.get(key)[e.side] += e.n;
  }
  return (
    <div class="network">
      {found.extent && <Density points={found.density} extent={found.extent} from={state.from || state.to ? (state.from ? dayOf(state.from) : found.extent[0]) : null}
        to={state.from || state.to ? (state.to ? lastDayOf(state.to) : found.extent[1]) : null} onZoom={(from, to) => go({ from, to })} />}
      <div ref={box} class="graph" role="img" aria-label="Network of actors; the table below says the same" />
      {error && <p class="hint" role="alert">{error}</p>}
      <p class="hint">Solid blue: cooperation. Dashed vermilion: conflict. The arrow points to whom it is done; thicker is more, by the logarithm.</p>
      {pairs.size === 0 && <p class="hint">No dealings between two actors fit the filter.</p>}
      <div class="scroll" tabIndex={0} role="region" aria-label="Pairs">
        <table>
          <thead><tr><th scope="col">Who</th><th scope="col">to whom</th><th scope="col">cooperation</th><th scope="col">conflict</th></tr></thead>
          <tbody>
            {[...pairs.values()].slice(0, 60).map(p => (
              <tr key={`${p.from}|${p.to}`}><td><bdi>{found.names.of(p.from)}</bdi></td><td><button type="button" class="link" onClick={() => go({ actors: [p.from, p.to], view: 'timeline' })}><bdi>{found.names.of(p.to)}</bdi></button></td><td class="number">{p.cooperation}</td><td class="number">{p.conflict}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
