/* What the views need to know of a row beyond its JSON, worked out once: who deals with whom, cooperation or conflict, done or
 * said, where it stands in time, and the words it is found by. */
import { placeInTime } from './dates.js';

/* Roles stand for their state; others for themselves. */
export const principal = role => role.country || role.entity;

const unique = list => [...new Set(list)];

export const pairKey = (a, b) => (a <= b ? `${a}|${b}` : `${b}|${a}`);

const sideOf = quad => (quad === 1 || quad === 2 ? 'cooperation' : quad === 3 || quad === 4 ? 'conflict' : 'other');

const rejected = row => (row.correction && row.correction.kind === 'reject' ? 'rejected' : null);

/* Why a row is left out unless it is asked for; null for those that the commands print. */
function setAside(e) {
  if (rejected(e)) return 'rejected';
  if (e.polarity !== 'affirmed') return 'negated';
  if (e.modality !== 'actual') return 'possible';
  return e.history ? 'history' : null;
}

function fillOf(e) {
  if (e.polarity !== 'affirmed') return 'hollow';
  return e.modality !== 'actual' || e.phase === 'future' || e.statement ? 'half' : 'full';
}

export const fillWords = { full: 'done', half: 'said or to come', hollow: 'negated or denied' };

const roleWords = roles => roles.map(r => `${r.name || ''} ${r.role || ''} ${r.code || ''}`).join(' ');

export function prepareEvent(e, names) {
  const by = unique(e.actors.map(principal)), to = unique(e.recipients.map(principal));
  for (const r of [...e.actors, ...e.recipients]) names.meet(r);
  const others = unique([...by, ...to]);
  const pair = by[0] && to[0] ? pairKey(by[0], to[0]) : others[0] ? `${others[0]}|` : '|';
  return {
    ...e, kind: 'event', by, to, who: others, pair, side: sideOf(e.quad), fill: fillOf(e), aside: setAside(e),
    issue: e.matter ? e.matter.issue : null, outlets: unique(e.reports.map(r => r.outlet).filter(Boolean)),
    time: placeInTime(e.date),
    words: `${roleWords(e.actors)} ${roleWords(e.recipients)} ${e.type || ''} ${e.modes.join(' ')} ${e.force} ${e.sentence || ''}`.toLowerCase(),
  };
}

export function prepareStatement(s, names) {
  const who = s.speaker ? [names.principalOf(s.speaker)] : [];
  return {
    ...s, kind: 'statement', aside: rejected(s), who, outlets: unique(s.reports.map(r => r.outlet).filter(Boolean)), time: placeInTime(s.date),
    words: `${s.speaker_name || ''} ${s.act} ${s.content || ''}`.toLowerCase(),
  };
}

export function prepareOffer(o, names) {
  for (const r of [...o.by, ...o.to]) names.meet(r);
  const reports = o.versions.flatMap(v => v.reports);
  const times = o.versions.map(v => placeInTime(v.date)).filter(p => p.t !== null);
  const replied = o.replies.flatMap(r => r.by.map(principal));
  return {
    ...o, kind: 'offer', aside: rejected(o), who: unique([...o.by, ...o.to].map(principal).concat(replied)), issue: o.matter.issue,
    outlets: unique(reports.map(r => r.outlet).filter(Boolean)), reports,
    time: { t: times.length ? times[0].t : null, from: times.length ? Math.min(...times.map(p => p.from)) : null, to: times.length ? Math.max(...times.map(p => p.to)) : null },
    words: `${roleWords(o.by)} ${roleWords(o.to)} ${o.force} ${o.matter.text || ''} ${o.matter.deed || ''} ${o.replies.map(r => r.sentence).join(' ')}`.toLowerCase(),
  };
}

export function preparePosition(p, names) {
  const holder = p.country || p.holder;
  names.meet({ country: p.country, entity: p.holder, name: p.holder_name });
  return {
    ...p, kind: 'position', aside: rejected(p), who: [holder], outlets: unique(p.reports.map(r => r.outlet).filter(Boolean)), time: placeInTime(p.date),
    words: `${p.holder_name || ''} ${p.issue || ''} ${p.polarity} ${p.sentence || ''}`.toLowerCase(),
  };
}

export const prepareStory = s => ({ ...s, kind: 'story', time: placeInTime(s.date), outlets: s.outlet ? [s.outlet] : [], words: `${s.title || ''} ${s.outlet || ''} ${s.id}`.toLowerCase() });

export function prepareContradiction(c) {
  const reports = c.values.flatMap(v => v.reports);
  return { ...c, kind: 'contradiction', outlets: unique(reports.map(r => r.outlet).filter(Boolean)), reports };
}
