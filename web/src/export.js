/* The rows of a view as a file: JSON lines as the command prints them, or a flat CSV. */
import { dateWords } from './data/dates.js';

/* Rows of the view, what they are called, and how many there are without a filter. */
export function rowsOfView(view, found, state) {
  const all = found.source.events ? found.source : null;
  if (view === 'offers') return { rows: found.offers, noun: 'offers and demands', all: all ? all.offers.length : found.offers.length };
  if (view === 'positions') return { rows: found.positions, noun: 'positions', all: all ? all.positions.length : found.positions.length };
  if (view === 'sources' || view === 'story') return { rows: found.stories, noun: 'stories', all: found.allStories.length };
  if (view === 'rows' && state.open === 'statements') return { rows: found.statements, noun: 'statements', all: all ? all.statements.length : found.statements.length };
  return { rows: found.summary ? null : found.events, noun: 'events', all: found.total };
}

const inPage = ['kind', 'by', 'to', 'who', 'pair', 'side', 'fill', 'aside', 'outlets', 'time', 'words'];

function plain(row) {
  const { ...rest } = row;
  for (const key of inPage) if (!(key === 'by' || key === 'to') || row.kind === 'event') delete rest[key];
  return rest;
}

function save(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export const jsonLines = rows => rows.map(r => JSON.stringify(plain(r))).join('\n') + '\n';

/* A cell that a spreadsheet would take for a formula gets an apostrophe. */
export function csvCell(value) {
  let text = String(value ?? '');
  if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

const roles = list => (list || []).map(r => `${r.code && r.code !== r.name ? r.code + ' ' : ''}${r.name || r.role || ''}`).join('; ');

const columns = {
  event: e => ({ date: dateWords(e.date), from: e.date.from, to: e.date.to, actors: roles(e.actors), type: e.type, modes: e.modes.join(' '), cameo: e.cameo, quad: e.quad, recipients: roles(e.recipients), force: e.force, issue: e.issue, polarity: e.polarity, modality: e.modality, phase: e.phase, history: e.history, sentence: e.sentence, sources: e.independent_sources, outlets: e.outlets.join('; '), id: e.id }),
  offer: o => ({ date: dateWords(o.versions[0]?.date), by: roles(o.by), to: roles(o.to), force: o.force, issue: o.matter.issue, matter: o.matter.text, versions: o.versions.length, replies: o.replies.map(r => `${roles(r.by)} ${r.kind} ${dateWords(r.date)}`).join('; '), state: o.state.map(s => `${s.name}: ${s.state}`).join('; '), id: o.id }),
  position: p => ({ date: dateWords(p.date), holder: p.holder_name, country: p.country, issue: p.issue, polarity: p.polarity, condition: p.condition, asserted_by: p.asserted_by, sentence: p.sentence, outlets: p.outlets.join('; '), id: p.id }),
  statement: s => ({ date: dateWords(s.date), speaker: s.speaker_name, act: s.act, mode: s.mode, content: s.content, sources: s.independent_sources, outlets: s.outlets.join('; '), id: s.id }),
  story: s => ({ date: dateWords(s.date), basis: s.date.basis, outlet: s.outlet, title: s.title, url: s.url, copy_of: s.copy_of, statements: s.statements, events: s.events, id: s.id }),
};

export function csv(rows) {
  if (!rows.length) return '';
  const flat = rows.map(r => (columns[r.kind] || (x => x))(r)), keys = Object.keys(flat[0]);
  return [keys.join(','), ...flat.map(f => keys.map(k => csvCell(f[k])).join(','))].join('\r\n') + '\r\n';
}

export const saveJson = (name, rows) => save(`${name}.jsonl`, 'application/x-ndjson', jsonLines(rows));
export const saveCsv = (name, rows) => save(`${name}.csv`, 'text/csv', csv(rows));
