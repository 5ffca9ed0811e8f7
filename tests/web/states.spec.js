/* States that must look right: nothing there, one of a kind, thousands, odd names and scripts, no dates, nothing found, server gone. */
import { expect, test, ways } from './page.js';
import { ledger, rows, serve } from './ledgers.js';
import { fakeApi } from './fake.js';

for (const [way, make] of Object.entries(ways)) {
  test.describe(way, () => {
    const site = make();
    test.afterAll(() => site.end());

    test('empty ledger says what to type', async ({ page }) => {
      await site.open(page, 'empty');
      await expect(page.locator('main')).toContainText('demarche read PATH');
    });

    test('one story, one event', async ({ page }) => {
      await site.open(page, 'one');
      await expect(page.locator('.header .holds')).toContainText('1 story');
      await expect(page.locator('.lanes .hit').first()).toBeVisible();
      for (const view of ['offers', 'positions', 'network', 'sources', 'story', 'rows']) {
        await page.getByRole('tab', { name: new RegExp(view, 'i') }).click();
        await expect(page.locator('#picture')).not.toBeEmpty();
      }
    });

    test('no dates at all', async ({ page }) => {
      await site.open(page, 'undated');
      await expect(page.locator('.undated li').first()).toBeVisible();
      await page.locator('.undated li button').first().click();
      await expect(page.locator('#evidence')).toContainText('no date');
    });

    test('a filter with no result offers to loosen it', async ({ page }) => {
      await site.open(page, 'sample', '#timeline?from=1950&to=1951&actors=BOL');
      await expect(page.getByRole('heading', { name: 'Nothing fits the filter' })).toBeVisible();
      await page.getByRole('button', { name: 'not only from 1950 to 1951' }).click();
      await expect(page.locator('.lanes .mark').first()).toBeVisible();
    });

    test('markup of a story never becomes markup of the page', async ({ page }) => {
      for (const view of ['timeline', 'offers', 'story?story=markup', 'rows?open=stories', 'sources']) {
        await site.open(page, 'odd', `#${view}`);
        await page.waitForTimeout(200);
        expect(await page.evaluate(() => [window.harmed, document.querySelectorAll('img, #page i, #page script').length])).toEqual([undefined, 0]);
      }
      await site.open(page, 'odd', '#story?story=markup');
      await expect(page.locator('.text')).toContainText('<script>window.harmed=1</script>');
      await expect(page.locator('.about h2')).toContainText('<img src=x');
    });

    test('right-to-left words keep to themselves, and code points count past the plane', async ({ page }) => {
      await site.open(page, 'odd', '#story?story=rtl');
      await expect(page.locator('.text')).toContainText('لن نقبل هذا العرض');
      const event = rows('odd', 'events', '--all').find(e => e.sentence && e.sentence.startsWith('Egypt criticized'));
      expect(event).toBeTruthy();
      await site.open(page, 'odd', `#timeline?sel=${event.id}`);
      await expect(page.locator('#evidence blockquote b')).toHaveText('criticized');
    });

    test('a name of 80 letters stays in its place', async ({ page }) => {
      await page.setViewportSize({ width: 1000, height: 800 });
      await site.open(page, 'odd', '#timeline?lanes=actors');
      for (const view of ['timeline', 'offers', 'positions', 'network', 'sources', 'rows']) {
        await page.getByRole('tab', { name: new RegExp(view, 'i') }).click();
        await page.waitForTimeout(150);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(1);
      }
    });
  });
}

test('the server goes: what is there stays, and comes back', async ({ page }) => {
  page.mayFail = true;
  const server = await serve('sample');
  await page.goto(server.url);
  await expect(page.locator('.lanes .mark').first()).toBeVisible({ timeout: 30000 });
  await server.stop();
  await page.locator('.lanes .hit').first().click();
  await expect(page.getByRole('alert')).toContainText('does not answer');
  await expect(page.locator('.lanes .mark').first()).toBeVisible();
});

test('3,000 events are drawn on a canvas that keys can walk', async ({ page }) => {
  const server = await serve('one');
  await fakeApi(page, 3000);
  await page.goto(server.url);
  await expect(page.locator('.lanes canvas')).toBeVisible();
  await page.locator('.lanes canvas').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.unseen[role=status]')).not.toBeEmpty();
  await page.keyboard.press('Enter');
  await expect(page.locator('#evidence h3')).toBeVisible();
  await server.stop();
});

test('100,000 events come as sums and zoom to marks', async ({ page }) => {
  const server = await serve('one');
  await fakeApi(page, 100000);
  await page.goto(server.url);
  await expect(page.locator('.lanes .sum').first()).toBeVisible({ timeout: 30000 });
  await expect(page.locator('.header .holds')).toContainText('100,000 events');
  await page.screenshot({ path: test.info().outputPath('100000.png') });
  await page.goto(server.url + '#timeline?from=2001-03-01&to=2001-03-10');
  await expect(page.locator('.lanes .mark').first()).toBeVisible();
  await server.stop();
});
