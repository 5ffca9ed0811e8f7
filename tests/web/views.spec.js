/* Every view, live and as a file: it shows, a link gives the same picture, back works, the evidence holds the characters. */
import { readFileSync } from 'node:fs';
import { expect, test, ways } from './page.js';
import { rows } from './ledgers.js';

const views = ['timeline', 'offers', 'positions', 'network', 'sources', 'story', 'rows'];
const something = { timeline: '.lanes .mark', offers: 'article.card', positions: '.grid .cell', network: '.graph canvas', sources: '.sources table', story: '.text .run', rows: '.rows li' };

for (const [way, make] of Object.entries(ways)) {
  test.describe(way, () => {
    const site = make();
    test.afterAll(() => site.end());

    for (const view of views) {
      test(`${view} shows`, async ({ page }) => {
        await site.open(page, 'sample', `#${view}`);
        await expect(page.locator(something[view]).first()).toBeVisible();
        await expect(page.locator('[data-test=sentence]')).toContainText(/^All|of/);
        await expect(page.getByRole('tab', { selected: true })).toHaveText(new RegExp(view, 'i'));
        await page.screenshot({ path: test.info().outputPath(`${way}-${view}.png`), fullPage: true });
      });
    }

    test('tabs, back and a copied link', async ({ page }) => {
      await site.open(page, 'sample');
      await page.getByRole('tab', { name: 'Offers' }).click();
      await page.getByRole('checkbox', { name: /Bolivia/ }).check();
      await expect(page.locator('[data-test=sentence]')).toContainText('with Bolivia');
      const link = page.url();
      expect(link).toContain('actors=BOL');
      await page.goBack();
      await expect(page.locator('[data-test=sentence]')).not.toContainText('with Bolivia');
      await page.goBack();
      await expect(page.getByRole('tab', { selected: true })).toHaveText('Timeline');
      await page.goto('about:blank');
      await page.goto(link);
      await expect(page.getByRole('tab', { selected: true })).toHaveText('Offers');
      await expect(page.locator('[data-test=sentence]')).toContainText('with Bolivia');
    });

    test('from a mark to its characters and back', async ({ page }) => {
      const event = rows('sample', 'events').find(e => e.force === 'reject');
      await site.open(page, 'sample', `#timeline?sel=${event.id}`);
      const evidence = page.locator('#evidence');
      await expect(evidence.locator('blockquote b').first()).not.toBeEmpty();
      const word = await evidence.locator('blockquote b').first().textContent();
      await evidence.getByRole('button', { name: 'read in the story' }).first().click();
      await expect(page.locator('.text .picked').filter({ hasText: word }).first()).toBeVisible();
      await page.locator('.text .picked').first().hover();
      await expect(page.locator('.why-line')).toContainText('Event:');
      await page.goBack();
      await expect(page.locator('.lanes .chosen').first()).toBeVisible();
    });

    test('arrows walk marks, Enter opens the evidence', async ({ page }) => {
      await site.open(page, 'sample');
      await page.locator('.lanes svg').focus();
      await page.keyboard.press('ArrowRight');
      await expect(page.locator('.lanes .chosen')).toHaveCount(1);
      const first = await page.locator('.lanes .chosen').getAttribute('aria-label');
      await page.keyboard.press('ArrowRight');
      await expect(page.locator('.lanes .chosen')).not.toHaveAttribute('aria-label', first);
      await expect(page.locator('.unseen[role=status]')).toContainText(await page.locator('.lanes .chosen').getAttribute('aria-label'));
      await page.keyboard.press('Enter');
      await expect(page.locator('#evidence')).toBeFocused();
      await expect(page.locator('#evidence h3')).toBeVisible();
    });

    test('search finds rows and texts', async ({ page }) => {
      await site.open(page, 'sample');
      await page.getByRole('searchbox').fill('dam');
      await page.getByRole('searchbox').press('Enter');
      await expect(page.getByRole('tab', { selected: true })).toHaveText('Rows');
      await expect(page.locator('.rows mark').first()).toHaveText(/dam/i);
      await page.getByRole('button', { name: /in the texts/ }).click();
      await expect(page.locator('.rows li').first()).toBeVisible();
      await page.locator('.rows li button').first().click();
      await expect(page.locator('.text')).toContainText(/dam/i);
    });

    test('dragging over the density zooms', async ({ page }) => {
      await site.open(page, 'sample');
      const box = await page.locator('.density .u-over').boundingBox();
      await page.mouse.move(box.x + box.width * 0.1, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.5, box.y + 22, { steps: 5 });
      await page.mouse.up();
      await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=/);
      await expect(page.locator('[data-test=sentence]')).toContainText(/from \d{4}-/);
      await page.getByRole('button', { name: 'all years' }).click();
      await expect(page).not.toHaveURL(/from=/);
    });

    test('rows go out as CSV without formulas and as JSON', async ({ page }) => {
      await site.open(page, 'sample', '#timeline');
      const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'export CSV' }).click()]);
      const text = readFileSync(await csv.path(), 'utf8');
      expect(text.split('\r\n')[0]).toContain('date,from,to,actors,type');
      expect(text.trim().split('\r\n').length).toBeGreaterThan(5);
      const [json] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'export JSON' }).click()]);
      const first = JSON.parse(readFileSync(await json.path(), 'utf8').split('\n')[0]);
      expect(Object.keys(first).slice(0, 2)).toEqual(['id', 'type']);
      expect(first).not.toHaveProperty('words');
    });

    test('phone width, large text, no motion: nothing runs off the page', async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      for (const [width, zoom] of [[360, 1], [1200, 2]]) {
        await page.setViewportSize({ width, height: 800 });
        for (const view of views) {
          await site.open(page, 'sample', `#${view}`);
          if (zoom !== 1) await page.addStyleTag({ content: '' }).catch(() => {}), await page.evaluate(z => { document.documentElement.style.fontSize = `${z * 93.75}%`; }, zoom);
          await page.waitForTimeout(150);
          const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
          expect(inner, `${view} at ${width}px, text ${zoom * 100} %`).toBeLessThanOrEqual(outer + 1);
        }
      }
    });

    test('printing keeps the picture, its sentence and the citation', async ({ page }) => {
      const event = rows('sample', 'events')[0];
      await site.open(page, 'sample', `#offers?sel=${event.id}`);
      await page.emulateMedia({ media: 'print' });
      await expect(page.locator('[data-test=sentence]')).toBeVisible();
      await expect(page.locator('.citation')).toBeVisible();
      await expect(page.locator('.filters')).toBeHidden();
      await expect(page.locator('.tabs')).toBeHidden();
    });
  });
}

test('the file has no corrections, the server has', async ({ page }) => {
  const event = rows('sample', 'events')[0], file = ways.file(), live = ways.live();
  await file.open(page, 'sample', `#timeline?sel=${event.id}`);
  await expect(page.locator('#evidence h3')).toBeVisible();
  await expect(page.getByRole('button', { name: 'accept' })).toHaveCount(0);
  await live.open(page, 'sample', `#timeline?sel=${event.id}`);
  await expect(page.getByRole('button', { name: 'accept' })).toHaveCount(1);
  await live.end();
});
