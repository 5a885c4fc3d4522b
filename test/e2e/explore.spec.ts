import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Workbench } from './app.ts';

const inView = (workbench: Workbench) => workbench.page.getByTestId('orders-in-view');
const grid = (workbench: Workbench) => workbench.page.getByRole('grid', { name: workbench.text('orders.tableLabel') });

test('a click on a value narrows figures, charts and table; the chip takes it back; back and forward follow', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  await expect(inView(workbench)).toHaveText(workbench.text('status.orders', { shown: '20,000', all: '20,000' }));

  const card = page.getByRole('region', { name: 'Payment method' });
  await card.getByRole('button', { name: workbench.text('chart.asTable') }).click();
  const row = card.getByRole('row').nth(1);
  const orders = await row.getByRole('cell').nth(1).innerText();
  await row.getByRole('button').click();

  await expect(inView(workbench)).toHaveText(workbench.text('status.orders', { shown: orders, all: '20,000' }));
  await expect(grid(workbench)).toHaveAttribute('aria-rowcount', String(Number(orders.replaceAll(',', '')) + 1));
  const chips = page.getByRole('list', { name: workbench.text('top.filters') });
  await expect(chips.getByRole('listitem')).toHaveCount(1);

  await page.goBack();
  await expect(chips).toHaveCount(0);
  await expect(inView(workbench)).toContainText('20,000 of 20,000');
  await page.goForward();
  await chips.getByRole('button').first().click();
  await expect(inView(workbench)).toContainText('20,000 of 20,000');
  await page.keyboard.press('Control+z');
  await expect(inView(workbench)).toHaveText(workbench.text('status.orders', { shown: orders, all: '20,000' }));
  await page.keyboard.press('Control+y');
  await expect(inView(workbench)).toContainText('20,000 of 20,000');
  await page.keyboard.press('Control+z');
  await expect(chips).toHaveCount(1);
});

test('while a range is drawn on one chart all others answer, and letting go makes it the filter', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'en', size: { width: 1600, height: 1000 } });
  const { page } = workbench;
  await workbench.sampleReady();
  const methods = page.getByRole('region', { name: 'Payment method' });
  await methods.getByRole('button', { name: workbench.text('chart.asTable') }).click();
  const counted = async (): Promise<number[]> => {
    const texts = await methods.locator('tbody tr td:nth-child(2)').allInnerTexts();
    return texts.map((text) => Number(text.replaceAll(',', '')));
  };
  const all = await counted();
  const chart = page.getByRole('region', { name: 'Amount', exact: true }).locator('.chart-box').first();
  const box = await chart.boundingBox();
  if (box === null) throw new Error('no chart');
  const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
  await page.mouse.move(...at(0.6));
  await page.mouse.down();
  await page.mouse.move(...at(0.8), { steps: 4 });
  await expect.poll(counted).not.toEqual(all);
  const drawn = await counted();
  // Nothing is filtered yet.
  await expect(inView(workbench)).toContainText('20,000 of 20,000');
  await page.mouse.up();
  const orders = drawn.reduce((sum, one) => sum + one, 0);
  await expect(inView(workbench)).toHaveText(
    workbench.text('status.orders', { shown: orders.toLocaleString('en'), all: '20,000' }),
  );
  await expect.poll(counted).toEqual(drawn);
  await expect(page.getByRole('list', { name: workbench.text('top.filters') }).getByRole('listitem')).toHaveCount(1);
});

test('a stage of the funnel, a band of amounts and a distance filter all other views, and none itself', async ({
  launch,
}) => {
  test.setTimeout(120_000);
  const workbench = await launch({ language: 'en', size: { width: 1280, height: 1000 } });
  const { page } = workbench;
  await workbench.sampleReady();
  const stages = page.getByTestId('stages');
  const stage = (name: string) =>
    stages.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  const shown = (orders: string) => workbench.text('status.orders', { shown: orders, all: '20,000' });
  await expect(stage('Passed')).toContainText('14,552', { timeout: 60_000 });
  await expect(stage('Reviewed by a person')).toContainText(workbench.text('stages.lacks.person'));
  const reviews = await stage('REVIEW').getByRole('cell').first().innerText();
  await stage('REVIEW').getByRole('button').click();
  await expect(inView(workbench)).toHaveText(shown(reviews));
  await expect(stage('Passed')).toContainText('14,552');
  await stage('REVIEW').getByRole('button').click();

  const distances = page.getByRole('region', { name: workbench.text('explore.distance') });
  await distances.getByRole('button', { name: workbench.text('chart.asTable') }).click();
  const far = distances.getByRole('row').filter({ hasText: workbench.text('distance.far') });
  const orders = await far.getByRole('cell').nth(1).innerText();
  await far.getByRole('button').click();
  await expect(inView(workbench)).toHaveText(shown(orders));
  await expect(stage('All orders')).toContainText(orders);
  await expect(page.getByRole('list', { name: workbench.text('top.filters') }).getByRole('listitem')).toContainText(
    workbench.text('distance.far'),
  );

  const amounts = page.locator('.amount-rate');
  await amounts.getByRole('button', { name: workbench.text('chart.asTable') }).click();
  const band = amounts.getByRole('row').nth(1);
  const within = await band.getByRole('cell').nth(1).innerText();
  await band.getByRole('button').click();
  await expect(inView(workbench)).toHaveText(shown(within));
  await expect(stage('All orders')).toContainText(within);
});

test('what bad orders have more of opens exactly them, and becomes a draft of a rule with as many hits', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  const panel = page.getByRole('region', { name: workbench.text('differs.title') });
  await panel.getByRole('button', { name: workbench.text('differs.open') }).click();
  const first = panel.getByTestId('differs').locator('tbody tr').first();
  const bad = await first.getByRole('button').first().innerText();
  await first.getByRole('button').first().click();
  await expect(inView(workbench)).toHaveText(workbench.text('status.orders', { shown: bad, all: '20,000' }));
  await page.goBack();
  await expect(inView(workbench)).toContainText('20,000 of 20,000');
  await panel.getByRole('button', { name: workbench.text('differs.open') }).click();
  await first.getByRole('button').last().click();
  await expect(page.getByRole('heading', { name: workbench.text('impact.title') })).toBeVisible();
  const row = page.locator('.impact-table tbody tr').first();
  await expect(row.getByRole('button')).toHaveText(bad);
});

test('the order table sorts, moves by keyboard to the last of all rows and opens the order beside it', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'ja' });
  const { page } = workbench;
  await workbench.sampleReady();
  const table = grid(workbench);
  await table.getByRole('columnheader', { name: '金額' }).click();
  await expect(table.getByRole('columnheader', { name: '金額' })).toHaveAttribute('aria-sort', 'descending');
  const amount = (text: string) => Number(/([\d,]+)円/.exec(text)?.[1]?.replaceAll(',', ''));
  // While the rows are asked for, the first one may still be the old one, or none.
  let largest = NaN;
  const first = async () => (largest = amount(await table.getByRole('row').nth(1).innerText()));
  await expect.poll(first).toBeGreaterThan(50_000);

  await table.focus();
  await page.keyboard.press('Control+End');
  const last = table.locator('[aria-rowindex="20001"]');
  await expect(last).toContainText('円');
  expect(amount(await last.innerText())).toBeLessThan(largest);

  const orderId = await last.getByRole('gridcell').first().innerText();
  await page.keyboard.press('Enter');
  const detail = page.getByRole('complementary', { name: workbench.text('orders.detail') });
  await expect(detail.getByRole('heading', { name: orderId })).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(detail.getByRole('heading', { name: orderId })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(detail).toHaveCount(0);
});

test('copied rows are a table with a header, without running formulas', async ({ launch }) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  const table = grid(workbench);
  await expect(table.locator('[aria-rowindex="2"]')).toContainText('¥');
  await table.focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+c');
  const copied = await workbench.app.evaluate(({ clipboard }) => clipboard.readText());
  const lines = copied.split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]?.split('\t').slice(0, 3)).toEqual(['Order ID', 'Ordered at', 'Amount']);
  expect(lines[1]?.split('\t')[2]).toMatch(/^\d+$/);
});

test('a figure opens the orders behind it', async ({ launch }) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  const overview = page.getByRole('region', { name: workbench.text('explore.overview') });
  await overview.getByRole('button').nth(1).click();
  await expect(page.getByRole('list', { name: workbench.text('top.filters') })).toContainText('Bad');
  await expect(grid(workbench).locator('[aria-rowindex="2"]')).toContainText('Bad');
});

for (const [language, theme] of [
  ['ja', 'light'],
  ['en', 'dark'],
] as const) {
  test(`axe finds no serious issue and the page violates no policy (${language}, ${theme})`, async ({ launch }) => {
    const workbench = await launch({ language, theme });
    const { page } = workbench;
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') refused.push(message.text());
    });
    await workbench.sampleReady();
    await expect(page.locator('.chart canvas')).toHaveCount(16);
    await grid(workbench).getByRole('row').nth(2).click();
    await expect(page.getByRole('complementary')).toBeVisible();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    const inPalette = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    await page.keyboard.press('Escape');
    const inRoom = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const serious = [...inPalette.violations, ...inRoom.violations]
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    expect(serious).toEqual([]);
    expect(refused).toEqual([]);
  });
}
