/* A person's correction on the live page: kept, shown, replayed by the command. */
import { expect, test } from './page.js';
import { rows, serve } from './ledgers.js';

test('reject takes a row away, edit changes it, and a wrong value is told', async ({ page }) => {
  const server = await serve('corrected'), before = rows('corrected', 'events');
  await page.goto(`${server.url}#rows?sel=${before[0].id}`);
  const form = page.locator('.correct');
  page.mayFail = true; // the browser's console names the refused value
  await form.getByRole('button', { name: 'edit' }).click();
  await form.getByLabel('what').selectOption('type');
  await form.getByLabel('to', { exact: true }).fill('NONSENSE');
  await form.locator('button[type=submit]').click();
  await expect(form.getByRole('alert')).not.toBeEmpty();
  page.mayFail = false;
  await form.getByLabel('to', { exact: true }).fill('ACCUSE');
  await form.getByLabel('why').fill('it is an accusation');
  await form.getByLabel('who').fill('a reader');
  await form.locator('button[type=submit]').click();
  await expect(page.locator('#evidence .code')).toContainText('ACCUSE');
  expect(rows('corrected', 'events').find(e => e.id === before[0].id).type).toBe('ACCUSE');
  await form.getByRole('button', { name: 'reject' }).click();
  await form.locator('button[type=submit]').click();
  await expect(page.locator('.rows li')).toHaveCount(before.length - 1);
  expect(rows('corrected', 'events').length).toBe(before.length - 1);
  await server.stop();
});
