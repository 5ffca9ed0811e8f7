/* Lanes on a canvas, for thousands of marks. The same keys as in SVG; what is walked is said aloud by the page. */
import { useEffect, useRef } from 'preact/hooks';
import { drawMark, paints } from '../parts/mark.jsx';
import { useThemeTurn } from '../parts/size.js';
import { LaneLabels, layout, tickLabel, walkKeys } from './lanes_shared.jsx';

function draw(canvas, lanes, tops, x, width, height, selected) {
  const scale = devicePixelRatio || 1, g = canvas.getContext('2d'), paint = paints(canvas);
  canvas.width = width * scale;
  canvas.height = height * scale;
  g.scale(scale, scale);
  g.font = '12px system-ui, sans-serif';
  g.textAlign = 'center';
  for (const t of x.ticks(Math.max(2, Math.floor(width / 110)))) {
    g.fillStyle = paint.text;
    g.fillText(tickLabel(t.getTime(), x.domain().map(d => d.getTime())), x(t), 12);
    g.fillStyle = paint.faint;
    g.fillRect(x(t), 16, 1, height);
  }
  lanes.forEach((lane, i) => {
    g.fillStyle = paint.faint;
    g.fillRect(0, tops[i] - 4, width, 1);
    for (const m of lane.marks) if (m.event.id !== selected) drawMark(g, m.x, tops[i] + m.row * 15 + 7, 4, m.event.side, m.event.fill, m.bar, paint);
    for (const m of lane.marks) {
      if (m.event.id !== selected) continue;
      g.strokeStyle = paint.text;
      g.lineWidth = 2;
      g.beginPath();
      g.arc(m.x, tops[i] + m.row * 15 + 7, 9, 0, 7);
      g.stroke();
      drawMark(g, m.x, tops[i] + m.row * 15 + 7, 5, m.event.side, m.event.fill, m.bar, paint);
    }
  });
}

function nearest(lanes, tops, px, py) {
  let best = null, least = 100;
  lanes.forEach((lane, i) => {
    if (py < tops[i] - 6 || py > tops[i] + lane.rows * 15 + 6) return;
    for (const m of lane.marks) {
      const far = (m.x - px) ** 2 + (tops[i] + m.row * 15 + 7 - py) ** 2;
      if (far < least) { least = far; best = { event: m.event, x: m.x, y: tops[i] + m.row * 15 + 118 }; }
    }
  });
  return best;
}

export function LanesCanvas({ lanes, x, labelWidth, width, selected, onSelect, onWalk, onNear }) {
  const ref = useRef(null), theme = useThemeTurn(), { tops, height } = layout(lanes), inner = width - labelWidth;
  useEffect(() => draw(ref.current, lanes, tops, x, inner, height, selected), [lanes, inner, height, selected, theme]);
  const under = event => {
    const box = ref.current.getBoundingClientRect();
    return nearest(lanes, tops, event.clientX - box.left, event.clientY - box.top);
  };
  return (
    <div class="lanes">
      <LaneLabels lanes={lanes} tops={tops} width={labelWidth} />
      <canvas ref={ref} style={{ width: `${inner}px`, height: `${height}px` }} tabIndex={0} role="application" aria-label="Events. Arrows walk them, Enter opens the evidence."
        onKeyDown={e => walkKeys(e, lanes, selected, onWalk, onSelect)} onMouseMove={e => onNear(under(e))} onMouseLeave={() => onNear(null)}
        onClick={e => { const hit = under(e); if (hit) onSelect(hit.event); }} />
    </div>
  );
}
