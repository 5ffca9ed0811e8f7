/* Other sites against the live page, in a real browser: reading, posting, framing, another name for our address. */
import { createServer } from 'node:http';
import { expect, test } from '@playwright/test';
import { rows, serve } from './ledgers.js';

/* A page of another site (another port is another origin). */
function stranger(html) {
  const server = createServer((request, answer) => { answer.setHeader('Content-Type', 'text/html'); answer.end(html); });
  return new Promise(done => server.listen(0, '127.0.0.1', () => done({ url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() })));
}

test('another site can neither read nor post', async ({ page }) => {
  const server = await serve('sample'), evil = await stranger('<p>hello</p>'), before = rows('sample', 'events', '--all').length;
  await page.goto(evil.url);
  const got = await page.evaluate(async url => {
    const tries = [];
    for (const [path, options] of [['api/rows/events', {}], ['', {}], ['api/correct', { method: 'POST', mode: 'no-cors', body: '{"kind":"reject","ids":["x"]}' }],
      ['api/correct', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Demarche-Token': 'x' }, body: '{}' }]]) {
      try { const a = await fetch(url + path, options); tries.push(a.type === 'opaque' ? 'opaque' : `${a.status}`); } catch { tries.push('blocked'); }
    }
    return tries;
  }, server.url);
  expect(got).toEqual(['blocked', 'blocked', 'opaque', 'blocked'].map((w, i) => (i === 2 ? expect.stringMatching(/opaque|blocked/) : w)));
  expect(rows('sample', 'events', '--all').length).toBe(before);
  evil.stop();
  await server.stop();
});

test('the page cannot be framed', async ({ page }) => {
  const server = await serve('sample'), evil = await stranger(`<iframe src="${server.url}"></iframe>`);
  await page.goto(evil.url);
  await page.waitForTimeout(500);
  const frame = page.frames().find(f => f !== page.mainFrame());
  expect(await frame.locator('.header, .tabs').count()).toBe(0);
  evil.stop();
  await server.stop();
});

test('a name bound to our address by its owner gets nothing', async ({ playwright }) => {
  const server = await serve('sample'), port = new URL(server.url).port;
  const browser = await playwright.chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--host-resolver-rules=MAP rebound.example 127.0.0.1'] });
  const page = await browser.newPage(), answer = await page.goto(`http://rebound.example:${port}/api/rows/events`);
  expect(answer.status()).toBe(403);
  expect(await page.textContent('body')).not.toContain('"rows"');
  await browser.close();
  await server.stop();
});

test('script that gets into the page does not run', async ({ page }) => {
  const server = await serve('sample');
  await page.goto(server.url);
  await page.locator('h1').waitFor();
  const harmed = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.harmed = 1';
    document.body.append(script);
    const image = document.createElement('div');
    image.innerHTML = '<img src="x" onerror="window.harmed = 2">';
    document.body.append(image);
    let out = 'blocked';
    try { await fetch('http://127.0.0.1:1/'); out = 'sent'; } catch { /* as it should be */ }
    await new Promise(r => setTimeout(r, 200));
    return [window.harmed, out];
  });
  expect(harmed).toEqual([undefined, 'blocked']);
  await server.stop();
});
