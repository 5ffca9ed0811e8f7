/* node pictures.js REPORT.html FOLDER: the views that the documentation shows, as small pictures. */
import { join } from 'node:path';
import { statSync } from 'node:fs';
import { chromium } from '@playwright/test';

const [report, folder] = process.argv.slice(2), MOST = 150 * 1024;

/* The first row that is chosen in a picture: something refused, told by the most. */
const choose = page => page.evaluate(() => {
  const marks = [...document.querySelectorAll('.lanes .hit[id]')], refused = marks.find(m => /rejects/.test(m.getAttribute('aria-label'))) || marks[0];
  return refused ? refused.id.replace('mark-', '') : '';
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1060, height: 500 }, reducedMotion: 'reduce' });
await page.goto(`file://${report}`);
await page.locator('.lanes .mark').first().waitFor();
const chosen = await choose(page), shots = [['timeline', `#timeline?sel=${chosen}`, 'light'], ['offers', '#offers', 'light'], ['story', `#story?sel=${chosen}`, 'dark']];
for (const [name, hash, colours] of shots) {
  const path = join(folder, `${name}.png`);
  await page.emulateMedia({ colorScheme: colours });
  await page.evaluate(h => { location.hash = h; }, hash);
  if (name === 'story') {
    await page.evaluate(h => { location.hash = h; }, `#timeline?sel=${chosen}`);
    await page.getByRole('button', { name: 'read in the story' }).first().click();
  }
  await page.waitForTimeout(600);
  await page.screenshot({ path });
  if (statSync(path).size > MOST) throw new Error(`${path} is larger than ${MOST} bytes`);
}
await browser.close();
