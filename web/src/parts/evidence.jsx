/* The right side: the chosen row in words, the sentences it rests on, why it was read so, and what a person can do about it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { dateWords } from '../data/dates.js';
import { assertedWords, basisWords, forceWords, offerWords, spoken, stateWords, typeWords } from '../words.js';
import { MarkIcon, sideWords } from './mark.jsx';
import { fillWords } from '../data/rows.js';
import { Correct } from './correct.jsx';
import { Quotes, useStory } from './quote.jsx';

export function useRow(source, id) {
  const [row, setRow] = useState(null);
  useEffect(() => {
    let alive = true;
    if (!id) setRow(null);
    else source.row(id).then(r => alive && setRow(r), () => alive && setRow(null));
    return () => { alive = false; };
  }, [source, id]);
  return row;
}

const Who = ({ roles, names }) => roles.length
  ? roles.map((r, i) => (
    <span key={i}>{i > 0 && ', '}<bdi title={r.code}>{r.name || r.role || r.code}</bdi>{r.country && r.name !== names.of(r.country) ? <span class="of"> ({names.of(r.country)})</span> : null}</span>
  ))
  : <span>nobody named</span>;

function Facts({ list }) {
  return <dl class="facts">{list.filter(f => f && f[1]).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

const dateFact = date => ['when', <>{dateWords(date)} <span class="of">({basisWords[date.basis]})</span>{date.reasons && date.reasons.length > 0 && <span class="reason">{date.reasons.join('; ')}</span>}</>];

function EventCard({ row, names }) {
  return (
    <>
      <h3><Who roles={row.actors} names={names} /> → <Who roles={row.recipients} names={names} /></h3>
      <p class="kind"><MarkIcon side={row.side} fill={row.fill} /> {typeWords(row)} · {sideWords[row.side]}, {fillWords[row.fill]}</p>
      <Facts list={[
        dateFact(row.date),
        ['coded', <span class="code">{[row.type, ...row.modes].filter(Boolean).join('/') || '–'} · CAMEO {row.cameo || '–'} · intensity {row.intensity ?? '–'}</span>],
        row.force !== 'none' && ['force', spoken(row.force)],
        row.matter && ['matter', <bdi>{row.matter.text || row.matter.deed}{row.matter.issue ? ` (${spoken(row.matter.issue)})` : ''}</bdi>],
        ['status', [row.polarity, row.modality, row.phase, row.history ? 'background' : ''].filter(Boolean).join(', ')],
        ['sources', `${row.reports.length} ${row.reports.length === 1 ? 'report' : 'reports'}, ${row.independent_sources} independent`],
      ]} />
    </>
  );
}

function StatementCard({ row }) {
  return (
    <>
      <h3><bdi>{row.speaker_name || 'Somebody unnamed'}</bdi></h3>
      <p class="kind">{spoken(row.act)}, {row.mode} speech</p>
      <Facts list={[dateFact(row.date), row.occasion && ['occasion', <bdi>{row.occasion}</bdi>], ['speaks as', row.capacity === 'none' ? 'private person or unknown' : row.capacity]]} />
    </>
  );
}

function OfferCard({ row, names }) {
  return (
    <>
      <h3><Who roles={row.by} names={names} /> → <Who roles={row.to} names={names} /></h3>
      <p class="kind">{offerWords[row.force] || spoken(row.force)}: <bdi>{row.matter.text || spoken(row.matter.issue)}</bdi></p>
      <Facts list={[
        ['versions', row.versions.map(v => dateWords(v.date)).join(', ')],
        row.replies.length > 0 && ['replies', row.replies.map(r => `${r.by.map(b => b.name).join(', ')} ${forceWords[r.kind]}, ${dateWords(r.date)} (${r.basis})`).join('; ')],
        ...row.state.map(s => [s.name, `${stateWords[s.state]}${s.as_of ? ` as of ${s.as_of}` : ''}`]),
      ]} />
    </>
  );
}

function PositionCard({ row }) {
  return (
    <>
      <h3><bdi>{row.holder_name}</bdi></h3>
      <p class="kind">{row.polarity === 'mixed' ? 'mixed on' : `${row.polarity}s`} {spoken(row.issue)}</p>
      <Facts list={[dateFact(row.date), ['known', assertedWords[row.asserted_by]], row.condition && ['condition', <bdi>{row.condition}</bdi>],
        row.changes.length > 0 && ['changed', 'held the other side before']]} />
    </>
  );
}

const cards = { event: EventCard, statement: StatementCard, offer: OfferCard, position: PositionCard };

/* What decided: from the story's own line, with the id of this very report. */
function Why({ row, source }) {
  const report = (row.reports || [])[0], { line } = useStory(source, report && report.story), [told, setTold] = useState(null);
  useEffect(() => setTold(null), [row.id]);
  const event = line && (line.events || []).find(e => e.id === report.id), by = event && event.decided_by;
  const said = line && event && event.statement && line.statements.find(s => s.id === event.statement);
  const speaker = said && line.entities.find(n => n.id === said.speaker);
  const more = async () => {
    try { setTold(await source.explain(report ? report.id : row.id)); } catch (e) { setTold(e.message); }
  };
  return (
    <div class="why">
      {by && <p>why: {by.kind} <code>{by.id}</code>{by.confidence != null && `, confidence ${by.confidence}`}</p>}
      {said && <p>reported by {speaker ? <bdi>{speaker.name}</bdi> : 'somebody'} ({spoken(said.act)})</p>}
      {source.explain && !told && <button type="button" class="quiet" onClick={more}>why, in full</button>}
      {told && <pre tabIndex={0} aria-label="Why, in full">{told}</pre>}
    </div>
  );
}

const correctionWords = { accept: 'found right', reject: 'rejected', edit: 'edited', merge: 'merged', split: 'split' };

function Corrected({ correction: c }) {
  return <p class="corrected"><b>{correctionWords[c.kind] || c.kind}</b> by <bdi>{c.by || 'a person'}</bdi>{c.when ? `, ${c.when.slice(0, 10)}` : ''}{c.note ? <>: <q dir="auto">{c.note}</q></> : ''}</p>;
}

export function citation(row, source) {
  const report = (row.reports || [])[0], story = report && source.storyRow(report.story);
  const where = story ? `${story.outlet || 'outlet unknown'}, ${dateWords(story.date)}, ${story.title ? `“${story.title}”, ` : ''}${story.url || story.id}` : '';
  const span = report && report.span ? `, characters ${report.span[0]}–${report.span[1]}` : '';
  return `${where}${span}; Demarche row ${row.id}`;
}

export function Evidence({ state, go, found, source, tell, again }) {
  const row = useRow(source, state.sel), ref = useRef(null), [cited, setCited] = useState('');
  useEffect(() => {
    setCited('');
    if (row && ref.current && matchMedia('(max-width: 60em)').matches) ref.current.scrollIntoView({ block: 'start' });
  }, [row && row.id]);
  const Card = row && cards[row.kind], reports = row && row.kind === 'offer' ? { ...row } : row;
  const cite = async () => {
    const text = citation(row, source);
    setCited(text);
    try { await navigator.clipboard.writeText(text); tell('The citation is copied.'); } catch { /* it stands on the page, to be copied by hand */ }
  };
  return (
    <aside class="evidence" id="evidence" aria-label="Evidence" tabIndex={-1} ref={ref}>
      <div class="head"><h2>Evidence</h2>{row && <button type="button" class="icon" aria-label="Close the evidence" onClick={() => go({ sel: '' })}>×</button>}</div>
      {!row && <p class="hint">{state.sel ? 'No such row in this ledger.' : 'Choose a mark or a row: the sentence it rests on stands here.'}</p>}
      {Card && (
        <>
          <Card row={row} names={found.names} />
          <Quotes key={row.id} row={reports} source={source} go={go} fallback={row.sentence || row.content || row.matter?.text} />
          {row.correction && <Corrected correction={row.correction} />}
          <Why row={row} source={source} />
          <div class="buttons">
            <button type="button" onClick={cite}>cite</button>
          </div>
          <p class={cited ? 'citation' : 'citation printed'}>{citation(row, source)}</p>
          {source.correct && <Correct key={row.id} row={row} source={source} again={again} tell={tell} />}
          <p class="id">{row.id}</p>
        </>
      )}
    </aside>
  );
}
