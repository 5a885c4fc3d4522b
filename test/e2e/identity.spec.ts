import { modelMessages } from '../../analysis/model/messages/index.ts';
import { expect, test } from './app.ts';

const wait = { timeout: 60_000 };

test('a value is folded step by step, and orders are linked and opened', async ({ launch }) => {
  // Linking twice and comparing half a million pairs takes its time on a busy machine.
  test.setTimeout(240_000);
  const workbench = await launch();
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('identity');

  const value = page.getByRole('textbox', { name: workbench.text('identity.value') });
  await value.fill('港区赤坂四丁目三番二号');
  await page.getByRole('textbox', { name: workbench.text('identity.postal') }).fill('107-0052');
  await expect(page.getByTestId('identity-key')).toContainText('東京都|港区|赤坂|4-3-2', wait);
  // Without its numerals folded the key keeps them as written, and the project's velocity hits are counted anew.
  const numerals = page.getByRole('checkbox', { name: modelMessages(workbench.language).identity.steps.numerals });
  await numerals.uncheck();
  await expect(page.getByTestId('identity-then')).toContainText('東京都|港区|赤坂|四丁目三番二号', wait);
  await expect(page.getByTestId('identity-without').getByRole('table').first().getByRole('row')).toHaveCount(6, wait);
  await numerals.check();
  await expect(page.getByTestId('identity-without')).toHaveCount(0);
  await value.fill('赤坂4-3-2');
  await page.getByRole('textbox', { name: workbench.text('identity.postal') }).fill('');
  await expect(page.getByTestId('identity-key')).toContainText(workbench.text('identity.noKey'), wait);

  await page.getByRole('button', { name: workbench.text('identity.linkNow') }).click();
  const entities = page.getByTestId('identity-entities');
  await expect(entities).toBeVisible(wait);
  await page.getByRole('button', { name: workbench.text('identity.byOrders') }).click();
  // The largest one of the sample shop, a planted ring or not, has as many orders as its row says.
  const largest = entities.getByRole('row').nth(1);
  await expect(largest).toContainText('28');
  await largest.getByRole('button').first().click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '29', wait);

  await workbench.openRoom('identity');
  await expect(entities).toBeVisible(wait);
  // A device of forty persons links nothing, and shows its orders.
  await page.getByTestId('identity-hubs').getByRole('button').first().click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '41', wait);

  // Near matches are looked for, and decided by the keyboard where there are any; entities change on demand only.
  await workbench.openRoom('identity');
  await page.getByRole('button', { name: workbench.text('near.find') }).click();
  await expect(page.getByTestId('near-found')).toBeVisible({ timeout: 120_000 });
  const list = page.getByTestId('near-list');
  await page.getByLabel(workbench.text('near.show')).selectOption('open');
  const first = list.getByRole('option').first();
  await expect(first).toBeVisible(wait);
  const before = await list.getByRole('option').count();
  await list.focus();
  await page.keyboard.press('a');
  await expect(list.getByRole('option')).toHaveCount(before - 1, wait);
  await expect(page.getByRole('button', { name: workbench.text('near.apply') })).toBeVisible(wait);
  await page.keyboard.press('u');
  await expect(list.getByRole('option')).toHaveCount(before, wait);
  await expect(page.getByRole('button', { name: workbench.text('near.apply') })).toHaveCount(0, wait);
});
