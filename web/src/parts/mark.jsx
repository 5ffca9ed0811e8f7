/* Marks: cooperation is a circle, conflict a diamond, anything else a square; full, half or hollow. The same shapes in SVG and on
 * a canvas. */

export const sideWords = { cooperation: 'cooperation', conflict: 'conflict', other: 'neither' };

const outline = {
  cooperation: r => `M ${-r} 0 A ${r} ${r} 0 1 1 ${r} 0 A ${r} ${r} 0 1 1 ${-r} 0 Z`,
  conflict: r => `M 0 ${-r * 1.2} L ${r * 1.2} 0 L 0 ${r * 1.2} L ${-r * 1.2} 0 Z`,
  other: r => `M ${-r * 0.85} ${-r * 0.85} H ${r * 0.85} V ${r * 0.85} H ${-r * 0.85} Z`,
};

const leftHalf = {
  cooperation: r => `M 0 ${-r} A ${r} ${r} 0 0 0 0 ${r} Z`,
  conflict: r => `M 0 ${-r * 1.2} L ${-r * 1.2} 0 L 0 ${r * 1.2} Z`,
  other: r => `M 0 ${-r * 0.85} H ${-r * 0.85} V ${r * 0.85} H 0 Z`,
};

/* x, y: its middle; bar: [x0, x1] where the date is an interval. */
export function Mark({ x = 0, y = 0, r = 5, side, fill, bar }) {
  return (
    <g class={`mark ${side} ${fill}`}>
      {bar && <path class="bar" d={`M ${bar[0]} ${y - 3} V ${y + 3} M ${bar[0]} ${y} H ${bar[1]} M ${bar[1]} ${y - 3} V ${y + 3}`} />}
      <g transform={`translate(${x} ${y})`}>
        <path class="outline" d={outline[side](r)} />
        {fill === 'half' && <path class="inside" d={leftHalf[side](r)} />}
      </g>
    </g>
  );
}

export const MarkIcon = ({ side, fill }) => <svg class="icon-mark" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><Mark side={side} fill={fill} /></svg>;

/* On a canvas, with `paint` = {cooperation, conflict, other, ground} as colours. */
export function drawMark(g, x, y, r, side, fill, bar, paint) {
  g.strokeStyle = g.fillStyle = paint[side];
  g.lineWidth = 1.5;
  if (bar) {
    g.beginPath();
    g.moveTo(bar[0], y);
    g.lineTo(bar[1], y);
    g.stroke();
  }
  const path = new Path2D(outline[side](r));
  g.save();
  g.translate(x, y);
  if (fill !== 'full') {
    g.fillStyle = paint.ground;
    g.fill(path);
    g.fillStyle = paint[side];
  }
  if (fill === 'full') g.fill(path);
  if (fill === 'half') g.fill(new Path2D(leftHalf[side](r)));
  g.stroke(path);
  g.restore();
}

export function paints(element) {
  const style = getComputedStyle(element), of = name => style.getPropertyValue(name).trim();
  return { cooperation: of('--cooperation'), conflict: of('--conflict'), other: of('--mark'), ground: of('--ground'), text: of('--text'), faint: of('--line') };
}

export function Legend() {
  return (
    <ul class="legend" aria-label="What the marks mean">
      <li><MarkIcon side="cooperation" fill="full" /> cooperation</li>
      <li><MarkIcon side="conflict" fill="full" /> conflict</li>
      <li><MarkIcon side="other" fill="full" /> neither</li>
      <li>filled: done</li>
      <li><MarkIcon side="cooperation" fill="half" /> half: said or to come</li>
      <li><MarkIcon side="cooperation" fill="hollow" /> hollow: negated or denied</li>
      <li><svg class="icon-mark" width="22" height="14" viewBox="-11 -7 22 14" aria-hidden="true"><Mark side="other" fill="full" r={4} bar={[-10, 10]} /></svg> some day in between</li>
    </ul>
  );
}
