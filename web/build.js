/* Builds the page: node build.js OUT. Leaves in OUT
 *   page.js, page.css       what every view needs, as one classic script and one sheet
 *   network.js              the drawing of the network view, loaded when that view is opened
 *   index.html              the frame that the server gives, with {{token}} to be filled in
 *   report.html             the frame of a report file, with {{css}}, {{network}}, {{data}}, {{js}} to be filled in, and a policy
 *                           that lets just these two scripts run, by their hashes */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = dirname(fileURLToPath(import.meta.url)), out = resolve(process.argv[2] || 'dist');

const bundle = (entry, name) => build({
  root: here, configFile: false, logLevel: 'warn', publicDir: false,
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: out, emptyOutDir: false, target: 'es2022', cssCodeSplit: false, modulePreload: false, reportCompressedSize: false,
    lib: { entry: join(here, 'src', entry), formats: ['iife'], name, fileName: () => `${entry.split('.')[0]}.js` },
    rollupOptions: { output: { assetFileNames: 'page[extname]' } },
  },
});

mkdirSync(out, { recursive: true });
await bundle('main.jsx', 'DemarchePage');
await bundle('network.js', 'DemarcheNetworkScript');

const read = name => readFileSync(join(out, name), 'utf8');
/* Inside a <script> element nothing may look like its end. */
const js = read('main.js').replace(/<\/script/gi, '<\\/script'), network = read('network.js').replace(/<\/script/gi, '<\\/script'), css = read('page.css');
writeFileSync(join(out, 'page.js'), js);
writeFileSync(join(out, 'network.js'), network);

const frame = readFileSync(join(here, 'index.html'), 'utf8'), hash = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const fill = (head, body) => frame.replace('{{head}}', () => head).replace('{{body}}', () => body);
const held = '<style id="__________cytoscape_stylesheet"></style>'; // Cytoscape looks for its own sheet by this id; its one rule is in page.css
writeFileSync(join(out, 'index.html'), fill('<meta name="demarche-token" content="{{token}}">\n<link rel="stylesheet" href="page.css">\n' + held, '<script src="page.js"></script>'));
const policy = `default-src 'none'; script-src ${hash(js)} ${hash(network)}; style-src ${hash(css)} ${hash('')}; img-src data: blob:; base-uri 'none'; form-action 'none'`;
writeFileSync(join(out, 'report.html'), fill(`<meta http-equiv="Content-Security-Policy" content="${policy}">\n<style>{{css}}</style>\n${held}`,
  '<script type="text/plain" id="network-script">{{network}}</script>\n{{data}}\n<script>{{js}}</script>'));

const size = (...texts) => Math.ceil(texts.reduce((n, t) => n + gzipSync(t, { level: 9 }).length, 0) / 1024);
console.log(`page: ${size(js, css)} KB gzip in the first view, network drawing ${size(network)} KB gzip when asked for`);
