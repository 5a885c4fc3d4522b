import { expect, test } from './app.ts';
import { csvFile, newProject } from './new-project.ts';
import { flawsOf } from './screen-check.ts';

const orders = [
  '注文番号,注文日時,合計金額,メールアドレス,出荷日',
  'A-1,2024-04-01 10:00:00,62000,a@example.jp,',
  'A-2,2024-04-02 11:30:00,3400,b@example.jp,',
  'A-3,2024-04-03 09:00:00,58000,c@example.jp,',
];
const later = [
  '注文番号,注文日時,合計金額,メールアドレス,出荷日',
  'A-1,2024-04-01 10:00:00,62000,new@example.jp,2024-04-03',
  'A-2,2024-04-02 11:30:00,2000,b@example.jp,2024-04-03',
  'A-3,2024-04-03 09:00:00,58000,c@example.jp,',
  'A-4,2024-04-09 09:00:00,1000,d@example.jp,',
];
const lines = [
  '受注番号,商品コード,商品名,カテゴリ,単価,個数,小計',
  'A-1,G-50,ギフト券 50000円,ギフト券,50000,1,50000',
  'A-1,T-01,緑茶 2L×6本 まとめ買い,飲料,2000,6,12000',
  'A-2,T-01,緑茶 2L×6本 まとめ買い,飲料,1700,2,3400',
  'A-3,G-50,ギフト券 50000円,,58000,1,58000',
  'Z-9,T-01,緑茶,飲料,1700,1,1700',
  'A-2,T-02,麦茶,飲料,x,1,1',
];

test('orders are updated by a later file, get their lines from a file of lines, and rules ask of them', async ({
  launch,
}) => {
  const workbench = await launch();
  const text = workbench.text.bind(workbench);
  const page = await newProject(workbench, '店.shinsa', () =>
    workbench.page.evaluate(async () => {
      await window.shinsa.newProject();
    }),
  );
  const seen = async (name: string): Promise<void> => {
    expect(await flawsOf(page)).toEqual([]);
    await page.screenshot({ path: `test-results/screens/lines-${name}.png` });
  };
  const button = (key: Parameters<typeof text>[0]) => page.getByRole('button', { name: text(key), exact: true });
  await workbench.answerDialogs(csvFile(workbench, '注文.csv', orders, 'SJIS'));
  await button('data.chooseFile').click();
  await button('data.import').click();
  await expect(page.getByTestId('import-result')).toBeVisible({ timeout: 30_000 });
  await button('data.back').click();

  await workbench.answerDialogs(csvFile(workbench, '注文_翌週.csv', later, 'SJIS'));
  await button('data.addOrders').click();
  await button('data.import').click();
  // One order of four contradicts the one there is.
  await page.getByRole('button', { name: text('data.rejectsGoOn', { count: '3' }) }).click({ timeout: 30_000 });
  const compared = page.getByRole('region', { name: text('reimport.title') });
  await expect(compared.first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('import-result')).toContainText('出荷日時');
  await seen('1-updated');
  await button('data.back').click();

  await workbench.answerDialogs(csvFile(workbench, '明細.csv', lines, 'SJIS'));
  await button('lines.add').click();
  await expect(
    page.getByRole('combobox', { name: text('data.outcomeOf', { name: text('lines.column.amount') }) }),
  ).toHaveValue('小計');
  await seen('2-columns');
  await button('lines.apply').click();
  await expect(page.getByTestId('line-files')).toContainText('Z-9');
  await seen('3-files');

  await page
    .getByRole('navigation', { name: text('rail.label') })
    .getByRole('button', { name: text('room.explore') })
    .click();
  await page.getByRole('gridcell', { name: 'A-1', exact: true }).click();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('order-lines').getByRole('listitem')).toHaveCount(2);
  await seen('4-detail');

  await page
    .getByRole('navigation', { name: text('rail.label') })
    .getByRole('button', { name: text('room.rules') })
    .click();
  await button('rules.sample').click();
  const editor = page.locator('.cel-editor .cm-content');
  const write = async (rule: string): Promise<void> => {
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(rule);
  };
  await write('items');
  await page.keyboard.type('.');
  await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('exists');
  await page.keyboard.press('Escape');
  await write('items.exists(i, i');
  await page.keyboard.type('.');
  await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('category');
  await page.keyboard.press('Escape');
  await write('items.exists(i, i.category == "ギフト券") && items.map(i, i.amount).sum() > 10000');
  await expect(page.getByTestId('impact')).toHaveAttribute('aria-busy', 'false');
  await expect(page.locator('.causes')).toContainText(text('cause.absentInLines', { name: 'カテゴリ' }));
});
