import { expect, test } from './app.ts';
import { csvFile, newProject } from './new-project.ts';

const orders = [
  '注文番号,注文日時,合計金額,固定電話,携帯電話',
  'A-1,2024-04-01 10:00:00,12000,0312345678,09011112222',
  'A-2,2024-04-02 11:30:00,34000,0312345678,',
];
const bills = [
  '注文番号,請求額,支払期限日,支払ステータス,理由,購入者支払日',
  'A-1,12000,2024-05-01,督促中,連絡取れず,',
  'A-2,34000,2024-05-02,入金済,,2024-04-30',
];
const results = ['注文番号,審査結果,該当ルール', 'A-1,NG,BLK_COK', 'A-1,NG,NEG_ITEM', 'A-2,OK,', 'Z-9,OK,'];

for (const language of ['ja', 'en'] as const)
  test(`a list of screening results given as outcomes is asked about and written to its orders (${language})`, async ({
    launch,
  }) => {
    const workbench = await launch({ language, theme: language === 'ja' ? 'light' : 'dark' });
    const page = await newProject(workbench, 'お店.shinsa', () =>
      workbench.page.evaluate(async () => {
        await window.shinsa.newProject();
      }),
    );
    const shown = (name: string) => page.screenshot({ path: `test-results/screens/recorded-${language}-${name}.png` });
    await workbench.answerDialogs(csvFile(workbench, '注文.csv', orders, 'SJIS'));
    await page.getByRole('button', { name: workbench.text('data.chooseFile') }).click();
    await expect(page.getByRole('button', { name: workbench.text('data.import'), exact: true })).toBeVisible();
    await shown('0-mapping');
    await page.getByRole('button', { name: workbench.text('data.import'), exact: true }).click();
    await expect(page.getByTestId('import-result')).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: workbench.text('data.back') }).click();

    await workbench.answerDialogs(csvFile(workbench, '審査結果.csv', results, 'SJIS'));
    await page.getByRole('button', { name: workbench.text('data.addOutcomes') }).click();
    await expect(page.getByRole('button', { name: workbench.text('data.applyOutcomes'), exact: true })).toBeDisabled();
    await shown('1-asked');
    await page.getByRole('button', { name: workbench.text('recorded.asResults'), exact: true }).click();
    await expect(page.getByTestId('recorded-screen')).toBeVisible();
    await shown('2-columns');
    await page.getByRole('button', { name: workbench.text('recorded.apply') }).click();
    const report = page.getByTestId('import-result');
    await expect(report).toBeVisible({ timeout: 30_000 });
    await expect(report.getByText(workbench.text('recorded.rows')).first()).toBeVisible();
    await shown('3-report');
    await expect(report.getByText(workbench.text('data.sum', { accepted: '3', rejected: '1' }))).toBeVisible();
    await page.getByRole('button', { name: workbench.text('data.back') }).click();
    await expect(page.getByTestId('outcome-files')).toHaveCount(0);

    // What kind of list it is can be said: another kind than it is refuses it, its own takes only what such a list has.
    await workbench.answerDialogs(csvFile(workbench, '後払い.csv', bills, 'SJIS'));
    await page.getByRole('button', { name: workbench.text('data.addOutcomes') }).click();
    const list = page.getByTestId('outcomes-screen');
    const kind = list.getByLabel(workbench.text('data.layout'));
    const settled = list.getByRole('combobox', {
      name: workbench.text('data.outcomeOf', { name: workbench.text('data.outcome.settle_status') }),
    });
    await kind.selectOption('manual-reviews');
    await expect(list.getByText(/目視審査結果/)).toBeVisible();
    await expect(kind).toHaveValue('');
    await kind.selectOption('deferred-results');
    await expect(settled).toHaveValue('支払ステータス');
    await expect(kind).toHaveValue('deferred-results');
    await shown('5-kind');
    await page.getByRole('button', { name: workbench.text('data.applyOutcomes'), exact: true }).click();
    await expect(page.getByTestId('outcome-files').getByRole('row').nth(1)).toContainText('後払い.csv');

    const rail = page.getByRole('navigation', { name: workbench.text('rail.label') });
    await rail.getByRole('button', { name: workbench.text('room.explore') }).click();
    const grid = page.getByRole('grid', { name: workbench.text('orders.tableLabel') });
    await grid.getByRole('row').filter({ hasText: 'A-1' }).click();
    const detail = page.getByRole('complementary', { name: workbench.text('orders.detail') });
    await expect(detail).toContainText('BLK_COK, NEG_ITEM');
    await shown('4-order');
  });
