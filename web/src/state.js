/* What the page shows, kept in the address: view, filter, selection. Back and forward work, and a link gives the same picture. */
import { useEffect, useState } from 'preact/hooks';
import { isDate } from './data/dates.js';
import { asideWords, noFilter } from './data/filter.js';

export const views = ['timeline', 'offers', 'positions', 'network', 'sources', 'story', 'rows'];

const lists = ['actors', 'issues', 'outlets', 'also', 'dyad'];
const texts = ['from', 'to', 'q', 'sel', 'lanes', 'story', 'cell', 'open'];

const initial = { view: 'timeline', ...noFilter, sel: '', lanes: 'pairs', story: '', cell: '', open: '', dyad: [] };

export function readAddress(hash) {
  const [view, query = ''] = hash.replace(/^#/, '').split('?');
  const params = new URLSearchParams(query), state = { ...initial };
  if (views.includes(view)) state.view = view;
  for (const key of texts) if (params.has(key)) state[key] = params.get(key);
  for (const key of lists) if (params.has(key)) state[key] = params.getAll(key);
  for (const key of ['from', 'to']) if (state[key] && !isDate(state[key])) state[key] = '';
  state.also = state.also.filter(a => a in asideWords);
  if (!['pairs', 'issues', 'actors'].includes(state.lanes)) state.lanes = 'pairs';
  return state;
}

export function addressOf(state) {
  const params = new URLSearchParams();
  for (const key of lists) for (const value of state[key]) params.append(key, value);
  for (const key of texts) if (state[key] && state[key] !== initial[key]) params.set(key, state[key]);
  const query = params.toString();
  return `#${state.view}${query ? '?' + query : ''}`;
}

export const filterOf = ({ actors, issues, outlets, from, to, q, also }) => ({ actors, issues, outlets, from, to, q, also });

export function useAddress() {
  const [state, setState] = useState(() => readAddress(location.hash));
  useEffect(() => {
    const read = () => setState(readAddress(location.hash));
    addEventListener('popstate', read);
    addEventListener('hashchange', read);
    return () => { removeEventListener('popstate', read); removeEventListener('hashchange', read); };
  }, []);
  /* go({sel: 'e1'}) changes those parts; `quiet` replaces the entry in the history instead of adding one. */
  const go = (patch, quiet = false) => {
    const next = { ...readAddress(location.hash), ...patch }, address = addressOf(next);
    if (address !== location.hash) history[quiet ? 'replaceState' : 'pushState'](null, '', address);
    setState(next);
  };
  return [state, go];
}
