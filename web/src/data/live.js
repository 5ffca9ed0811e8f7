/* The ledger behind the server. A small one is fetched whole and kept in memory; a large one (large.js) is asked for what a
 * view needs. When the server does not answer, what was fetched stays, and `onGone` hears of it. */
import { Memory } from './memory.js';
import { Large } from './large.js';

const WHOLE = 20000; // events up to which everything is fetched
const PAGE = 2000;

const token = document.querySelector('meta[name="demarche-token"]')?.content || '';

export class Api {
  constructor() {
    this.onGone = () => {};
  }

  async ask(path, options = {}) {
    let answer;
    try {
      answer = await fetch(path, { credentials: 'same-origin', ...options });
    } catch {
      this.onGone(true);
      throw new Error('The server does not answer. Is demarche serve still running?');
    }
    this.onGone(false);
    if (!answer.ok) {
      const body = await answer.text();
      let message = `${answer.status} ${answer.statusText}`;
      try { message = JSON.parse(body).error || message; } catch { /* not JSON: the status line must do */ }
      throw new Error(message);
    }
    return answer;
  }

  url(path, query = {}) {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== '') params.set(key, value);
    const text = params.toString();
    return text ? `api/${path}?${text}` : `api/${path}`;
  }

  async json(path, query) {
    return (await this.ask(this.url(path, query))).json();
  }

  /* All rows of a table, page by page. */
  async all(table, query = {}, most = Infinity) {
    const rows = [];
    for (;;) {
      const page = await this.json(`rows/${table}`, { ...query, offset: rows.length || '', limit: Math.min(PAGE, most - rows.length) });
      for (const row of page.rows) rows.push(row);
      if (page.next === null || rows.length >= most) return rows;
    }
  }

  async post(path, body) {
    const answer = await this.ask(`api/${path}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Demarche-Token': token }, body: JSON.stringify(body),
    });
    return answer.json();
  }
}

function storyGetter(api) {
  const held = new Map();
  return id => {
    if (!held.has(id)) held.set(id, api.json('story', { id }).catch(error => { held.delete(id); throw error; }));
    return held.get(id);
  };
}

export async function openLive(api) {
  const { total, ...about } = await api.json('meta'), meta = { ...about, ...total };
  const getStory = storyGetter(api);
  let source;
  if (meta.events > WHOLE) {
    source = new Large(api, meta, getStory, await api.all('entities', {}, PAGE));
  } else {
    const kinds = ['entities', 'stories', 'events', 'statements', 'offers', 'positions', 'contradictions'];
    const lists = await Promise.all(kinds.map(kind => api.all(kind, { all: '1' }).catch(error => {
      if (kind === 'contradictions') return [];
      throw error;
    })));
    source = new Memory(Object.fromEntries(kinds.map((kind, i) => [kind, lists[i]])), getStory);
  }
  source.meta = { ...meta, live: true };
  source.explain = async id => (await api.ask(api.url('explain', { id }))).text();
  source.correct = correction => api.post('correct', correction);
  return source;
}
