/* The drawing of the network view, a script of its own because Cytoscape.js is larger than all the rest of the page. */
import cytoscape from 'cytoscape';
import { spring } from './spring.js';

window.DemarcheNetwork = (box, edges, label, paint, onPair) => {
  const keys = [...new Set(edges.flatMap(e => [e.from, e.to]))], most = Math.log1p(edges.reduce((m, e) => Math.max(m, e.n), 1));
  /* Settled before it is shown; one spring a pair, however many edges it has. */
  const pairs = [...new Set(edges.map(e => [keys.indexOf(e.from), keys.indexOf(e.to)].sort((a, b) => a - b).join()))].map(p => p.split(',').map(Number));
  const places = spring(keys, pairs, box.clientWidth, box.clientHeight);
  const nodes = keys.map((id, i) => ({ data: { id, label: label(id).length > 28 ? `${label(id).slice(0, 27)}…` : label(id) },
    position: places[i] }));
  const lines = edges.map(e => ({ data: { id: e.key, source: e.from, target: e.to, side: e.side, n: e.n, width: 1.5 + 5 * (Math.log1p(e.n) / most) } }));
  const graph = cytoscape({
    container: box, elements: [...nodes, ...lines], layout: { name: 'preset' }, autoungrabify: false, userZoomingEnabled: false, boxSelectionEnabled: false,
    style: [
      { selector: 'node', style: { label: 'data(label)', color: paint.text, 'font-size': 13, 'font-family': 'system-ui, sans-serif', 'background-color': paint.ground, 'border-color': paint.other, 'border-width': 2, width: 14, height: 14, 'text-valign': 'top', 'text-margin-y': -3, 'text-background-color': paint.ground, 'text-background-opacity': 0.85, 'text-background-padding': 2 } },
      { selector: 'edge', style: { width: 'data(width)', 'curve-style': 'bezier', 'control-point-step-size': 26, 'target-arrow-shape': 'triangle', 'arrow-scale': 0.9 } },
      { selector: 'edge[side = "cooperation"]', style: { 'line-color': paint.cooperation, 'target-arrow-color': paint.cooperation } },
      { selector: 'edge[side = "conflict"]', style: { 'line-color': paint.conflict, 'target-arrow-color': paint.conflict, 'line-style': 'dashed' } },
    ],
  });
  graph.on('tap', 'edge', event => onPair(event.target.data('source'), event.target.data('target')));
  graph.on('tap', 'node', event => onPair(event.target.id(), event.target.id()));
  return graph;
};
