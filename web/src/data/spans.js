/* Spans are code points; JavaScript counts UTF-16 units. `indexer` turns the one into the other. */

export function indexer(text) {
  if (!/[\ud800-\udfff]/.test(text)) return n => n;
  const at = [];
  let unit = 0;
  for (const ch of text) {
    at.push(unit);
    unit += ch.length;
  }
  at.push(unit);
  return n => at[Math.min(n, at.length - 1)];
}

/* The sentence around a span, as [begin, end): from the story's own sentences, else the line. */
export function sentenceAround(line, span) {
  const hit = (line.sentences || []).find(s => s.span[0] <= span[0] && span[1] <= s.span[1]);
  if (hit) return hit.span;
  const text = [...line.text];
  let a = span[0], b = span[1];
  while (a > 0 && text[a - 1] !== '\n') a--;
  while (b < text.length && text[b] !== '\n') b++;
  return [a, b];
}

/* Cuts [begin, end) at every border of the layers: [{begin, end, layers: [...]}]. A layer is {begin, end, ...}. */
export function segments(begin, end, layers) {
  const inside = layers.filter(l => l.begin < end && l.end > begin);
  const cuts = new Set([begin, end]);
  for (const l of inside) {
    if (l.begin > begin) cuts.add(l.begin);
    if (l.end < end) cuts.add(l.end);
  }
  const sorted = [...cuts].sort((a, b) => a - b), starts = [...inside].sort((a, b) => a.begin - b.begin);
  const out = [];
  let open = [], next = 0;
  for (let i = 0; i + 1 < sorted.length; i++) {
    while (next < starts.length && starts[next].begin <= sorted[i]) open.push(starts[next++]);
    open = open.filter(l => l.end > sorted[i]);
    out.push({ begin: sorted[i], end: sorted[i + 1], layers: [...open] });
  }
  return out;
}
