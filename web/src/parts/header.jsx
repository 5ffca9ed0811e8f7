/* The line at the top: search, what the ledger holds, light or dark. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { iso } from '../data/dates.js';

const modes = ['auto', 'light', 'dark'];

function useTheme() {
  const [mode, setMode] = useState(() => { try { return localStorage.getItem('demarche-theme') || 'auto'; } catch { return 'auto'; } });
  useEffect(() => {
    if (mode === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = mode;
    try { localStorage.setItem('demarche-theme', mode); } catch { /* a file may have no storage: the choice lasts as long as the page */ }
    dispatchEvent(new Event('demarche-theme'));
  }, [mode]);
  return [mode, () => setMode(modes[(modes.indexOf(mode) + 1) % modes.length])];
}

const plural = (n, word, more) => `${n.toLocaleString('en')} ${n === 1 ? word : more}`;

export function Header({ state, go, found, source }) {
  const [mode, turn] = useTheme(), input = useRef(null), [typed, setTyped] = useState(state.q), timer = useRef(0);
  useEffect(() => setTyped(state.q), [state.q]);
  const type = event => {
    setTyped(event.target.value);
    clearTimeout(timer.current);
    const value = event.target.value.trim();
    timer.current = setTimeout(() => go({ q: value }, true), 250);
  };
  const submit = event => {
    event.preventDefault();
    clearTimeout(timer.current);
    go({ q: input.current.value.trim(), view: input.current.value.trim() ? 'rows' : state.view });
  };
  const nStories = source.meta.stories ?? found.allStories.length, span = found.ledgerExtent || found.extent;
  return (
    <header class="header">
      <h1>Demarche</h1>
      <form role="search" onSubmit={submit}>
        <input ref={input} type="search" value={typed} onInput={type} placeholder="search text and rows" aria-label="Search text and rows; Enter lists what is found" />
      </form>
      <p class="holds">
        <span>{plural(nStories, 'story', 'stories')}</span> <span>{plural(found.total, 'event', 'events')}</span>
        {span && <span>{iso(span[0]).slice(0, 7)} … {iso(span[1]).slice(0, 7)}</span>}
      </p>
      <button type="button" class="icon" onClick={turn} aria-label={`Colours: ${mode}. Change`} title={`Colours: ${mode}`}>◐</button>
    </header>
  );
}
