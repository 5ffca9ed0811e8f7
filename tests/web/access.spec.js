/* Accessibility: axe-core over every view in both colours, and contrast computed from the sheet's own variables. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, ways } from './page.js';
import { rows } from './ledgers.js';

const axe = AxeBuilder.default || AxeBuilder;
const views = ['timeline', 'offers', 'positions', 'network', 'sources', 'story', 'rows'];
const site = ways.live();
test.afterAll(() => site.end());

for (const colours of ['light', 'dark']) {
  for (const view of views) {
    test(`axe finds nothing in ${view}, ${colours}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: colours });
      await site.open(page, 'sample', `#${view}?sel=${rows('sample', 'events')[0].id}`);
      await expect(page.locator('#evidence h3')).toBeVisible();
      await page.waitForTimeout(300);
      const { violations } = await new axe({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    });
  }

  test(`text is at least 7:1 and marks 3:1, ${colours}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: colours });
    await site.open(page, 'sample');
    const of = await page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return Object.fromEntries(['ground', 'ground-2', 'chosen', 'text', 'text-2', 'accent', 'cooperation', 'conflict', 'mark', 'edge', 'tint-trigger', 'tint-speaker', 'tint-cue', 'tint-date', 'tint-content', 'tint-actor']
        .map(n => [n, style.getPropertyValue(`--${n}`).trim()]));
    });
    const light = hex => {
      const part = i => { const c = parseInt(hex.slice(i, i + 2), 16) / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
      return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
    };
    const ratio = (a, b) => { const [x, y] = [light(of[a]), light(of[b])].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
    const tints = Object.keys(of).filter(n => n.startsWith('tint-'));
    for (const ground of ['ground', 'ground-2', 'chosen', ...tints]) expect(ratio('text', ground), `text on ${ground}`).toBeGreaterThanOrEqual(7);
    for (const ground of ['ground', 'ground-2']) {
      expect(ratio('text-2', ground), `text-2 on ${ground}`).toBeGreaterThanOrEqual(7);
      for (const mark of ['cooperation', 'conflict', 'mark', 'edge']) expect(ratio(mark, ground), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
    expect(ratio('accent', 'ground')).toBeGreaterThanOrEqual(7);
  });
}
