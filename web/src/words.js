/* Codes in words that a reader knows. */

const types = {
  AGREE: 'agrees or offers', CONSULT: 'meets or talks', SUPPORT: 'supports', CONCEDE: 'yields', COOPERATE: 'cooperates', AID: 'gives aid', RETREAT: 'retreats',
  REQUEST: 'demands', ACCUSE: 'accuses', REJECT: 'rejects', THREATEN: 'threatens', PROTEST: 'protests', SANCTION: 'imposes sanctions', MOBILIZE: 'mobilizes',
  COERCE: 'coerces', ASSAULT: 'assaults',
};

export const typeWords = e => (e.type ? types[e.type] || e.type.toLowerCase() : 'speaks or meets');

export const offerWords = { propose: 'offers', demand: 'demands', threaten: 'threatens', promise: 'promises' };

export const forceWords = {
  propose: 'proposed it', demand: 'demanded it', threaten: 'threatened', promise: 'promised it', accept: 'accepted', reject: 'rejected', defer: 'put off', counter: 'made a counter-offer',
  renew: 'renewed it', withdraw: 'withdrew it', fulfil: 'fulfilled it', breach: 'broke it', no_reply: 'did not reply', none: 'spoke of it',
};

export const stateWords = {
  open: 'open', accepted: 'accepted', rejected: 'rejected', ignored: 'ignored', deferred: 'put off', countered: 'answered by a counter-offer', fulfilled: 'fulfilled', broken: 'broken',
  withdrawn: 'withdrawn', disputed: 'the sources disagree', no_answer_seen: 'no answer seen',
};

export const openStates = new Set(['open', 'no_answer_seen', 'deferred', 'countered', 'disputed', 'ignored']);

export const assertedWords = { self: 'in its own words or acts', other: 'ascribed by others', narrator: 'as the story tells it' };

export const basisWords = { printed: 'printed in the story', metadata: 'given with the story', text: 'said in the text', inferred: 'inferred', ledger: 'from other stories of the same event', unknown: 'unknown' };

export const spoken = key => (key ? key.replace(/_/g, ' ') : '');

/* One line for a row, as a tooltip or a label for those who do not see the mark. */
export function inWords(row, names, date) {
  if (row.kind === 'event') {
    const to = row.to.length ? ` → ${names.list(row.to)}` : '';
    const how = { full: '', half: row.phase === 'future' ? ', to come' : row.modality !== 'actual' ? ', possible' : ', as somebody said', hollow: `, ${row.polarity}` }[row.fill];
    return `${names.list(row.by)}${to}: ${typeWords(row)}${row.issue ? `, ${spoken(row.issue)}` : ''}${how}, ${date}`;
  }
  if (row.kind === 'offer') return `${names.list(row.by.map(r => r.country || r.entity))} ${offerWords[row.force] || spoken(row.force)}: ${row.matter.text || spoken(row.matter.issue) || 'unsaid'}`;
  if (row.kind === 'position') return `${row.holder_name}: ${row.polarity === 'mixed' ? 'mixed on' : row.polarity + 's'} ${spoken(row.issue)}, ${date}`;
  if (row.kind === 'statement') return `${row.speaker_name || 'somebody'}: ${row.act}, ${date}`;
  return row.title || row.id;
}
