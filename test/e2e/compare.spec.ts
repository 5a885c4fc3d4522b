import { AxeBuilder } from '@axe-core/playwright';
import type { Filter } from '../../analysis/model/filter.ts';
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
  await expect(page.getByRole('option').first()).toBeVisible();
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

test('a filter gets a name, is applied, stands as a side of a comparison, and is there after a restart', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('explore');
  const card = page.getByRole('region', { name: 'Payment method' });
  await card.getByRole('button', { name: workbench.text('chart.asTable') }).click();
  const orders = await card.getByRole('row').nth(1).getByRole('cell').nth(1).innerText();
  await card.getByRole('row').nth(1).getByRole('button').click();
  const shown = workbench.text('status.orders', { shown: orders, all: '20,000' });
  await expect(inView(workbench)).toHaveText(shown);

  const open = async (of: Workbench) => {
    await of.page.getByRole('button', { name: of.text('segment.button'), exact: true }).click();
    return of.page.getByRole('dialog', { name: of.text('segment.title') });
  };
  const dialog = await open(workbench);
  await dialog.getByLabel(workbench.text('segment.name'), { exact: true }).fill('Cards');
  await dialog.getByLabel(workbench.text('segment.noteField'), { exact: true }).fill('by card');
  await dialog.getByRole('button', { name: workbench.text('segment.save') }).click();
  const row = dialog.getByTestId('segments').locator('tbody tr');
  await expect(row).toHaveCount(1);
  await dialog.getByRole('button', { name: workbench.text('segment.deleteOf', { name: 'Cards' }) }).click();
  await expect(row).toHaveCount(0);
  await dialog.getByRole('button', { name: workbench.text('segment.undo') }).click();
  await expect(row).toContainText('by card');
  await dialog.getByRole('button', { name: workbench.text('segment.renameOf', { name: 'Cards' }) }).click();
  await dialog
    .getByRole('textbox', { name: workbench.text('segment.renameOf', { name: 'Cards' }) })
    .fill('Card orders');
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Card orders');
  await dialog.getByRole('button', { name: workbench.text('common.close') }).click();

  const chips = page.getByRole('list', { name: workbench.text('top.filters') });
  await chips.getByRole('button').first().click();
  await expect(inView(workbench)).toContainText('20,000 of 20,000');
  await (
    await open(workbench)
  )
    .getByRole('button', { name: workbench.text('segment.applyOf', { name: 'Card orders' }) })
    .click();
  await expect(inView(workbench)).toHaveText(shown);
  await chips.getByRole('button').first().click();

  await openCompare(workbench);
  await page.getByRole('button', { name: workbench.text('sides.kind.segments'), exact: true }).click();
  await page.getByRole('combobox', { name: workbench.text('sides.segmentOf', { side: 'B' }) }).click();
  await page.getByRole('option', { name: /Card orders/ }).click();
  const whole = page.getByTestId('sides').locator('tbody tr');
  await expect(whole.nth(0)).toContainText(workbench.text('sides.rest'));
  await expect(whole.nth(1)).toContainText('Card orders');
  await expect(whole.nth(1).getByRole('button').first()).toHaveText(orders);
  await whole.nth(0).getByRole('button').first().click();
  const rest = (20_000 - numberIn(orders)).toLocaleString('en');
  await expect(inView(workbench)).toHaveText(workbench.text('status.orders', { shown: rest, all: '20,000' }));

  await workbench.app.close();
  const again = await launch({ language: 'en', home: workbench.home });
  await again.sampleReady();
  await again.openRoom('explore');
  await expect((await open(again)).getByTestId('segments')).toContainText('Card orders');
});

test('a segment becomes a draft of a rule with as many hits, narrows a rule, and is what a backtest is run on', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  const filter: Filter = {
    clauses: [
      { kind: 'in', column: 'payment_method', values: ['02'] },
      { kind: 'range', column: 'amount', min: 10_000, max: null },
    ],
  };
  expect((await workbench.call('segments.save', { name: 'Big cards', note: '', filter })).ok).toBe(true);
  const counted = await workbench.call('explore.overview', { filter });
  if (!counted.ok) throw new Error('not counted');
  const { orders } = counted.value;
  await workbench.openRoom('explore');
  await page.getByRole('button', { name: workbench.text('segment.button'), exact: true }).click();
  await page.getByRole('button', { name: workbench.text('segment.ruleOf', { name: 'Big cards' }) }).click();
  await expect(page.getByRole('heading', { name: workbench.text('impact.title') })).toBeVisible();
  const editor = page.getByRole('textbox', { name: workbench.text('rule.when') });
  const impact = page.locator('.impact-table').first();
  await expect(impact).toContainText(orders.toLocaleString('en'));
  await expect(editor).toContainText('order.amount >= 10000');

  const narrow = page.getByRole('combobox', { name: workbench.text('segment.intoRule') });
  await narrow.click();
  await page.getByRole('option', { name: 'Big cards', exact: true }).click();
  await expect(editor).toContainText(') && (');
  // Asked twice it is the same orders, and a rule that can be read.
  await expect(impact).toContainText(orders.toLocaleString('en'));

  await workbench.openRoom('backtest');
  await page.getByRole('radio', { name: workbench.text('backtest.scopeSegment') }).check();
  await page.getByRole('button', { name: workbench.text('backtest.start'), exact: true }).click();
  await expect(page.getByTestId('decisions')).toBeVisible({ timeout: 30_000 });
  const runs = await workbench.call('backtest.runs', {});
  expect(runs.ok ? runs.value[0]?.rows : null).toBe(orders);
  // The run says by name and conditions which orders it is of, and so does what is pinned of it.
  await expect(page.locator('.run-facts')).toContainText(/Segment “Big cards”: .*Amount/);
});
