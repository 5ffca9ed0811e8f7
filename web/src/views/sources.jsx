/* Who tells what: outlets and their origins, events told by several, and contradictions side by side. */
import { dateWords } from '../data/dates.js';
import { inWords, spoken } from '../words.js';
import { useRow } from '../parts/evidence.jsx';
import { Cut, useStory } from '../parts/quote.jsx';

/* Stories with one text under one origin. */
function origins(stories) {
  const groups = new Map();
  for (const s of stories) {
    const key = s.copy_of || s.id;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(s);
  }
  for (const [key, list] of groups) list.sort((a, b) => (a.id === key ? -1 : b.id === key ? 1 : 0));
  return [...groups.values()].filter(g => g.length > 1);
}

function outletRows(found) {
  const rows = new Map(), of = name => {
    const key = name || 'outlet unknown';
    if (!rows.has(key)) rows.set(key, { name: key, filter: name, stories: 0, copies: 0, events: 0, alone: 0 });
    return rows.get(key);
  };
  for (const s of found.stories) { const o = of(s.outlet); o.stories++; if (s.copy_of) o.copies++; }
  for (const e of found.events) {
    const tellers = new Set(e.reports.map(r => r.outlet || ''));
    for (const t of tellers) { const o = of(t || null); o.events++; if (tellers.size === 1) o.alone++; }
  }
  return [...rows.values()].sort((a, b) => b.events - a.events || b.stories - a.stories || (a.name < b.name ? -1 : 1));
}

function Matrix({ found, state, go }) {
  const shared = found.events.filter(e => e.outlets.length > 1).slice(0, 80), counts = new Map();
  for (const e of shared) for (const o of e.outlets) counts.set(o, (counts.get(o) || 0) + 1);
  const outlets = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(c => c[0]).slice(0, 16);
  if (!shared.length) return null;
  const copyOf = new Map(found.allStories.map(s => [s.id, s.copy_of]));
  return (
    <section>
      <h2>Told by several outlets</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Events by outlet">
        <table class="matrix">
          <thead><tr><th scope="col">Event</th>{outlets.map(o => <th key={o} scope="col" class="upright"><span title={o}><bdi>{o}</bdi></span></th>)}<th scope="col">origins</th></tr></thead>
          <tbody>
            {shared.map(e => (
              <tr key={e.id}>
                <th scope="row"><button type="button" class="row" aria-pressed={state.sel === e.id} onClick={() => go({ sel: e.id })}>{inWords(e, found.names, dateWords(e.date))}</button></th>
                {outlets.map(o => {
                  const own = e.reports.filter(r => r.outlet === o), copy = own.length > 0 && own.every(r => copyOf.get(r.story));
                  return <td key={o} class="dot">{own.length ? <span title={copy ? `${o}: a copy` : o} aria-label={copy ? 'copy' : 'told'} role="img">{copy ? '○' : '●'}</span> : ''}</td>;
                })}
                <td class="number">{e.independent_sources}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">● its own report · ○ a copy of one that is there</p>
    </section>
  );
}

function Side({ value, found, go, selected }) {
  const report = value.reports[0], { line } = useStory(found.source, report && report.story), story = report && found.source.storyRow(report.story);
  return (
    <figure class="side">
      <p class="value"><bdi>{value.value}</bdi></p>
      {report && (
        <>
          <blockquote dir="auto">{line && report.span ? <Cut line={line} span={report.span} /> : value.sentence || '…'}</blockquote>
          <figcaption>
            {[...new Set(value.reports.map(r => r.outlet || 'outlet unknown'))].map((o, i) => <bdi key={o}>{i > 0 && ', '}{o}</bdi>)}
            {story && <> · {dateWords(story.date)}</>} · <button type="button" class="link" onClick={() => go({ view: 'story', story: report.story, sel: selected })}>read in the story</button>
          </figcaption>
        </>
      )}
    </figure>
  );
}

const attributeWords = { onset: 'since when', date: 'on which day', count: 'how many', occurred: 'whether it happened', agent: 'who did it' };

/* One subject told in two ways or more, each with the words that clash. */
function Clash({ clash, found, go }) {
  const row = useRow(found.source, clash.subject), what = attributeWords[clash.attribute] || spoken(clash.attribute);
  return (
    <article class="card clash" aria-label={`The sources differ: ${what}`}>
      <h3>{row ? <button type="button" class="link" onClick={() => go({ sel: row.id })}>{inWords(row, found.names, dateWords(row.date))}</button> : clash.subject} <span class="of">{what}</span></h3>
      <div class="sides">{clash.values.map((v, i) => <Side key={i} value={v} found={found} go={go} selected={clash.subject} />)}</div>
    </article>
  );
}

function Contradictions({ found, go }) {
  const list = found.contradictions;
  if (!list.length) return <section><h2>Contradictions</h2><p class="hint">No two sources contradict each other here.</p></section>;
  return (
    <section>
      <h2>Contradictions <span class="of">{list.length}</span></h2>
      {list.slice(0, 100).map(c => <Clash key={c.id} clash={c} found={found} go={go} />)}
    </section>
  );
}

export function Sources({ state, go, found }) {
  const groups = origins(found.stories), outlets = outletRows(found);
  return (
    <div class="sources">
      <Contradictions found={found} go={go} />
      <section>
        <h2>Outlets</h2>
        <div class="scroll" tabIndex={0} role="region" aria-label="Outlets">
          <table>
            <thead><tr><th scope="col">Outlet</th><th scope="col">stories</th><th scope="col">copies</th><th scope="col">events told</th><th scope="col">told by it alone</th></tr></thead>
            <tbody>
              {outlets.slice(0, 200).map(o => (
                <tr key={o.name}><th scope="row">{o.filter ? <button type="button" class="link" onClick={() => go({ outlets: [o.filter] })}><bdi>{o.name}</bdi></button> : o.name}</th>
                  <td class="number">{o.stories}</td><td class="number">{o.copies}</td><td class="number">{o.events}</td><td class="number">{o.alone}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {groups.length > 0 && (
        <section>
          <h2>One origin, several stories</h2>
          {groups.slice(0, 100).map(g => (
            <ol class="bracket" key={g[0].id}>
              {g.map((s, i) => <li key={s.id}><button type="button" class="row" onClick={() => go({ view: 'story', story: s.id })}>{i > 0 && <span class="of">copy: </span>}<bdi>{s.outlet || 'outlet unknown'}</bdi> · {dateWords(s.date)} · <bdi>{s.title || s.id}</bdi></button></li>)}
            </ol>
          ))}
        </section>
      )}
      <Matrix found={found} state={state} go={go} />
    </div>
  );
}
