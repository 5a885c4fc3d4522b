import { patternMessages } from '../../analysis/model/messages/patterns.ts';
import { expect, test } from './app.ts';

const wait = { timeout: 60_000 };

test('a pattern that was found opens exactly its orders, and becomes a draft of a rule that fires on such', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('patterns');
  const words = patternMessages('en').finders;
  const finders = page.getByTestId('finders');
  await expect(finders.locator('tbody tr')).toHaveCount(Object.keys(words).length, wait);
  const row = finders.getByRole('row', { name: words['card-testing'].name });
  await expect(row).toContainText('240');
  await expect(row).toContainText('20 / 22');
  await row.getByRole('button').click();

  const findings = page.getByTestId('pattern-findings');
  await expect(findings.locator('tbody tr')).toHaveCount(4);
  await findings.locator('tbody tr').nth(1).getByRole('button').first().click();
  await page.getByRole('button', { name: workbench.text('patterns.open', { count: '60' }) }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '61', wait);
  await page.goBack();

  await page.getByRole('button', { name: workbench.text('patterns.draftRule') }).click();
  await expect(page.getByRole('heading', { name: workbench.text('impact.title') })).toBeVisible(wait);
  // As the backtest says: of its 204 hits 18 are bad.
  await expect(page.locator('.impact-table tbody tr').first().getByRole('button')).toHaveText('18', wait);
});
