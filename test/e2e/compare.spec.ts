import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Workbench } from './app.ts';

const inView = (workbench: Workbench) => workbench.page.getByTestId('orders-in-view');
const numberIn = (text: string): number => Number(text.replaceAll(/[^0-9.+-]/g, ''));

async function openCompare(workbench: Workbench): Promise<void> {
  await workbench.openRoom('explore');
  await workbench.page.getByRole('tab', { name: workbench.text('sides.compare') }).click();
  await expect(workbench.page.getByTestId('sides-groups')).toBeVisible();
}

test('two years of the sample stand side by side; groups add up to the change, and a number opens its orders', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  await openCompare(workbench);
  const day = (end: 'from' | 'to', side: string) => page.getByLabel(workbench.text(`sides.${end}`, { side }));
  await day('from', 'A').fill('2025-04-01');
  await day('to', 'A').fill('2025-12-31');
  await day('from', 'B').fill('2026-01-01');
  await day('to', 'B').fill('2026-06-30');
  const whole = page.getByTestId('sides');
  await expect(whole).toContainText('2025-04-01 – 2025-12-31');
  await expect(whole).toContainText('2026-01-01 – 2026-06-30');
  const orders = (row: number) => whole.locator('tbody tr').nth(row).getByRole('button').first().innerText();
  await expect.poll(async () => numberIn(await orders(0)) + numberIn(await orders(1))).toBe(20_000);
  // The later orders are too young to compare without a word.
  await expect(page.getByRole('note').filter({ hasText: 'B are younger' })).toBeVisible();

  await page.getByTestId('sides-columns').getByRole('button', { name: 'Payment method' }).click();
  const groups = page.getByRole('region', { name: workbench.text('sides.groups', { name: 'Payment method' }) });
  await expect(groups.last()).toBeVisible();
  const rows = page.getByTestId('sides-groups').locator('tbody tr');
  const sums = await rows.locator('td:last-child').allInnerTexts();
  const [change = ''] = await page.getByTestId('change').locator('.figure-value').allInnerTexts();
  const told = numberIn(change.split('[')[0] ?? '');
  expect(Math.abs(sums.map(numberIn).reduce((a, b) => a + b, 0) - told)).toBeLessThan(0.02);

  const known = rows.first().getByRole('button').nth(1);
  const count = await known.innerText();
  await known.click();
  await expect(inView(workbench)).toHaveText(workbench.text('status.orders', { shown: count, all: '20,000' }));
  await page.goBack();
  await expect(page.getByTestId('sides-groups')).toBeVisible();
});

test('a value stands beside everything else; the window is reachable by keyboard and passes the checker', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'ja', theme: 'dark' });
  const { page } = workbench;
  await workbench.sampleReady();
  await openCompare(workbench);
  await page.getByRole('button', { name: workbench.text('sides.kind.values'), exact: true }).press('Enter');
  const value = page.getByRole('combobox', { name: workbench.text('sides.valueOf', { side: 'B' }) });
  await value.click();
  await value.press('ArrowDown');
  await value.press('Enter');
  const whole = page.getByTestId('sides').locator('tbody tr');
  await expect(whole.first()).toContainText(workbench.text('sides.rest'));
  const orders = async (row: number) => numberIn(await whole.nth(row).getByRole('button').first().innerText());
  await expect.poll(async () => (await orders(0)) + (await orders(1))).toBe(20_000);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
  ).toEqual([]);
  // Nothing is cut off at 1280 px but what scrolls in its own frame.
  const wide = await page.locator('.explore-charts').evaluate((node) => node.scrollWidth - node.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
});
