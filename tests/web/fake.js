/* A made ledger of n events behind the addresses of the API, to see how the page bears a large one. */

const states = ['KOR', 'PRK', 'USA', 'JPN', 'CHN', 'RUS', 'VNM', 'MYS', 'IRN', 'ISR', 'EGY', 'SDN', 'NOR', 'BOL', 'PRY', 'FRA', 'DEU', 'GBR', 'IND', 'PAK'];
const types = [['CONSULT', 1], ['AID', 2], ['ACCUSE', 3], ['COERCE', 4]];

/* The i-th event; the same each time. */
function event(i, n) {
  const day = new Date(Date.UTC(2001, 0, 1) + Math.floor((i * 7300) / n) * 864e5).toISOString().slice(0, 10), [type, quad] = types[(i * 7) % 4];
  const a = states[(i * 13) % states.length], b = states[(i * 13 + 1 + (i % 3)) % states.length], role = c => ({ entity: c, name: c, country: c, role: null, capacity: 'binding', code: `${c}GOV` });
  return {
    id: `e${String(i).padStart(16, '0')}`, type, modes: [], cameo: '042', quad, intensity: 1, goldstein: 1, actors: [role(a)], recipients: [role(b)], force: 'none',
    matter: { issue: i % 2 ? 'talks' : 'border', deed: null, head: null, venue: null, text: null }, polarity: 'affirmed', modality: 'actual', phase: 'past', history: false, statement: null,
    date: { best: day, from: day, to: day, basis: 'metadata', reasons: [] }, sentence: `${a} met ${b}.`, reports: [{ story: 'one', outlet: 'Fjord Post', id: `e${i}`, span: null }], independent_sources: 1,
  };
}

const keyOf = { '': () => '', dyad: e => [e.actors[0].country, e.recipients[0].country].sort().join('-'), month: e => e.date.best.slice(0, 7), year: e => e.date.best.slice(0, 4), quad: e => e.quad, actor: e => e.actors[0].country, recipient: e => e.recipients[0].country, issue: e => e.matter.issue, outlet: () => 'Fjord Post' };

export async function fakeApi(page, n) {
  const events = Array.from({ length: n }, (_, i) => event(i, n)), counted = new Map();
  const fits = (e, q) => (!q.get('actor') || e.actors[0].country === q.get('actor')) && (!q.get('recipient') || e.recipients[0].country === q.get('recipient')) && (!q.get('issue') || e.matter.issue === q.get('issue'))
    && (!q.get('from') || e.date.best >= q.get('from')) && (!q.get('to') || e.date.best <= `${q.get('to')}~`);
  const count = q => {
    const address = q.toString();
    if (!counted.has(address)) {
      const by = (q.get('by') || '').split(','), sums = new Map();
      for (const e of events) {
        if (!fits(e, q)) continue;
        const keys = by.map(k => keyOf[k](e)), key = keys.join('|'), row = sums.get(key) || { ...Object.fromEntries(by.map((k, i) => [k, keys[i]])), events: 0 };
        row.events++;
        sums.set(key, row);
      }
      counted.set(address, [...sums.values()]);
    }
    return counted.get(address);
  };
  await page.route('**/api/**', (route, request) => {
    const url = new URL(request.url()), q = url.searchParams, table = url.pathname.replace('/api/', '').replace('rows/', '');
    if (table === 'meta') return route.fulfill({ json: { version: '0', generation: '0', total: { stories: 1, events: n } } });
    if (table === 'story' || table === 'stories') return route.continue();
    const all = table === 'events' ? (q.get('id') ? events.filter(e => e.id === q.get('id')) : events.filter(e => fits(e, q))) : table === 'count' ? count(q) : [];
    const offset = Number(q.get('offset') || 0), limit = Number(q.get('limit') || 1000);
    return route.fulfill({ json: { rows: all.slice(offset, offset + limit), offset, next: offset + limit < all.length ? offset + limit : null } });
  });
}
