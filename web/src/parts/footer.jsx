/* Under every picture: one sentence that states the filter, the link to it, and the rows as a file. */
import { useState } from 'preact/hooks';
import { sentence } from '../data/filter.js';
import { rowsOfView, saveCsv, saveJson } from '../export.js';

export function Footer({ state, filter, found, tell }) {
  const { rows, noun, all } = rowsOfView(state.view, found, state);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      tell('The link is copied.');
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      prompt('The link to this view:', location.href);
    }
  };
  const name = `demarche-${state.view}`;
  return (
    <div class="footer">
      <p class="sentence" data-test="sentence">{sentence(filter, found.names, rows === null ? found.nEvents : rows.length, all, noun)}</p>
      <div class="buttons">
        <button type="button" onClick={copy}>{copied ? 'copied' : 'copy link'}</button>
        <button type="button" onClick={() => saveCsv(name, rows || found.events)}>export CSV</button>
        <button type="button" onClick={() => saveJson(name, rows || found.events)}>export JSON</button>
      </div>
    </div>
  );
}
