import { expect, test, type Workbench } from './app.ts';

const wait = { timeout: 60_000 };
const report = ({ page }: Workbench) => page.getByTestId('quality-report');

test('a finding of the Data room opens exactly its orders, and back leads to it again', async ({ launch }) => {
  const workbench = await launch({ language: 'ja' });
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('data');
  await page.getByRole('button', { name: workbench.text('quality.open') }).click();
  await expect(report(workbench)).toBeVisible(wait);
  await expect(page.getByTestId(/^finding-/)).toHaveCount(5);

  const finding = page.getByTestId('finding-placeholder-values');
  await expect(finding).toContainText('sutemail.example');
  await finding.getByRole('button', { name: /89件を開く/ }).click();
  const grid = page.getByRole('grid', { name: workbench.text('orders.tableLabel') });
  await expect(grid).toHaveAttribute('aria-rowcount', '90', wait);
  await expect(page.getByTestId('orders-in-view')).toHaveText(
    workbench.text('status.orders', { shown: '89', all: '20,000' }),
  );
  await expect(page.getByRole('list', { name: workbench.text('top.filters') })).toContainText(
    '値の代わりの文字: メールアドレス',
  );

  await page.goBack();
  await expect(page.getByTestId('finding-days-high')).toBeVisible(wait);

  // Rejected rows are no orders: the rows themselves open, and the orders whose ids stand on further rows.
  await page
    .getByTestId('finding-rows-rejected')
    .getByRole('button', { name: /9行を開く/ })
    .click();
  const rejected = page.getByTestId('rejected-list');
  await expect(rejected.getByRole('row')).toHaveCount(10, wait);
  await expect(rejected.getByRole('row').nth(1)).toContainText('orders.csv');
  await page.getByRole('button', { name: workbench.text('quality.back') }).click();
  const reused = page.getByTestId('finding-ids-reused');
  await reused.getByRole('button', { name: workbench.text('quality.rejectedOf', { name: '注文番号の重複' }) }).click();
  await expect(rejected.getByRole('row')).toHaveCount(4, wait);
  await page.goBack();
  await reused.getByRole('button', { name: /3件を開く/ }).click();
  await expect(page.getByTestId('orders-in-view')).toHaveText(
    workbench.text('status.orders', { shown: '3', all: '20,000' }),
    wait,
  );
  await page.goBack();

  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await expect(page.getByRole('region', { name: workbench.text('data.earlier') })).toBeVisible();
});

test('the palette leads to it; columns sort and their outliers open, all by keyboard', async ({ launch }) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(workbench.text('palette.quality'));
  await page.keyboard.press('Enter');
  await expect(report(workbench)).toBeVisible(wait);

  const columns = page.getByTestId('quality-columns');
  const heading = columns.getByRole('columnheader', { name: workbench.text('quality.blank') });
  await heading.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(heading).toHaveAttribute('aria-sort', 'descending');
  await expect(columns.getByRole('rowheader').first()).toHaveText('ネガ登録');

  const amount = columns.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Amount', exact: true }) });
  await amount.getByRole('button', { name: /26 high outliers/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('orders-in-view')).toHaveText(
    workbench.text('status.orders', { shown: '26', all: '20,000' }),
    wait,
  );
});
