/* What is asked, as one object: {actors, issues, outlets, from, to, q, also}. It decides over rows and says itself in words. */
import { dayOf, lastDayOf } from './dates.js';

export const noFilter = { actors: [], issues: [], outlets: [], from: '', to: '', q: '', also: [] };

export const asideWords = { negated: 'negated or denied', possible: 'possible or conditional', history: 'background', rejected: 'rejected by a person' };

const wordsOf = q => q.toLowerCase().split(/\s+/).filter(Boolean);

/* A function row → boolean; `except` leaves out one part, for counts beside the choices of that part. */
export function matcher(filter, except = '') {
  const actors = except !== 'actors' && filter.actors.length ? new Set(filter.actors) : null;
  const issues = except !== 'issues' && filter.issues.length ? new Set(filter.issues) : null;
  const outlets = except !== 'outlets' && filter.outlets.length ? new Set(filter.outlets) : null;
  const from = except !== 'time' && filter.from ? dayOf(filter.from) : null;
  const to = except !== 'time' && filter.to ? lastDayOf(filter.to) : null;
  const words = wordsOf(filter.q), also = new Set(filter.also);
  return row => {
    if (row.aside && !also.has(row.aside)) return false;
    if (actors && !(row.who && row.who.some(w => actors.has(w)))) return false;
    if (issues && !issues.has(row.issue)) return false;
    if (outlets && !row.outlets.some(o => outlets.has(o))) return false;
    if ((from !== null || to !== null) && (!row.time || row.time.t === null)) return false;
    if (from !== null && row.time.to < from) return false;
    if (to !== null && row.time.from > to) return false;
    return words.every(w => row.words === undefined || row.words.includes(w));
  };
}

const either = list => (list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} or ${list[list.length - 1]}`);

/* Each part that narrows, in words, with what takes it away: for the sentence and for loosening. */
export function parts(filter, names) {
  const out = [];
  if (filter.actors.length) out.push({ words: `with ${either(filter.actors.map(a => names.of(a)))}`, loosen: { actors: [] } });
  if (filter.issues.length) out.push({ words: `about ${either(filter.issues.map(i => i.replace(/_/g, ' ')))}`, loosen: { issues: [] } });
  if (filter.from || filter.to) {
    const words = filter.from && filter.to ? `from ${filter.from} to ${filter.to}` : filter.from ? `from ${filter.from} on` : `until ${filter.to}`;
    out.push({ words, loosen: { from: '', to: '' } });
  }
  if (filter.outlets.length) out.push({ words: `told by ${either(filter.outlets)}`, loosen: { outlets: [] } });
  if (filter.q) out.push({ words: `with the words “${filter.q}”`, loosen: { q: '' } });
  return out;
}

export function sentence(filter, names, shown, all, noun) {
  const narrowing = parts(filter, names).map(p => p.words);
  const left = Object.keys(asideWords).filter(k => !filter.also.includes(k)).map(k => asideWords[k]);
  const what = shown === all && !narrowing.length ? `All ${all.toLocaleString('en')} ${noun}` : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')} ${noun}`;
  const without = left.length ? `; without ${either(left).replace(' or ' + left[left.length - 1], ' and ' + left[left.length - 1])} ones` : '; with negated, possible, background and rejected ones';
  return `${what}${narrowing.length ? ' ' + narrowing.join(', ') : ''}${noun === 'stories' ? '' : without}.`;
}
