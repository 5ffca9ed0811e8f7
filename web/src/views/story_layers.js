/* What is marked in a story's text: layers over code points, each with the row that it shows and a line that tells why. */
import { dateWords } from '../data/dates.js';
import { spoken, typeWords } from '../words.js';

/* name, words in the legend; the first that covers a place gives the ground, the others lines under the words. */
export const kinds = [
  ['trigger', 'events'], ['speaker', 'speakers'], ['cue', 'words that attribute'], ['date', 'dates'], ['content', 'what was said'], ['actor', 'actors named'],
];

const blockWords = {
  title: 'the title', heading: 'a heading', byline: 'who wrote it', dateline: 'where and when it was written', caption: 'a caption: it may hold events, and never counts as a second source',
  boilerplate: 'not part of the story', duplicate: 'repeated: it stands elsewhere too', other_language: 'another language: not read', body: '',
};
export const blockWhy = kind => blockWords[kind] || '';

export function layersOf(line) {
  const layers = [], entity = new Map(line.entities.map(e => [e.id, e]));
  const add = (kind, span, id, why) => { if (span && span[1] > span[0]) layers.push({ kind, begin: span[0], end: span[1], id, why }); };
  const name = id => entity.get(id)?.name || 'somebody unnamed';
  for (const e of line.events) {
    const who = roles => roles.map(r => name(r.entity)).join(', ') || 'nobody named';
    add('trigger', e.trigger_span, e.id, `Event: ${who(e.actors)} → ${who(e.recipients)}, ${typeWords(e)} (${e.type || 'no PLOVER type'}), ${dateWords(e.date)}; ${[e.polarity, e.modality, e.phase].join(', ')}; decided by ${e.decided_by.kind} ${e.decided_by.id}`);
  }
  for (const s of line.statements) {
    const why = `Statement: ${name(s.speaker)}, ${spoken(s.act)}, ${s.mode} speech, ${dateWords(s.date)}`;
    add('speaker', s.speaker_span, s.id, why);
    add('cue', s.cue_span, s.id, why);
    for (const c of s.content_spans) add('content', c, s.id, why);
  }
  for (const d of line.dates) add('date', d.span, null, `Date: ${d.type} ${d.value || ''}${d.from ? `, ${dateWords({ from: d.from, to: d.to })}` : ''}`);
  for (const e of line.entities) for (const m of e.mentions) add('actor', m.span, null, `${e.name}: ${e.kind}${e.code ? `, ${e.code}` : ''}${m.role ? `, ${m.role}` : ''}, by ${m.via}`);
  return layers;
}

/* Blocks in the order of the text; what stands between them is layout. */
export function blocksOf(line) {
  if (line.blocks.length) return line.blocks;
  return [{ span: [0, [...line.text].length], kind: 'body' }];
}
