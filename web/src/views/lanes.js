/* Lanes of the timeline: which there are, and where marks stand in them without covering each other. */

const MOST = 14;

function keysOf(event, by) {
  if (by === 'issues') return [event.issue || ''];
  if (by === 'actors') return event.who.length ? event.who : [''];
  return [event.pair];
}

/* [{key, label, events}], the fullest first; the rest in one lane. */
export function lanesOf(events, by, names) {
  const groups = new Map();
  for (const e of events) {
    for (const key of keysOf(e, by)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(e);
    }
  }
  const label = key => (by === 'pairs' ? names.pair(key) : by === 'issues' ? (key ? key.replace(/_/g, ' ') : 'no issue') : key ? names.of(key) : 'nobody named');
  const sorted = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  const lanes = sorted.slice(0, sorted.length > MOST + 1 ? MOST : sorted.length).map(([key, list]) => ({ key, label: label(key), events: list }));
  const rest = sorted.slice(lanes.length);
  if (rest.length) {
    const order = (a, b) => (a.time.t ?? Infinity) - (b.time.t ?? Infinity);
    lanes.push({ key: '…', label: `${rest.length} other ${by === 'pairs' ? 'pairs' : by}`, events: [...new Set(rest.flatMap(r => r[1]))].sort(order) });
  }
  return lanes;
}

/* Puts each event of a lane on the first row where it covers nobody, up to `most` rows. */
export function stack(events, x, most = 8, reach = 7) {
  const ends = [], marks = [];
  for (const event of events) {
    const at = x(event.time.t), x0 = x(event.time.from), x1 = x(event.time.to), bar = x1 - x0 >= 14 ? [x0, x1] : null;
    const left = (bar ? Math.min(x0, at) : at) - reach, right = (bar ? Math.max(x1, at) : at) + reach;
    let row = ends.findIndex(end => end <= left);
    if (row < 0) row = ends.length < most ? ends.length : (marks.length * 7) % most;
    ends[row] = Math.max(ends[row] ?? -Infinity, right);
    marks.push({ event, x: at, bar, row });
  }
  return { marks, rows: Math.max(1, ends.length) };
}

