import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type Workbench } from '../e2e/app.ts';
import { newProject } from '../e2e/new-project.ts';

const data = process.env['SHINSA_DATA'] ?? resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const history = join(data, 'card-transactions.parquet');
const longWait = { timeout: 240_000 };
const wait = { timeout: 60_000 };

const rules = [
  { code: 'OVER_500', when: 'order.amount > 500', hits: '12,829', bad: '4,736' },
  {
    code: 'NIGHT_200',
    when: '(order.time.getHours() >= 22 || order.time.getHours() < 4) && order.amount > 200',
    hits: '17,024',
    bad: '6,142',
  },
] as const;

async function choose(page: Page, label: string, typed: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label, exact: true });
  await box.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(typed);
  await page.keyboard.press('Enter');
}

async function map(workbench: Workbench, page: Page): Promise<void> {
  const becomes = async (header: string, column: string) => {
    const label = workbench.text('data.becomesOf', { name: header });
    const box = page.getByRole('combobox', { name: label, exact: true });
    if ((await box.inputValue()) !== column) await choose(page, label, column);
    await expect(box).toHaveValue(column);
  };
  // Whatever was proposed, these are said anew, so that id and time are joined in this order.
  for (const header of ['cc_num', 'trans_num', 'trans_date', 'trans_time', 'unix_time'])
    await becomes(header, workbench.text('data.roleNone'));
  await becomes('cc_num', 'Order ID');
  await becomes('trans_num', 'Order ID');
  await becomes('trans_date', 'Ordered at');
  await becomes('trans_time', 'Ordered at');
  await becomes('amt', 'Amount');
  await becomes('category', workbench.text('data.roleKeep'));
  await choose(page, workbench.text('data.timezone'), 'America/New_York');
  await choose(page, workbench.text('data.currency'), 'USD');
  await choose(page, workbench.text('data.label'), 'is_fraud');
  // No bad order need stand in the first rows: what bad means is typed.
  const other = page.getByLabel(workbench.text('data.otherBadValue'));
  const one = page.getByRole('group', { name: workbench.text('data.badValues') }).getByLabel('1', { exact: true });
  if ((await one.count()) === 0) {
    await other.fill('1');
    await other.press('Enter');
  } else await one.check();
  await expect(one).toBeChecked();
}

async function write(workbench: Workbench, page: Page, rule: (typeof rules)[number]): Promise<void> {
  await page
    .getByRole('button', { name: workbench.text('rules.addRule') })
    .first()
    .click();
  const code = page.getByLabel(workbench.text('rule.code'));
  await expect(code).toBeVisible();
  await code.fill(rule.code);
  await page.locator('.cel-editor .cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(rule.when);
  const impact = page.getByTestId('impact');
  await expect(impact.getByRole('button').first()).toHaveText(`${rule.hits}${workbench.text('unit.orders')}`, wait);
  await expect(impact).toHaveAttribute('aria-busy', 'false', wait);
  const bad = page.locator('.impact-table tbody tr').first();
  await expect(bad.getByRole('button')).toHaveText(rule.bad);
}

test.describe.configure({ timeout: 600_000 });

test('in the window both rules of the README find exactly its figures, and the package has no mismatch', async ({
  launch,
}) => {
  expect(existsSync(history)).toBe(true);
  const workbench = await launch({ language: 'en' });
  const page = await newProject(workbench, 'cards.shinsa', () =>
    workbench.page.evaluate(async () => {
      await window.shinsa.newProject();
    }),
  );
  const text = workbench.text.bind(workbench);
  const room = (key: 'explore' | 'rules' | 'backtest' | 'export') =>
    page.getByRole('navigation', { name: text('rail.label') }).getByRole('button', { name: text(`room.${key}`) });

  await workbench.answerDialogs(history);
  await page.getByRole('button', { name: text('data.chooseFile') }).click();
  await expect(page.getByRole('heading', { name: 'card-transactions.parquet' })).toBeVisible(wait);
  await map(workbench, page);
  const required = page.locator('.required-list');
  await expect(required).toContainText('cc_num + trans_num');
  await expect(required).toContainText('trans_date + trans_time');
  await page.getByRole('button', { name: text('data.import'), exact: true }).click();
  const result = page.getByTestId('import-result');
  await expect(result).toBeVisible(longWait);
  const read = result.locator('.figure').first();
  await expect(read.locator('.figure-value')).toHaveText(`853,535${text('data.rowsUnit')}`);
  await expect(read).toContainText(text('data.sum', { accepted: '853,535', rejected: '0' }));

  await room('rules').click();
  await page
    .getByRole('button', { name: text('rules.new') })
    .first()
    .click();
  await expect(page.getByRole('combobox', { name: text('set.currency') })).toHaveValue('USD', wait);
  await expect(page.getByRole('combobox', { name: text('set.timezone') })).toHaveValue('America/New_York');
  for (const rule of rules) await write(workbench, page, rule);
  await page.getByRole('button', { name: text('common.save'), exact: true }).click();
  await expect(page.getByTestId('saved-state')).toHaveText(text('status.saved'), wait);

  await page
    .getByRole('main')
    .getByRole('button', { name: text('rules.backtest'), exact: true })
    .click();
  await page.getByRole('button', { name: text('backtest.start'), exact: true }).click();
  const decisions = page.getByTestId('decisions');
  await expect(decisions).toBeVisible(longWait);
  await expect(decisions.locator('tbody tr').last()).toContainText('853,535');
  await page.getByRole('tab', { name: text('backtest.view.rules'), exact: true }).click();
  const table = page.getByTestId('rules-table');
  const row = (code: string) => table.getByRole('row').filter({ hasText: code });
  for (const rule of rules) {
    // result, hits, precision, recall, caught amount, bad
    await expect(row(rule.code).getByRole('cell').nth(1)).toHaveText(rule.hits);
    await expect(row(rule.code).getByRole('cell').nth(5)).toHaveText(rule.bad);
  }

  await row('OVER_500').getByRole('button', { name: '12,829' }).click();
  await expect(page.getByTestId('orders-in-view')).toHaveText(
    text('status.orders', { shown: '12,829', all: '853,535' }),
    wait,
  );
  const grid = page.getByRole('grid', { name: text('orders.tableLabel') });
  await expect(grid).toHaveAttribute('aria-rowcount', '12830', wait);

  await room('export').click();
  await page.getByRole('button', { name: text('export.start') }).click();
  const figures = page.getByTestId('package-figures');
  await expect(figures).toBeVisible(longWait);
  await expect(figures.locator('.figure-value').first()).toHaveText(`0${text('unit.answers')}`);
  const folder = join(workbench.home, 'cards.shinsapkg');
  await workbench.answerDialogs(folder);
  await page.getByRole('button', { name: text('export.save') }).click();
  await expect(page.getByText(text('saved.reveal'))).toBeVisible(wait);
  expect(readdirSync(folder)).toContain('manifest.json');
  expect(readFileSync(join(folder, 'ruleset.json'), 'utf8')).toContain('order.amount > 500');
});
