/* Starts the page: finds where the ledger is (in this file, or behind the server) and shows it. */
import { render } from 'preact';
import { openEmbedded } from './data/embedded.js';
import { Api, openLive } from './data/live.js';
import { App } from './app.jsx';
import 'uplot/dist/uPlot.min.css';
import './page.css';

const embedded = document.getElementById('ledger-tables') !== null;
const api = embedded ? null : new Api();
render(<App open={embedded ? openEmbedded : () => openLive(api)} api={api} />, document.getElementById('page'));
