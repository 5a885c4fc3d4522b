import type { Page } from '@playwright/test';
import { expect, test, type Workbench } from './app.ts';
import { chooseRole } from './choose-role.ts';
import { pinResult } from './pin-result.ts';

const wait = { timeout: 60_000 };

/** Writes a query in the place of the one that stands there. */
async function write(page: Page, text: string): Promise<void> {
  await page.locator('.sql-editor .cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Escape');
}

async function runs(page: Page, text: string): Promise<void> {
  await write(page, text);
  await page.keyboard.press('Control+Enter');
}

const cells = (page: Page) => page.getByTestId('sql-result').locator('tbody tr').first().locator('td');
const tab = (workbench: Workbench, name: 'tables' | 'views' | 'history') =>
  workbench.page.getByRole('tab', { name: workbench.text(`sql.tab.${name}`) });

for (const language of ['ja', 'en'] as const)
  test(`a query is written with completion, run, cancelled, drawn, saved, read by its name and found again: ${language}`, async ({
    launch,
  }) => {
    test.setTimeout(240_000);
    const workbench = await launch({ language });
    const { page } = workbench;
    await workbench.sampleReady();
    await workbench.openRoom('sql');
    await expect(page.getByTestId('sql-tables')).toContainText('payment_method', wait);

    // By what the column is called in the language.
    await write(page, 'SELECT FROM orders');
    for (let i = 0; i < ' FROM orders'.length; i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.insertText(' ');
    await page.keyboard.insertText(language === 'ja' ? '支払' : 'payment_m');
    const option = page.locator('.cm-tooltip-autocomplete li').first();
    await expect(option).toContainText('payment_method', wait);
    await expect(option).toContainText(language === 'ja' ? '支払方法' : 'Payment method');
    await page.waitForTimeout(100);
    await page.keyboard.press('Enter');
    await expect(page.locator('.sql-editor .cm-content')).toHaveText('SELECT payment_method FROM orders');

    await runs(
      page,
      'SELECT payment_method, count(*) AS n, sum(amount) AS total FROM orders GROUP BY ALL ORDER BY n DESC',
    );
    await expect(page.getByTestId('sql-result').locator('tbody tr')).not.toHaveCount(0, wait);
    await expect(page.locator('.chart canvas')).toHaveCount(1, wait);

    // As many as the project says.
    await runs(page, 'SELECT count(*) AS n FROM orders');
    const info = await workbench.call('project.info', {});
    const orders = info.ok ? info.value.orders : 0;
    await expect(cells(page).first()).toHaveText(orders.toLocaleString(language), wait);

    await runs(page, 'SELECT *\nFROM ordrs');
    const problem = page.getByTestId('sql-problem');
    await expect(problem).toContainText(language === 'ja' ? '2行 6文字目' : 'line 2, column 6', wait);
    await expect(problem).toContainText('orders');
    await expect(page.locator('.sql-editor .cm-lintRange-error')).toHaveText('ordrs');
    await runs(page, 'DROP TABLE orders');
    await expect(problem).toContainText('SELECT', wait);

    await runs(page, 'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE (a.range + b.range) % 7 = 3');
    const running = page.getByTestId('sql-running');
    await expect(running).toBeVisible(wait);
    await running.getByRole('button', { name: workbench.text('sql.cancel') }).click();
    await expect(page.getByTestId('sql-cancelled')).toBeVisible({ timeout: 5000 });

    await runs(page, 'SELECT i, i * i AS square FROM range(12000) t(i)');
    await expect(page.getByTestId('sql-rows')).toContainText((12_000).toLocaleString(language), wait);
    await page.getByLabel(workbench.text('sql.mark')).selectOption('line');
    await page
      .getByRole('region', { name: workbench.text('sql.chartTitle') })
      .getByRole('button', { name: workbench.text('chart.asTable') })
      .click();
    await expect(page.locator('.chart-table tbody tr').nth(3)).toContainText('9');

    await write(page, 'SELECT * FROM orders WHERE amount >= 30000');
    await page.getByRole('button', { name: workbench.text('sql.saveAs') }).click();
    await page.getByLabel(workbench.text('sql.name'), { exact: true }).fill('高額 注文');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: workbench.text('sql.save'), exact: true })
      .click();
    await expect(page.getByRole('dialog')).toHaveCount(0, wait);
    await runs(page, 'SELECT min(amount) >= 30000 AS all_large FROM "高額 注文"');
    await expect(cells(page).first()).toHaveText('true', wait);
    await tab(workbench, 'views').click();
    await expect(page.getByTestId('sql-views')).toContainText(workbench.text('sql.viewRuns'), wait);
    await page.getByRole('button', { name: workbench.text('sql.openOf', { name: '高額 注文' }) }).click();
    await expect(page.locator('.sql-editor .cm-content')).toHaveText('SELECT * FROM orders WHERE amount >= 30000');

    await tab(workbench, 'history').click();
    const history = page.getByTestId('sql-history').getByRole('listitem');
    await expect(history).toHaveCount(7, wait);
    await expect(history.nth(1)).toContainText('range(12000)');
    await expect(history.nth(2)).toContainText(workbench.text('sql.end.cancelled'));
    await expect(history.nth(3)).toContainText(workbench.text('sql.end.failed'));
  });

test('a result is pinned without personal values and with its query apart, and one of another query says so', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const workbench = await launch({ language: 'en', size: { width: 1024, height: 720 } });
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('sql');
  await runs(page, 'SELECT ordered_at, email, amount FROM orders ORDER BY ALL LIMIT 5');
  const panel = page.locator('section.panel').filter({ has: page.getByTestId('sql-result') });
  const wanted = page.getByLabel(workbench.text('sql.withPersonal'));
  await expect(wanted).toBeVisible(wait);
  await wanted.check();
  const menu = panel.getByRole('button', { name: workbench.text('save.menu'), exact: true });
  await menu.click();
  await expect(page.getByRole('button', { name: workbench.text('save.csv'), exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: workbench.text('findings.pin'), exact: true })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await wanted.uncheck();
  await pinResult(workbench, panel);

  await write(page, 'SELECT 1');
  await expect(page.getByTestId('sql-earlier')).toContainText(workbench.text('sql.earlierRows'));
  await expect(page.locator('.sql-main .old-figures')).toHaveCount(1);
  await write(page, 'SELECT ordered_at, email, amount FROM orders ORDER BY ALL LIMIT 5');
  await expect(page.getByTestId('sql-earlier')).toHaveCount(0);

  await workbench.openRoom('findings');
  const card = page.getByTestId('finding');
  await expect(card.getByTestId('finding-table').locator('tbody tr').first()).toContainText('●●●');
  await expect(card.getByTestId('finding-table').locator('tbody tr').first()).toContainText(
    /2025-04-01 \d\d:\d\d:\d\d/,
  );
  await card.getByText(workbench.text('sql.query'), { exact: true }).click();
  await expect(card.locator('.pinned-query pre')).toHaveText(/^SELECT ordered_at/);
  await chooseRole(workbench, 'presenter');
  await workbench.openRoom('findings');
  await expect(card.getByText(workbench.text('findings.queryHidden'))).toBeVisible(wait);
  await expect(card.locator('.pinned-query')).toHaveCount(0);
});

test('where personal values are masked the console has none of them', async ({ launch }) => {
  test.setTimeout(180_000);
  const workbench = await launch({ language: 'en', personal: 'masked' });
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('sql');
  await runs(
    page,
    "SELECT count(*) AS n FROM orders WHERE buyer_name NOT LIKE '●●●%' OR phone NOT SIMILAR TO '[0-9a-f]{12}'",
  );
  await expect(cells(page).first()).toHaveText('0', wait);
});
