/* Places for the nodes of a network (Fruchterman and Reingold 1991): every two push each other away, linked ones pull, in steps
 * that grow shorter; from a circle, so that the same network is drawn the same way each time.
 * keys: the nodes; pairs: [i, j] of linked ones. Gives [{x, y}] inside width and height. */
export function spring(keys, pairs, width, height) {
  const n = keys.length, k = 0.65 * Math.sqrt((width * height) / Math.max(1, n)), margin = { x: 90, y: 36 };
  const at = keys.map((_, i) => ({ x: width / 2 + (width / 3) * Math.cos((2 * Math.PI * i) / n), y: height / 2 + (height / 3) * Math.sin((2 * Math.PI * i) / n) }));
  for (let step = 0; step < 500; step++) {
    const move = at.map(p => ({ x: (width / 2 - p.x) * 0.07, y: (height / 2 - p.y) * 0.07 }));
    const force = (i, j, strength) => {
      const dx = at[i].x - at[j].x || 0.01 * (i - j), dy = at[i].y - at[j].y || 0.01, d = Math.hypot(dx, dy), f = strength(d) / d;
      move[i].x += dx * f; move[i].y += dy * f; move[j].x -= dx * f; move[j].y -= dy * f;
    };
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) force(i, j, d => (k * k) / Math.max(d, 1));
    for (const [i, j] of pairs) force(i, j, d => -(d * d) / k);
    const most = (width / 8) * (1 - step / 500);
    at.forEach((p, i) => {
      const d = Math.hypot(move[i].x, move[i].y) || 1, part = Math.min(d, most) / d;
      p.x = Math.min(width - margin.x, Math.max(margin.x, p.x + move[i].x * part));
      p.y = Math.min(height - margin.y, Math.max(margin.y, p.y + move[i].y * part));
    });
  }
  return at;
}
