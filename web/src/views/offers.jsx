/* Offers, demands, threats and promises: a card each, with its versions and replies as a thread, the open ones on top. */
import { dateWords, dayOf, placeInTime } from '../data/dates.js';
import { principal } from '../data/rows.js';
import { forceWords, offerWords, openStates, spoken, stateWords } from '../words.js';

/* The last state of each addressee; states come in the order of time. */
function lastStates(offer) {
  const last = new Map();
  for (const s of offer.state) last.set(s.addressee, s);
  return [...last.values()];
}

const isOpen = offer => { const states = lastStates(offer); return !states.length || states.some(s => openStates.has(s.state)); };

const outlets = reports => new Set(reports.map(r => r.outlet || r.story)).size;

function thread(offer, names) {
  const steps = offer.versions.map((v, i) => ({
    id: v.event, t: placeInTime(v.date).t, date: dateWords(v.date), reports: v.reports, order: i,
    words: offer.presupposed ? 'known only from the answer' : i === 0 ? `${offerWords[offer.force] || spoken(offer.force)}` : 'said again or changed', text: v.terms,
  }));
  offer.replies.forEach((r, i) => steps.push({
    id: r.event, t: placeInTime(r.date).t, date: dateWords(r.date), reports: r.reports, order: offer.versions.length + i, reaction: r.reaction,
    words: `${names.list([...new Set(r.by.map(principal))])} ${forceWords[r.kind] || spoken(r.kind)}`, text: r.sentence,
  }));
  return steps.sort((a, b) => (a.t === null || b.t === null ? a.order - b.order : a.t - b.t || a.order - b.order));
}

function Card({ offer, names, state, go, last }) {
  const asOf = last && offer.time.t !== null && dayOf(last) >= offer.time.t ? last : '';
  const who = roles => names.list([...new Set(roles.map(principal))]), states = lastStates(offer);
  return (
    <article class={isOpen(offer) ? 'card open' : 'card'} aria-labelledby={`offer-${offer.id}`}>
      <h3 id={`offer-${offer.id}`}>
        <button type="button" class="link" aria-pressed={state.sel === offer.id} onClick={() => go({ sel: offer.id })}>
          <bdi>{who(offer.by)}</bdi> {offerWords[offer.force] || spoken(offer.force)}{offer.to.length > 0 && <> → <bdi>{who(offer.to)}</bdi></>}
        </button>
      </h3>
      <p class="subject" dir="auto">{offer.matter.text ? `“${offer.matter.text}”` : spoken(offer.matter.issue) || 'what it is about is not said'}</p>
      <ul class="states">
        {states.map(s => <li key={s.addressee} class={`state ${openStates.has(s.state) ? 'waiting' : 'settled'}`}><bdi>{s.name}</bdi>: <b>{stateWords[s.state]}</b>{s.as_of || asOf ? ` as of ${s.as_of || asOf}` : ''}</li>)}
        {!states.length && <li class="state waiting">to nobody named: <b>no answer seen</b>{asOf ? ` as of ${asOf}` : ''}</li>}
      </ul>
      <ol class="thread">
        {thread(offer, names).map((step, i) => (
          <li key={`${step.id} ${i}`} class={step.reaction ? 'reaction' : ''}>
            <button type="button" class="row" aria-pressed={state.sel === step.id} onClick={() => go({ sel: step.id })}>
              <span class="day">{step.date}</span> <b>{step.reaction ? 'reaction: ' : ''}{step.words}</b>{step.text && step.text !== offer.matter.text && <q dir="auto">{step.text}</q>}
              <span class="of"> {outlets(step.reports)} {outlets(step.reports) === 1 ? 'outlet' : 'outlets'}</span>
            </button>
          </li>
        ))}
      </ol>
    </article>
  );
}

export function Offers({ state, go, found }) {
  const latest = (a, b) => (b.time.to ?? -Infinity) - (a.time.to ?? -Infinity) || (a.id < b.id ? -1 : 1);
  const lastStory = found.allStories.reduce((last, s) => (s.date.best && s.date.best > last ? s.date.best : last), '');
  const open = found.offers.filter(isOpen).sort(latest), closed = found.offers.filter(o => !isOpen(o)).sort(latest);
  const list = (title, offers) => offers.length > 0 && (
    <section aria-label={title}>
      <h2>{title} <span class="of">{offers.length}</span></h2>
      {offers.slice(0, 300).map(o => <Card key={o.id} offer={o} names={found.names} state={state} go={go} last={lastStory} />)}
      {offers.length > 300 && <p class="hint">The first 300; narrow the filter to see the others.</p>}
    </section>
  );
  if (!found.offers.length) return <p class="notice" role="status">No offer, demand, threat or promise fits the filter.</p>;
  return <div class="offers">{list('Open', open)}{list('Answered', closed)}</div>;
}
