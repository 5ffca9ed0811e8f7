/* The frame: header with the search, what is asked at the left, the picture in the middle, the evidence at the right. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { filterOf, useAddress, views } from './state.js';
import { Filters } from './parts/filters.jsx';
import { Evidence } from './parts/evidence.jsx';
import { Footer } from './parts/footer.jsx';
import { Header } from './parts/header.jsx';
import { EmptyLedger, Failure, NothingFound } from './parts/states.jsx';
import { Timeline } from './views/timeline.jsx';
import { Offers } from './views/offers.jsx';
import { Positions } from './views/positions.jsx';
import { Network } from './views/network.jsx';
import { Sources } from './views/sources.jsx';
import { Story } from './views/story.jsx';
import { Rows } from './views/rows.jsx';

const pictures = { timeline: Timeline, offers: Offers, positions: Positions, network: Network, sources: Sources, story: Story, rows: Rows };
export const titles = { timeline: 'Timeline', offers: 'Offers', positions: 'Positions', network: 'Network', sources: 'Sources', story: 'Story', rows: 'Rows' };

/* Opens the ledger, and again after a correction or when asked. */
function useSource(open) {
  const [source, setSource] = useState(null), [error, setError] = useState(null);
  const again = () => open().then(s => { setSource(s); setError(null); }, e => setError(e.message));
  useEffect(() => { again(); }, []);
  return { source, error, again };
}

/* What the filter leaves; the last answer stays until the next one is there. */
function useSelection(source, filter) {
  const [found, setFound] = useState(null), [error, setError] = useState(null), latest = useRef(0);
  const key = JSON.stringify(filter);
  useEffect(() => {
    if (!source) return;
    const turn = ++latest.current;
    source.select(filter).then(
      f => { if (turn === latest.current) { setFound({ ...f, source }); setError(null); } },
      e => { if (turn === latest.current) setError(e.message); });
  }, [source, key]);
  return { found, error };
}

function Tabs({ state, go }) {
  const at = views.indexOf(state.view);
  const onKeyDown = event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = views[(at + step + views.length) % views.length];
    go({ view: next });
    document.getElementById(`tab-${next}`).focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views" onKeyDown={onKeyDown}>
      {views.map(v => (
        <button key={v} id={`tab-${v}`} role="tab" type="button" aria-selected={state.view === v} aria-controls="picture"
          tabIndex={state.view === v ? 0 : -1} onClick={() => go({ view: v })}>{titles[v]}</button>
      ))}
    </div>
  );
}

export function App({ open, api }) {
  const [state, go] = useAddress();
  const { source, error, again } = useSource(open);
  const filter = filterOf(state);
  const { found, error: askError } = useSelection(source, filter);
  const [gone, setGone] = useState(false), [told, setTold] = useState('');
  useEffect(() => { if (api) api.onGone = setGone; }, []);
  useEffect(() => { document.title = `${titles[state.view]} · Demarche`; }, [state.view]);

  if (!found) return error ? <Failure message={error} again={again} /> : <p class="notice" role="status">Opening the ledger …</p>;
  const Picture = pictures[state.view];
  const context = { state, go, found, source: found.source, filter, tell: setTold, again };
  const empty = !found.allStories.length;
  const usesStories = state.view === 'story' || state.view === 'sources' || state.view === 'rows';
  return (
    <div class="frame">
      <a class="skip" href="#picture" onClick={e => { e.preventDefault(); document.getElementById('picture').focus(); }}>To the picture</a>
      <Header {...context} />
      {gone && <div class="banner" role="alert">The server does not answer; what is here stays. Start <code>demarche serve</code> again, then <button type="button" onClick={again}>try again</button>.</div>}
      {askError && !gone && <div class="banner" role="alert">{askError}</div>}
      {empty ? <main class="middle" id="picture" tabIndex={-1}><EmptyLedger /></main> : (
        <div class="columns">
          <Filters {...context} />
          <main class="middle">
            <Tabs state={state} go={go} />
            <div class="picture" id="picture" role="tabpanel" aria-labelledby={`tab-${state.view}`} tabIndex={-1}>
              {!found.nEvents && !usesStories && !found.offers.length ? <NothingFound {...context} /> : <Picture {...context} />}
            </div>
            <Footer {...context} />
          </main>
          <Evidence {...context} />
        </div>
      )}
      <div class="unseen" role="status" aria-live="polite">{told}</div>
    </div>
  );
}
