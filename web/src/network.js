/* The drawing of the network view, a script of its own because Cytoscape.js is larger than all the rest of the page. */
import cytoscape from 'cytoscape';

/* The layout is settled before it is shown, from the same start each time. */
function layout(n) {
  return { name: 'cose', animate: false, randomize: false, padding: 24, nodeOverlap: 40, idealEdgeLength: () => 130, edgeElasticity: () => 60, nodeRepulsion: () => 60000 + n * 1000, gravity: 0.6, numIter: 1500 };
}

window.DemarcheNetwork = (box, edges, label, paint, onPair) => {
  const keys = [...new Set(edges.flatMap(e => [e.from, e.to]))], most = Math.log1p(edges.reduce((m, e) => Math.max(m, e.n), 1));
  const nodes = keys.map((id, i) => ({ data: { id, label: label(id).length > 28 ? `${label(id).slice(0, 27)}…` : label(id) },
    position: { x: 300 + 200 * Math.cos((2 * Math.PI * i) / keys.length), y: 200 + 150 * Math.sin((2 * Math.PI * i) / keys.length) } }));
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
  /* One spring a pair, however many edges it has: else the busiest end up on one spot. */
  const pairs = new Set(), springs = graph.edges().filter(e => {
    const key = [e.data('source'), e.data('target')].sort().join('|');
    return !pairs.has(key) && pairs.add(key);
  });
  graph.nodes().union(springs).layout(layout(keys.length)).run();
  /* From the layout's own measure to the screen's, so that names keep their size. */
  graph.fit(undefined, 36);
  const zoom = graph.zoom(), { x, y } = graph.pan();
  graph.nodes().positions(node => ({ x: node.position('x') * zoom + x, y: node.position('y') * zoom + y }));
  graph.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
  graph.on('tap', 'edge', event => onPair(event.target.data('source'), event.target.data('target')));
  graph.on('tap', 'node', event => onPair(event.target.id(), event.target.id()));
  return graph;
};
