import { patternMessages } from '../../analysis/model/messages/patterns.ts';
import { expect, test } from './app.ts';

const wait = { timeout: 60_000 };

test('limits of a finder are moved within their bounds, stand in the address and the draft, and go back', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const workbench = await launch({ language: 'en', size: { width: 1280, height: 900 } });
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('patterns');
  const words = patternMessages('en');
  const row = page.getByTestId('finders').getByRole('row', { name: words.finders['card-testing'].name });
  await expect(row).toContainText('240', wait);
  await row.getByRole('button').click();
  await page.getByText(workbench.text('patterns.limits'), { exact: true }).click();
  const limits = page.getByRole('group', { name: workbench.text('patterns.limits') });
  const cards = limits.getByLabel(words.limits['cards'] ?? '');
  await cards.fill('0');
  await cards.press('Enter');
  await expect(cards).toHaveAttribute('aria-invalid', 'true');
  await cards.fill('1000');
  await cards.press('Enter');
  await expect(row).not.toContainText('240', wait);
  await expect(row).toContainText(workbench.text('patterns.moved'));
  await cards.fill('20');
  await cards.press('Enter');
  await expect(row).toContainText('240', wait);
  await expect(page.getByTestId('pattern-finding')).toContainText('velocity.ptn_cards_per_bin >= 19');
  await limits.getByRole('button', { name: workbench.text('patterns.reset') }).click();
  await expect(page.getByTestId('pattern-finding')).toContainText('velocity.ptn_cards_per_bin >= 9', wait);
});

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
