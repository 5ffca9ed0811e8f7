/* What stands where a picture would, when there is nothing to draw. */
import { parts } from '../data/filter.js';
import { asideWords } from '../data/filter.js';

export function EmptyLedger() {
  return (
    <section class="notice">
      <h2>The ledger is empty</h2>
      <p>Read some stories into it, then load this page again:</p>
      <p><code>demarche read PATH…</code></p>
      <p>PATH is a text file, a folder of them, or JSON lines with the keys id, text, title, url, outlet, date.</p>
    </section>
  );
}

export function Failure({ message, again }) {
  return (
    <section class="notice" role="alert">
      <h2>The ledger cannot be opened</h2>
      <p>{message}</p>
      <p><button type="button" onClick={again}>Try again</button></p>
    </section>
  );
}

/* No row is left: says which part of the filter can go. */
export function NothingFound({ filter, found, go }) {
  const narrow = parts(filter, found.names), hidden = Object.keys(asideWords).filter(a => !filter.also.includes(a));
  return (
    <section class="notice" role="status">
      <h2>Nothing fits the filter</h2>
      {narrow.length ? <p>Take away one part of it:</p> : <p>The ledger holds no such rows{hidden.length ? ' of the usual kind' : ''}.</p>}
      <ul class="loosen">
        {narrow.map(p => <li key={p.words}><button type="button" onClick={() => go(p.loosen)}>not only {p.words}</button></li>)}
        {narrow.length > 1 && <li><button type="button" onClick={() => go(Object.assign({}, ...narrow.map(p => p.loosen)))}>everything</button></li>}
        {hidden.length > 0 && <li><button type="button" onClick={() => go({ also: Object.keys(asideWords) })}>also rows that are negated, possible or background</button></li>}
      </ul>
    </section>
  );
}
