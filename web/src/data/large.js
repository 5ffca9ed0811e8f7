/* A ledger too large to fetch whole. Counts carry the picture (rows/count, by month, pair, actor, issue); rows are fetched when few
 * enough of them are left. The same interface as Memory. */
import { DAY, dayOf } from './dates.js';
import { matcher } from './filter.js';
import { Names } from './names.js';
import { pairKey, prepareContradiction, prepareEvent, prepareOffer, preparePosition, prepareStatement, prepareStory } from './rows.js';

const MARKS = 4000; // events that are fetched as rows
const LISTED = 500; // offers, positions, statements, stories
const LANES = 14, EDGES = 30;

const sideOf = quad => (quad === 1 || quad === 2 ? 'cooperation' : quad === 3 || quad === 4 ? 'conflict' : 'other');
const order = (a, b) => (a.time.t ?? Infinity) - (b.time.t ?? Infinity) || (a.id < b.id ? -1 : 1);

/* The questions to the server that a filter means. The server knows one actor and one recipient; rows with any of several actors
 * are those where one acts, and those where one is dealt with, less those where both is so. */
function questions(filter, time = true) {
  const base = {
    issue: filter.issues[0], outlet: filter.outlets[0], search: filter.q, all: filter.also.length ? '1' : '',
    ...(time ? { from: filter.from, to: filter.to } : {}),
  };
  const some = filter.issues.length > 1 || filter.outlets.length > 1;
  const bases = some
    ? (filter.issues.length ? filter.issues : [undefined]).flatMap(issue => (filter.outlets.length ? filter.outlets : [undefined]).map(outlet => ({ ...base, issue, outlet })))
    : [base];
  if (!filter.actors.length) return bases.map(q => ({ sign: 1, q }));
  return bases.flatMap(b => [
    ...filter.actors.map(actor => ({ sign: 1, q: { ...b, actor } })),
    ...filter.actors.map(recipient => ({ sign: 1, q: { ...b, recipient } })),
    ...filter.actors.flatMap(actor => filter.actors.map(recipient => ({ sign: -1, q: { ...b, actor, recipient } }))),
  ]);
}

export class Large {
  constructor(api, meta, getStory, entities) {
    this.api = api;
    this.total = meta.events;
    this.names = new Names(entities);
    this.getStory = getStory;
    this.storyRows = new Map();
    this.held = new Map();
  }

  /* Counts by `by`, summed over the questions: a map from the joined keys to {keys, n}. */
  async count(by, asked) {
    const sums = new Map();
    for (const { sign, q } of asked) {
      for (const row of await this.api.all('count', { ...q, by })) {
        const keys = by.split(',').map(k => row[k]), key = keys.join('|'), n = row.events;
        if (!n) continue;
        const sum = sums.get(key) || { keys, n: 0 };
        sum.n += sign * n;
        sums.set(key, sum);
      }
    }
    return [...sums.values()].filter(s => s.n > 0).sort((a, b) => b.n - a.n);
  }

  async list(table, prepare, filter, most) {
    const seen = new Map();
    for (const { sign, q } of questions(filter)) {
      if (sign < 0) continue;
      for (const row of await this.api.all(table, q, most)) seen.set(row.id, prepare(row, this.names));
    }
    const rows = [...seen.values()];
    for (const row of rows) this.held.set(row.id, row);
    return rows.sort(order);
  }

  async select(filter) {
    const key = JSON.stringify(filter);
    if (this.last && this.last.key === key) return this.last.found;
    const anyTime = questions(filter, false), here = questions(filter), plain = { ...filter, actors: [], issues: [], outlets: [], from: '', to: '', q: '' };
    const months = (await this.count('month,quad', anyTime)).filter(c => c.keys[0]).map(c => ({ t: dayOf(c.keys[0]) + 14 * DAY, side: sideOf(Number(c.keys[1])), n: c.n }));
    const nEvents = (await this.count('', here)).reduce((sum, c) => sum + c.n, 0);
    const few = nEvents <= MARKS, wanted = matcher({ ...filter, q: '' });
    const events = (await this.list('events', prepareEvent, filter, few ? MARKS + 1000 : LISTED)).filter(wanted);
    const [offers, positions, statements, stories] = [
      await this.list('offers', prepareOffer, filter, LISTED), await this.list('positions', preparePosition, filter, LISTED),
      await this.list('statements', prepareStatement, { ...filter, issues: [] }, LISTED), await this.list('stories', prepareStory, { ...filter, actors: [], issues: [] }, LISTED)];
    for (const s of stories) this.storyRows.set(s.id, s);
    const contradictions = (await this.api.all('contradictions', questions({ ...filter, actors: [] })[0].q, 100).catch(() => [])).map(prepareContradiction);
    const times = months.map(m => m.t), facet = async (by, except) => (await this.count(by, questions({ ...filter, [except]: [] }))).filter(c => c.keys[0]).slice(0, 300).map(c => ({ key: c.keys[0], count: c.n }));
    const found = {
      names: this.names, total: JSON.stringify(filter) === JSON.stringify(plain) ? nEvents : this.total, nEvents, events,
      extent: times.length ? [times.reduce((a, b) => Math.min(a, b)) - 14 * DAY, times.reduce((a, b) => Math.max(a, b)) + 16 * DAY] : null,
      offers: offers.filter(wanted), positions, statements, stories, allStories: stories.length ? stories : [...this.storyRows.values()], contradictions,
      facets: { actors: await facet('actor', 'actors'), issues: await facet('issue', 'issues'), outlets: await facet('outlet', 'outlets') },
      density: months,
      summary: few ? null : { lanes: by => this.lanes(by, filter), edges: () => this.edges(filter) },
    };
    this.last = { key, found };
    return found;
  }

  /* The busiest pairs, [[a, b], n]. A dyad is "a-b", and a name may hold a hyphen: both sides must be known. */
  async pairs(asked, most) {
    const sides = new Set([...await this.count('actor', asked), ...await this.count('recipient', asked)].map(c => c.keys[0]));
    const out = [];
    for (const { keys: [dyad], n } of await this.count('dyad', asked)) {
      for (let at = dyad.indexOf('-'); at > 0; at = dyad.indexOf('-', at + 1)) {
        const pair = [dyad.slice(0, at), dyad.slice(at + 1)];
        if (pair.every(s => sides.has(s))) { out.push([pair, n]); break; }
      }
      if (out.length === most) break;
    }
    return out;
  }

  /* Both directions of the busiest pairs, cooperation and conflict apart. */
  async edges(filter) {
    const both = (await this.pairs(questions(filter), EDGES)).flatMap(([[a, b]]) => [[a, b], [b, a]]);
    const lists = await Promise.all(both.map(async ([from, to]) => {
      const sums = { cooperation: 0, conflict: 0, other: 0 };
      for (const { keys: [quad], n } of await this.count('quad', [{ sign: 1, q: { ...questions({ ...filter, actors: [] })[0].q, actor: from, recipient: to } }])) sums[sideOf(Number(quad))] += n;
      return ['cooperation', 'conflict'].filter(side => sums[side]).map(side => ({ key: `${from}|${to}|${side}`, from, to, side, n: sums[side] }));
    }));
    return lists.flat().sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
  }

  /* The fullest lanes as columns by month: [{key, label(names), n, pick, cells: [{from, to, cooperation, conflict}]}]. */
  async lanes(by, filter) {
    const here = questions(filter);
    let tops;
    if (by === 'pairs') {
      tops = (await this.pairs(here, LANES)).map(([[a, b], n]) => (
        { key: pairKey(a, b), n, asks: [{ actor: a, recipient: b }, { actor: b, recipient: a }], pick: { actors: [a, b] }, label: names => names.pair(pairKey(a, b)) }));
    } else {
      const field = by === 'issues' ? 'issue' : 'actor';
      tops = (await this.count(field, here)).filter(c => c.keys[0]).slice(0, LANES).map(({ keys: [key], n }) => (
        { key, n, asks: [{ [field]: key }], pick: { [by]: [key] }, label: names => (by === 'issues' ? key.replace(/_/g, ' ') : names.of(key)) }));
    }
    return Promise.all(tops.map(async top => {
      const cells = new Map();
      for (const { keys: [month, quad], n } of await this.count('month,quad', top.asks.map(q => ({ sign: 1, q: { ...q, from: filter.from, to: filter.to } })))) {
        if (!month) continue;
        const from = dayOf(month), cell = cells.get(from) || { from, to: new Date(from).setUTCMonth(new Date(from).getUTCMonth() + 1) - DAY, cooperation: 0, conflict: 0 };
        const side = sideOf(Number(quad));
        if (side !== 'other') cell[side] += n;
        cells.set(from, cell);
      }
      return { ...top, cells: [...cells.values()].sort((a, b) => a.from - b.from) };
    }));
  }

  async row(id) {
    if (this.held.has(id)) return this.held.get(id);
    const kinds = { e: ['events', prepareEvent], s: ['statements', prepareStatement], o: ['offers', prepareOffer], p: ['positions', preparePosition] }[id[0]];
    if (!kinds) return null;
    const { rows } = await this.api.json(`rows/${kinds[0]}`, { id });
    return rows.length ? kinds[1](rows[0], this.names) : null;
  }

  async story(id) {
    return this.getStory(id);
  }

  storyRow(id) {
    return this.storyRows.get(id) || null;
  }

  async searchText(q, most = 20) {
    const first = q.toLowerCase().split(/\s+/)[0], found = [];
    for (const row of await this.api.all('stories', { search: q }, most)) {
      const line = await this.getStory(row.id), at = Math.max(0, line.text.toLowerCase().indexOf(first));
      this.storyRows.set(row.id, prepareStory(row));
      found.push({ story: this.storyRows.get(row.id), text: line.text, at, length: first.length });
    }
    return found;
  }
}
