/* A person's correction of the row that is shown: kept beside the program's own row, with who and why. */
import { useState } from 'preact/hooks';

const fields = {
  event: ['type', 'date', 'actors', 'recipients', 'force', 'polarity', 'modality', 'phase', 'issue'],
  statement: ['speaker', 'act', 'date'],
  offer: ['state', 'date'],
  position: ['polarity', 'issue', 'date'],
};

const storage = 'demarche-corrector';
const remembered = () => { try { return localStorage.getItem(storage) || ''; } catch { return ''; } };
const pin = { id: null };

export function Correct({ row, source, again, tell }) {
  const [kind, setKind] = useState(null), [field, setField] = useState(fields[row.kind][0]), [value, setValue] = useState('');
  const [note, setNote] = useState(''), [by, setBy] = useState(remembered), [answer, setAnswer] = useState(null), [other, setOther] = useState(pin.id || '');
  const send = async event => {
    event.preventDefault();
    const body = { kind, ids: [row.id], fields: [], note, by };
    if (kind === 'edit') body.fields = [`${field}=${value}`];
    if (kind === 'merge') body.ids.push(other);
    try { localStorage.setItem(storage, by); } catch { /* without storage the name is typed again */ }
    try {
      await source.correct(body);
      pin.id = null;
      setKind(null);
      setAnswer({ text: 'Kept.' });
      tell('The correction is kept.');
      again();
    } catch (error) {
      setAnswer({ text: error.message, bad: true });
    }
  };
  const choose = k => { setKind(kind === k ? null : k); setAnswer(null); };
  const keep = () => { pin.id = row.id; setAnswer({ text: 'Marked. Now choose the other row and press merge.' }); };
  return (
    <section class="correct" aria-label="Correct this row">
      <div class="buttons">
        {['accept', 'reject', 'edit', 'merge', 'split'].map(k => <button key={k} type="button" aria-pressed={kind === k} onClick={() => choose(k)}>{k}</button>)}
        <button type="button" onClick={keep}>mark</button>
      </div>
      {kind && (
        <form onSubmit={send}>
          {kind === 'edit' && (
            <div class="pair">
              <label>what <select value={field} onChange={e => setField(e.target.value)}>{fields[row.kind].map(f => <option key={f}>{f}</option>)}</select></label>
              <label>to <input required value={value} onInput={e => setValue(e.target.value)} placeholder={field === 'date' ? '2021-09-24' : ''} /></label>
            </div>
          )}
          {kind === 'merge' && <label>with row <input required value={other} onInput={e => setOther(e.target.value)} placeholder="id; or mark the other row first" /></label>}
          {kind === 'split' && <p class="hint">Takes the reports of this row apart: each becomes a row of its own.</p>}
          <label>why <input value={note} onInput={e => setNote(e.target.value)} maxLength={2000} /></label>
          <label>who <input value={by} onInput={e => setBy(e.target.value)} maxLength={100} /></label>
          <button type="submit">{kind}</button>
        </form>
      )}
      {answer && <p role={answer.bad ? 'alert' : 'status'} class={answer.bad ? 'bad' : 'hint'}>{answer.text}</p>}
    </section>
  );
}
