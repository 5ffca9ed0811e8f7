/* Story: the text in a readable column, with what was read in it marked; hover or focus tells why. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { dateWords } from '../data/dates.js';
import { indexer, segments } from '../data/spans.js';
import { basisWords } from '../words.js';
import { useStory } from '../parts/quote.jsx';
import { useRow } from '../parts/evidence.jsx';
import { blocksOf, blockWhy, kinds, layersOf } from './story_layers.js';

const rank = new Map(kinds.map(([name], i) => [name, i]));

/* One run of characters under the same layers: the first kind colours the ground, each further kind draws a line. */
function Run({ text, seg, first, chosen, onWhy, onChoose }) {
  const sorted = [...seg.layers].sort((a, b) => rank.get(a.kind) - rank.get(b.kind));
  const list = [...new Set(sorted.map(l => l.kind))];
  if (!list.length) return text;
  const top = sorted[0], row = sorted.find(l => l.id), stop = first && top.kind !== 'content' && top.kind !== 'actor';
  const picked = seg.layers.some(l => l.id && chosen.has(l.id));
  const props = {
    class: `run ground-${list[0]}${picked ? ' picked' : ''}`,
    onMouseEnter: () => onWhy(sorted), onFocus: () => onWhy(sorted),
    onClick: row ? () => onChoose(row.id) : undefined,
    onKeyDown: row && stop ? e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); onChoose(row.id); } } : undefined,
    ...(stop ? { tabIndex: 0, role: row ? 'button' : 'note', 'aria-describedby': 'story-why' } : {}),
  };
  let inside = text;
  for (const kind of list.slice(1)) inside = <span class={`line-${kind}`}>{inside}</span>;
  return <span {...props}>{inside}</span>;
}

function Block({ line, block, at, layers, chosen, onWhy, onChoose }) {
  const seen = new Set(), [b, e] = block.span;
  const runs = segments(b, e, layers).map(seg => {
    const top = [...seg.layers].sort((x, y) => rank.get(x.kind) - rank.get(y.kind))[0], first = top && !seen.has(top);
    if (top) seen.add(top);
    const text = line.text.slice(at(seg.begin), at(seg.end)).replace(/\n/g, ' ');
    return <Run key={seg.begin} text={text} seg={seg} first={first} chosen={chosen} onWhy={onWhy} onChoose={onChoose} />;
  });
  const why = blockWhy(block.kind);
  return (
    <p class={`block ${block.kind}`} dir="auto" title={why || undefined}>
      {block.kind !== 'body' && <span class="tag">{block.kind.replace('_', ' ')}</span>}{runs}
    </p>
  );
}

function Legend({ off, toggle, counts }) {
  return (
    <fieldset class="layers">
      <legend>Marked in the text</legend>
      {kinds.map(([name, words]) => (
        <label key={name} class="choice"><input type="checkbox" checked={!off.has(name)} onChange={() => toggle(name)} /><span class={`name swatch ground-${name}`}>{words}</span> <span class="count">{counts.get(name) || 0}</span></label>
      ))}
      <label class="choice"><input type="checkbox" checked={!off.has('aside')} onChange={() => toggle('aside')} /><span class="name">captions, boilerplate and the like</span></label>
    </fieldset>
  );
}

function Text({ line, state, go, source }) {
  const [off, setOff] = useState(new Set(['actor'])), [why, setWhy] = useState([]), ref = useRef(null);
  const row = useRow(source, state.sel);
  const layers = useMemo(() => layersOf(line), [line]), at = useMemo(() => indexer(line.text), [line]);
  const counts = new Map();
  for (const l of layers) counts.set(l.kind, (counts.get(l.kind) || 0) + 1);
  const chosen = new Set([state.sel, ...((row && row.reports) || []).map(r => r.id)]);
  useEffect(() => {
    const first = ref.current && ref.current.querySelector('.picked');
    if (first) first.scrollIntoView({ block: 'center' });
  }, [line, state.sel, row]);
  const toggle = name => setOff(old => { const next = new Set(old); if (!next.delete(name)) next.add(name); return next; });
  const shown = layers.filter(l => !off.has(l.kind));
  const blocks = blocksOf(line).filter(b => !off.has('aside') || ['body', 'title', 'heading', 'dateline'].includes(b.kind));
  return (
    <div class="reader" ref={ref}>
      <Legend off={off} toggle={toggle} counts={counts} />
      <div class="why-line" id="story-why" aria-live="polite">
        {why.length ? [...new Set(why.map(l => l.why))].slice(0, 4).map(w => <p key={w}><bdi>{w}</bdi></p>) : <p class="hint">Point at a marked word, or reach it by Tab, to see why it is marked; Enter chooses its row.</p>}
      </div>
      <div class="text">{blocks.map(b => <Block key={b.span[0]} line={line} block={b} at={at} layers={shown} chosen={chosen} onWhy={setWhy} onChoose={id => go({ sel: id })} />)}</div>
    </div>
  );
}

export function Story({ state, go, found, source }) {
  const list = found.stories.length ? found.stories : found.allStories, id = state.story || (list[0] && list[0].id);
  const { line, error } = useStory(source, id), story = source.storyRow(id), options = story && !list.includes(story) ? [story, ...list] : list;
  const at = options.findIndex(s => s.id === id), step = n => options[at + n] && go({ story: options[at + n].id, sel: '' });
  return (
    <div class="story">
      <div class="tools">
        <label>Story <select value={id} onChange={e => go({ story: e.target.value, sel: '' })}>
          {options.slice(0, 2000).map(s => <option key={s.id} value={s.id}>{`${dateWords(s.date)} · ${s.outlet || '–'} · ${(s.title || s.id).slice(0, 80)}`}</option>)}
        </select></label>
        <div class="zoom"><button type="button" onClick={() => step(-1)} disabled={at < 1} aria-label="Story before">‹</button><button type="button" onClick={() => step(1)} disabled={at + 1 >= options.length} aria-label="Story after">›</button></div>
      </div>
      {story && (
        <header class="about">
          {story.title && <h2 dir="auto">{story.title}</h2>}
          <p><bdi>{story.outlet || 'outlet unknown'}</bdi> · {dateWords(story.date)} <span class="of">({basisWords[story.date.basis]})</span></p>
          {story.date.reasons && story.date.reasons.length > 0 && <details><summary>why this date</summary><ul class="of">{story.date.reasons.map(r => <li key={r}><bdi>{r}</bdi></li>)}</ul></details>}
          {story.url && <p class="of url">{story.url}</p>}
          {story.copy_of && <p>A copy of <button type="button" class="link" onClick={() => go({ story: story.copy_of })}>{story.copy_of}</button>; it counts as no second source.</p>}
        </header>
      )}
      {error && <p class="notice" role="alert">{error}</p>}
      {!line && !error && <p class="hint" role="status">Fetching the text …</p>}
      {line && <Text key={line.id} line={line} state={state} go={go} source={source} />}
    </div>
  );
}
