/* A page that fails the test when a script fails, the policy stops something, or anything is asked of another host. */
import { test as base, expect } from '@playwright/test';
import { report, serve } from './ledgers.js';

export const test = base.extend({
  page: async ({ page }, use) => {
    const wrong = [];
    page.on('pageerror', e => wrong.push(`script: ${e.message}`));
    page.on('console', m => { if (m.type() === 'error' && !page.mayFail) wrong.push(`console: ${m.text()}`); });
    page.on('request', r => { const { protocol, hostname } = new URL(r.url()); if (!(['file:', 'blob:', 'data:'].includes(protocol) || hostname === '127.0.0.1' || page.mayFail)) wrong.push(`asked ${r.url()}`); });
    await use(page);
    expect(wrong).toEqual([]);
  },
});

export { expect };

/* The two ways out, to run one test over both: open(page, ledger, hash). */
export const ways = {
  live: () => {
    const servers = new Map();
    return {
      open: async (page, name, hash = '') => {
        if (!servers.has(name)) servers.set(name, await serve(name));
        await page.goto(servers.get(name).url + hash);
        await page.locator('h1').waitFor();
      },
      end: async () => { for (const s of servers.values()) await s.stop(); },
    };
  },
  file: () => {
    const files = new Map();
    return {
      open: async (page, name, hash = '') => {
        if (!files.has(name)) files.set(name, report(name));
        await page.goto(`file://${files.get(name)}${hash}`);
        await page.locator('h1').waitFor();
      },
      end: async () => {},
    };
  },
};
