/* What is asked: actors, issues, time, outlets, and the kinds of rows that are left out unless asked for. */
import { useEffect, useState } from 'preact/hooks';
import { asideWords, noFilter } from '../data/filter.js';
import { isDate } from '../data/dates.js';

const FIRST = 8;

function Choices({ title, name, counts, chosen, label, go }) {
  const [more, setMore] = useState(false);
  const missing = chosen.filter(key => !counts.some(c => c.key === key)).map(key => ({ key, count: 0 }));
  const all = [...counts, ...missing];
  const shown = more ? all.slice(0, 500) : all.filter((c, i) => i < FIRST || chosen.includes(c.key));
  const toggle = key => go({ [name]: chosen.includes(key) ? chosen.filter(k => k !== key) : [...chosen, key] });
  if (!all.length) return null;
  return (
    <fieldset>
      <legend>{title}</legend>
      {shown.map(c => (
        <label key={c.key} class="choice" title={label(c.key)}>
          <input type="checkbox" checked={chosen.includes(c.key)} onChange={() => toggle(c.key)} />
          <span class="name"><bdi>{label(c.key)}</bdi></span> <span class="count">{c.count.toLocaleString('en')}</span>
        </label>
      ))}
      {all.length > FIRST && <button type="button" class="quiet" aria-expanded={more} onClick={() => setMore(!more)}>{more ? 'fewer' : `${all.length - FIRST} more`}</button>}
    </fieldset>
  );
}

function DateField({ label, value, onChange }) {
  const [typed, setTyped] = useState(value), bad = typed !== '' && !isDate(typed);
  useEffect(() => setTyped(value), [value]);
  return (
    <label class="date">
      <span>{label}</span>
      <input value={typed} placeholder="2017-07" inputMode="numeric" size={10} aria-invalid={bad} title="YYYY, YYYY-MM or YYYY-MM-DD"
        onInput={e => { setTyped(e.target.value); if (e.target.value === '' || isDate(e.target.value)) onChange(e.target.value); }} />
    </label>
  );
}

export function Filters({ state, go, found, filter }) {
  const { names, facets } = found, narrowed = JSON.stringify(filter) !== JSON.stringify(noFilter);
  const wide = typeof matchMedia === 'undefined' || matchMedia('(min-width: 60em)').matches;
  const [shown, setShown] = useState(wide);
  const also = key => go({ also: state.also.includes(key) ? state.also.filter(k => k !== key) : [...state.also, key] });
  return (
    <aside class="filters" aria-label="Filter">
      <button type="button" class="unfold" aria-expanded={shown} onClick={() => setShown(!shown)}>Filter{narrowed ? ' (in use)' : ''}</button>
      {shown && <div>
        <Choices title="Actors" name="actors" counts={facets.actors} chosen={state.actors} label={k => names.of(k)} go={go} />
        <Choices title="Issues" name="issues" counts={facets.issues} chosen={state.issues} label={k => k.replace(/_/g, ' ')} go={go} />
        <fieldset>
          <legend>Time</legend>
          <DateField label="from" value={state.from} onChange={from => go({ from }, true)} />
          <DateField label="to" value={state.to} onChange={to => go({ to }, true)} />
        </fieldset>
        <Choices title="Outlets" name="outlets" counts={facets.outlets} chosen={state.outlets} label={k => k} go={go} />
        <fieldset>
          <legend>Also show</legend>
          {Object.entries(asideWords).map(([key, words]) => (
            <label key={key} class="choice"><input type="checkbox" checked={state.also.includes(key)} onChange={() => also(key)} /><span class="name">{words}</span></label>
          ))}
        </fieldset>
        {narrowed && <button type="button" onClick={() => go({ ...noFilter })}>Clear the filter</button>}
      </div>}
    </aside>
  );
}
