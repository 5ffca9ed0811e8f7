/* Ledgers to look at: the bundled sample and small made ones, each read by the program, served live and written as a file. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.DEMARCHE || join(root, 'build/demarche');
const folder = mkdtempSync(join(tmpdir(), 'demarche-web-'));

const run = (...args) => execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });

const refusal = id => [{ id, outlet: 'Fjord Post', date: '2020-05-04', title: 'Norway rejects an offer', text: 'OSLO, May 4 (Fjord Post) - Norway rejected Bolivia\'s offer of talks on Monday.\n' }];

const longName = 'Extraordinary and Plenipotentiary Permanent Interministerial Committee on Fisheries';

const made = {
  one: refusal('one'),
  corrected: refusal('corrected'), // the one that a test changes
  odd: [
    { id: 'markup', outlet: '<b>Bold</b> Times', date: '2020-05-04', title: '<img src=x onerror="window.harmed=1">', text: 'OSLO, May 4 (Fjord Post) - Norway rejected Bolivia\'s offer of talks on Monday. <script>window.harmed=1</script><img src=x onerror="window.harmed=1"> "It is not <i>serious</i>," Foreign Minister Ingrid Solvang said.\n' },
    { id: 'rtl', outlet: 'صحيفة', date: '2020-05-05', title: 'عنوان', text: 'CAIRO, May 5 (Nile Post) - Egypt rejected Sudan\'s offer on Tuesday. "لن نقبل هذا العرض (أبدا)," Foreign Minister Samir Adel said, according to 😀 Al Manar.\n\nEgypt criticized Sudan 😀 on Tuesday.\n' },
    { id: 'long', outlet: 'Fjord Post', date: '2020-05-06', title: 'A committee meets', text: `OSLO, May 6 (Fjord Post) - Norway's ${longName} rejected Bolivia's offer of talks on Wednesday. Norway's ${longName} accused Bolivia of delay.\n` },
  ],
  undated: [{ id: 'none', text: 'Norway rejected Bolivia\'s offer of talks. Norway accused Bolivia of delay.\n' }],
};

/* Path of the ledger's file, made when first asked for. */
const ledgers = new Map();
export function ledger(name) {
  if (ledgers.has(name)) return ledgers.get(name);
  const db = join(folder, `${name}.db`);
  let source = join(root, 'sample');
  if (name !== 'sample') {
    source = join(folder, `${name}.jsonl`);
    writeFileSync(source, (made[name] || []).map(s => JSON.stringify(s)).join('\n') + (made[name] ? '\n' : ''));
  }
  try { run('read', '--quiet', '--db', db, source); } catch (e) { if (name !== 'empty') throw e; /* nothing to read is said by the exit code */ }
  ledgers.set(name, db);
  return db;
}

export function report(name) {
  const file = join(folder, `${name}.html`);
  run('report', '--db', ledger(name), '-o', file);
  return file;
}

/* A test that fails may leave its server. */
const running = new Set();
process.on('exit', () => running.forEach(server => server.kill('SIGTERM')));

/* {url, stop()} of a server over the ledger. */
export function serve(name, ...more) {
  const server = spawn(program, ['serve', '--db', ledger(name), '--port', '0', ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(server);
  server.once('exit', () => running.delete(server));
  return new Promise((done, fail) => {
    server.stdout.once('data', data => done({ url: String(data).split(' ')[0], stop: () => new Promise(end => { server.once('exit', end); server.kill('SIGTERM'); }) }));
    server.once('error', fail);
    server.once('exit', code => fail(new Error(`the server ended with ${code}`)));
  });
}

export const rows = (name, table, ...more) => String(run(table, '--db', ledger(name), '--format', 'jsonl', ...more)).trim().split('\n').filter(Boolean).map(line => JSON.parse(line));
