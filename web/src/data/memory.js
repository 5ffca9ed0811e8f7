/* A ledger that lies in memory as a whole: the report file, or a small ledger behind the server. */
import { matcher } from './filter.js';
import { Names } from './names.js';
import { prepareContradiction, prepareEvent, prepareOffer, preparePosition, prepareStatement, prepareStory } from './rows.js';

const order = (a, b) => (a.time.t ?? Infinity) - (b.time.t ?? Infinity) || (a.id < b.id ? -1 : 1);

function tally(rows, keysOf) {
  const n = new Map();
  for (const row of rows) for (const key of keysOf(row)) if (key) n.set(key, (n.get(key) || 0) + 1);
  return [...n].map(([key, count]) => ({ key, count })).sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

export class Memory {
  /* tables: rows as the API gives them. getStory(id) gives the `code` line of a story, as a promise. */
  constructor(tables, getStory) {
    const names = new Names(tables.entities);
    this.names = names;
    this.getStory = getStory;
    this.events = tables.events.map(e => prepareEvent(e, names)).sort(order);
    this.offers = tables.offers.map(o => prepareOffer(o, names)).sort(order);
    this.positions = tables.positions.map(p => preparePosition(p, names)).sort(order);
    this.statements = tables.statements.map(s => prepareStatement(s, names)).sort(order);
    this.stories = tables.stories.map(prepareStory).sort(order);
    this.contradictions = (tables.contradictions || []).map(prepareContradiction);
    this.byId = new Map();
    for (const list of [this.events, this.offers, this.positions, this.statements, this.contradictions])
      for (const row of list) this.byId.set(row.id, row);
    for (const row of [...this.events, ...this.statements])
      for (const report of row.reports) if (!this.byId.has(report.id)) this.byId.set(report.id, row);
    this.storyById = new Map(this.stories.map(s => [s.id, s]));
  }

  async select(filter) {
    const wanted = matcher(filter), anyTime = matcher(filter, 'time');
    const events = this.events.filter(wanted);
    const everyTime = filter.from || filter.to ? this.events.filter(anyTime) : events;
    const times = everyTime.map(e => e.time.t).filter(t => t !== null);
    const countable = this.events.filter(matcher({ ...filter, actors: [], issues: [], outlets: [], from: '', to: '', q: '' }));
    return {
      density: everyTime.filter(e => e.time.t !== null).map(e => ({ t: e.time.t, side: e.side, n: 1 })),
      names: this.names, total: countable.length, nEvents: events.length, events,
      extent: times.length ? [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))] : null,
      offers: this.offers.filter(wanted), positions: this.positions.filter(wanted), statements: this.statements.filter(wanted),
      stories: this.stories.filter(matcher({ ...filter, actors: [], issues: [] })), allStories: this.stories,
      contradictions: this.contradictions.filter(c => !filter.outlets.length || c.outlets.some(o => filter.outlets.includes(o))),
      facets: {
        actors: tally(this.events.filter(matcher(filter, 'actors')), e => e.who),
        issues: tally([...this.events, ...this.offers].filter(matcher(filter, 'issues')), e => [e.issue]),
        outlets: tally(this.events.filter(matcher(filter, 'outlets')), e => e.outlets),
      },
      summary: null,
    };
  }

  async row(id) {
    return this.byId.get(id) || null;
  }

  async story(id) {
    return this.getStory(id);
  }

  storyRow(id) {
    return this.storyById.get(id) || null;
  }

  /* Stories that hold all words, each with the place of the first. */
  async searchText(q, most = 50) {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean), found = [];
    for (const s of this.stories) {
      if (!words.length || found.length === most) break;
      const line = await this.getStory(s.id), text = line ? line.text.toLowerCase() : '';
      if (words.every(w => text.includes(w))) found.push({ story: s, text: line.text, at: text.indexOf(words[0]), length: words[0].length });
    }
    return found;
  }
}
