/* Rows: everything the filter leaves, as lists: events, statements, stories; with words in the search also the places in the texts. */
import { useEffect, useState } from 'preact/hooks';
import { dateWords } from '../data/dates.js';
import { MarkIcon } from '../parts/mark.jsx';
import { spoken, typeWords } from '../words.js';

const STEP = 200;

function List({ rows, one }) {
  const [shown, setShown] = useState(STEP);
  return (
    <>
      <ol class="plain rows">{rows.slice(0, shown).map(one)}</ol>
      {rows.length > shown && <button type="button" class="quiet" onClick={() => setShown(shown + STEP)}>{Math.min(STEP, rows.length - shown)} more of {rows.length - shown}</button>}
      {!rows.length && <p class="hint" role="status">None.</p>}
    </>
  );
}

function Bold({ text, q }) {
  const words = q.split(/\s+/).filter(Boolean).map(w => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (!words.length || !text) return text || null;
  return text.split(new RegExp(`(${words.join('|')})`, 'gi')).map((part, i) => (i % 2 ? <mark key={i}>{part}</mark> : part));
}

function useTexts(source, q) {
  const [found, setFound] = useState({ q: '', list: [] });
  useEffect(() => {
    let alive = true;
    if (q) source.searchText(q).then(list => alive && setFound({ q, list }), () => alive && setFound({ q, list: [] }));
    return () => { alive = false; };
  }, [source, q]);
  return q && found.q === q ? found.list : [];
}

export function Rows({ state, go, found, source }) {
  const texts = useTexts(source, state.q), open = state.open || 'events', { names } = found;
  const tab = (key, label, n) => <button key={key} type="button" aria-pressed={open === key} onClick={() => go({ open: key })}>{label} <span class="of">{n.toLocaleString('en')}</span></button>;
  const snippet = f => f.text.slice(Math.max(0, f.at - 70), f.at + f.length + 90).replace(/\s+/g, ' ');
  return (
    <div class="rows-view">
      <div class="buttons" role="group" aria-label="Which rows">
        {tab('events', 'events', found.nEvents)}{tab('statements', 'statements', found.statements.length)}{state.q ? tab('texts', 'in the texts', texts.length) : tab('stories', 'stories', found.stories.length)}
      </div>
      {open === 'events' && <List rows={found.events} one={e => (
        <li key={e.id}><button type="button" class="row" aria-pressed={state.sel === e.id} onClick={() => go({ sel: e.id })}>
          <span class="day">{dateWords(e.date)}</span> <MarkIcon side={e.side} fill={e.fill} /> <b><bdi>{names.list(e.by)}</bdi> → <bdi>{names.list(e.to)}</bdi></b> {typeWords(e)}{e.issue ? `, ${spoken(e.issue)}` : ''}
          <q dir="auto"><Bold text={e.sentence} q={state.q} /></q></button></li>)} />}
      {open === 'events' && found.summary && <p class="hint">The first {found.events.length.toLocaleString('en')} of {found.nEvents.toLocaleString('en')}; narrow the filter to see others.</p>}
      {open === 'statements' && <List rows={found.statements} one={s => (
        <li key={s.id}><button type="button" class="row" aria-pressed={state.sel === s.id} onClick={() => go({ sel: s.id })}>
          <span class="day">{dateWords(s.date)}</span> <b><bdi>{s.speaker_name || 'somebody unnamed'}</bdi></b>, {spoken(s.act)} <q dir="auto"><Bold text={s.content} q={state.q} /></q></button></li>)} />}
      {open === 'stories' && !state.q && <List rows={found.stories} one={s => (
        <li key={s.id}><button type="button" class="row" onClick={() => go({ view: 'story', story: s.id, sel: '' })}><span class="day">{dateWords(s.date)}</span> <b dir="auto">{s.title || s.id}</b> <bdi>{s.outlet}</bdi></button></li>)} />}
      {open === 'texts' && state.q && <List rows={texts} one={f => (
        <li key={f.story.id}><button type="button" class="row" onClick={() => go({ view: 'story', story: f.story.id, sel: '' })}><span class="day">{dateWords(f.story.date)}</span> <b dir="auto">{f.story.title || f.story.id}</b> <q dir="auto">… <Bold text={snippet(f)} q={state.q} /> …</q></button></li>)} />}
    </div>
  );
}
