/* The characters a report rests on: its sentence, with the words that decided it in bold, and where and when it was told. */
import { useEffect, useState } from 'preact/hooks';
import { dateWords } from '../data/dates.js';
import { indexer, sentenceAround } from '../data/spans.js';
import { basisWords } from '../words.js';

export function useStory(source, id) {
  const [line, setLine] = useState(null), [error, setError] = useState(null);
  useEffect(() => {
    let alive = true;
    setLine(null);
    setError(null);
    if (id) source.story(id).then(l => alive && setLine(l), e => alive && setError(e.message));
    return () => { alive = false; };
  }, [source, id]);
  return { line: line && line.id === id ? line : null, error };
}

/* Bold span inside the sentence around it. A statement's content is its own quote. */
export function Cut({ line, span, around }) {
  const at = indexer(line.text), [b, e] = around || sentenceAround(line, span);
  const cut = (x, y) => line.text.slice(at(x), at(y)).replace(/\s+/g, ' ');
  return <>{cut(b, Math.max(b, span[0]))}<b>{cut(Math.max(b, span[0]), Math.min(e, span[1]))}</b>{cut(Math.min(e, span[1]), e)}</>;
}

export function Quote({ report, source, fallback, go, selected }) {
  const { line, error } = useStory(source, report.story), story = source.storyRow(report.story);
  return (
    <figure class="quote">
      <blockquote dir="auto">
        {line && report.span ? <Cut line={line} span={report.span} /> : <>{fallback}</>}
        {error && <span class="hint"> ({error})</span>}
      </blockquote>
      <figcaption>
        <bdi>{report.outlet || 'outlet unknown'}</bdi>
        {story && <> · <span title={(story.date.reasons || []).join('; ')}>{dateWords(story.date)}, {basisWords[story.date.basis]}</span></>}
        {story && story.copy_of && <> · copy</>}
        {' · '}<button type="button" class="link" onClick={() => go({ view: 'story', story: report.story, sel: selected })}>read in the story</button>
      </figcaption>
    </figure>
  );
}

/* All reports of a row, the first few at once. */
export function Quotes({ row, source, go, fallback }) {
  const [all, setAll] = useState(false), reports = row.reports || [], shown = all ? reports : reports.slice(0, 4);
  return (
    <>
      {shown.map(r => <Quote key={`${r.story} ${r.id}`} report={r} source={source} fallback={fallback} go={go} selected={row.id} />)}
      {reports.length > 4 && <button type="button" class="quiet" onClick={() => setAll(!all)}>{all ? 'fewer reports' : `${reports.length - 4} more reports`}</button>}
    </>
  );
}
