import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import Encoding from 'encoding-japanese';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Workbench } from './app.ts';
import { newProject } from './new-project.ts';

/** A window of its own on a new, empty project. */
async function emptyProject(workbench: Workbench): Promise<Page> {
  await workbench.ready();
  await workbench.answerDialogs(join(workbench.home, "お店's 新しい.shinsa"));
  const opening = workbench.app.waitForEvent('window');
  await workbench.page.evaluate(() => window.shinsa.newProject());
  const page = await opening;
  await expect(page.getByRole('button', { name: workbench.text('data.chooseFile') })).toBeVisible();
  return page;
}

function file(
  workbench: Workbench,
  name: string,
  lines: readonly string[],
  encoding: 'UTF8' | 'SJIS' = 'UTF8',
): string {
  const folder = join(workbench.home, "取引先's files");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const bytes = Encoding.convert(Encoding.stringToCode(lines.join('\r\n') + '\r\n'), { to: encoding, from: 'UNICODE' });
  writeFileSync(path, Uint8Array.from(bytes));
  return path;
}

async function chooseOrders(
  workbench: Workbench,
  page: Page,
  path: string,
  button: 'data.chooseFile' | 'data.addOrders' = 'data.chooseFile',
): Promise<void> {
  await workbench.answerDialogs(path);
  await page.getByRole('button', { name: workbench.text(button) }).click();
}

const importButton = (workbench: Workbench, page: Page) =>
  page.getByRole('button', { name: workbench.text('data.import'), exact: true });

const orders = [
  '注文番号,注文日時,合計金額,お支払い方法,メールアドレス,備考',
  'A-1,2025-04-01 10:00:00,1200,カード,a@example.jp,',
  'A-2,2025-04-02 11:30:00,3400,後払い,b@example.jp,ギフト',
  'A-3,2025-04-03 12:00:00,1200-3400,カード,c@example.jp,',
  'A-2,2025-04-04 12:00:00,500,カード,d@example.jp,',
  ...Array.from({ length: 16 }, (_, i) => `B-${i},2025-04-05 0${i % 10}:00:00,${1000 + i},カード,e${i}@example.jp,`),
];

test('a Shift_JIS cart export with a chargeback list: proposal, import, every row accounted for, rejects saved', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'ja' });
  const page = await emptyProject(workbench);
  await chooseOrders(workbench, page, file(workbench, '注文.csv', orders, 'SJIS'));

  await expect(page.getByRole('heading', { name: '注文.csv' })).toBeVisible();
  await expect(page.getByLabel(workbench.text('data.encoding'))).toHaveValue('shift_jis');
  const becomes = (header: string) =>
    page.getByRole('combobox', { name: workbench.text('data.becomesOf', { name: header }) });
  await expect(becomes('注文番号')).toHaveValue('注文番号');
  await expect(becomes('合計金額')).toHaveValue('金額');
  await expect(becomes('お支払い方法')).toHaveValue('支払方法');

  await workbench.answerDialogs(
    file(workbench, 'チャージバック.csv', [
      '注文番号,加盟店へ届いた日,金額,理由',
      'A-1,2025-06-01,1200,不正利用',
      'Z-9,2025-06-02,10,不正利用',
    ]),
  );
  await page.getByRole('button', { name: workbench.text('data.chooseOutcomes') }).click();
  await expect(page.getByText('チャージバック.csv')).toBeVisible();
  await pickOutcomeColumn(workbench, page, 'reported_at', '加盟店へ届いた日');
  await expect(page.getByText(workbench.text('data.outcomesUndated'))).toHaveCount(0);

  await importButton(workbench, page).click();
  const asked = page.getByTestId('rejects-screen');
  await expect(asked).toContainText(workbench.text('data.rejectsAsk', { read: '20', rejected: '2', share: '10.0%' }), {
    timeout: 30_000,
  });
  await expect(asked).toContainText('1200-3400');
  await page.getByRole('button', { name: workbench.text('data.rejectsBack') }).click();
  await importButton(workbench, page).click();
  await page.getByRole('button', { name: workbench.text('data.rejectsGoOn', { count: '18' }) }).click();
  const result = page.getByTestId('import-result');
  await expect(result).toBeVisible({ timeout: 30_000 });
  await expect(result).toContainText(workbench.text('data.sum', { accepted: '18', rejected: '2' }));
  await expect(result).toContainText(
    workbench.text('data.outcomesSum', { read: '2', matched: '1', several: '0', unmatched: '1', rejected: '0' }),
  );

  await workbench.answerDialogs(join(workbench.home, 'rejects.csv'));
  await page.getByRole('button', { name: workbench.text('data.saveRejects'), exact: true }).click();
  await expect(page.getByText(workbench.text('saved.done', { name: 'rejects.csv' }))).toBeVisible();

  await page.getByRole('button', { name: workbench.text('data.goExplore') }).click();
  await expect(page.getByTestId('orders-in-view')).toHaveText(
    workbench.text('status.orders', { shown: '18', all: '18' }),
  );
});

function outcomeColumn(workbench: Workbench, page: Page, column: 'event_id' | 'reported_at'): Locator {
  const name = workbench.text(`data.outcome.${column}`);
  return page.getByRole('combobox', { name: workbench.text('data.outcomeOf', { name }) });
}

async function pickOutcomeColumn(
  workbench: Workbench,
  page: Page,
  column: 'event_id' | 'reported_at',
  header: string,
): Promise<void> {
  const box = outcomeColumn(workbench, page, column);
  await box.click();
  await box.fill(header);
  await box.press('Enter');
  await expect(box).toHaveValue(header);
}

test('the next monthly file is mapped like the one before, and says where it is mapped otherwise', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'ja' });
  const page = await emptyProject(workbench);
  const month = (name: string, header: string, day: string) =>
    file(workbench, name, [
      header,
      `${day}-1,2025-0${day}-01 10:00:00,1100,1000,x`,
      `${day}-2,2025-0${day}-02,2200,2000,y`,
    ]);
  await chooseOrders(workbench, page, month('四月.csv', '注文番号,注文日時,合計金額,商品代,メモ', '4'));
  const becomes = (header: string) =>
    page.getByRole('combobox', { name: workbench.text('data.becomesOf', { name: header }) });
  const choose = async (header: string, role: string) => {
    await becomes(header).click();
    await becomes(header).fill(role);
    await becomes(header).press('Enter');
    await expect(becomes(header)).toHaveValue(role);
  };
  await expect(becomes('合計金額')).toHaveValue('金額');
  await choose('商品代', '金額');
  await importButton(workbench, page).click();
  await expect(page.getByTestId('import-result')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: workbench.text('data.back'), exact: true }).click();

  await chooseOrders(
    workbench,
    page,
    month('五月.csv', '注文番号,注文日時,合計金額,商品代,クーポン', '5'),
    'data.addOrders',
  );
  await expect(becomes('商品代')).toHaveValue('金額');
  await expect(page.getByText(workbench.text('data.mappedAlike', { file: '四月.csv' }))).toBeVisible();
  await expect(page.getByText(workbench.text('data.headersMissing', { columns: 'メモ' }))).toBeVisible();
  await expect(page.getByText(workbench.text('data.headersAdded', { columns: 'クーポン' }))).toBeVisible();

  await choose('合計金額', '金額');
  await expect(page.getByText(workbench.text('data.mappedOtherwise', { file: '四月.csv' }))).toBeVisible();
  await expect(page.getByText('金額：前回 商品代 → 今回 合計金額')).toBeVisible();
  await page.screenshot({ path: 'test-results/screens/mapped-otherwise.png' });
  await page.getByRole('button', { name: workbench.text('data.mapAsBefore') }).click();
  await expect(becomes('商品代')).toHaveValue('金額');

  await page.getByRole('button', { name: workbench.text('mappings.open') }).click();
  await page.getByLabel(workbench.text('mappings.name'), { exact: true }).fill('月次');
  await page.getByLabel(workbench.text('mappings.where')).selectOption('mine');
  await page.getByRole('button', { name: workbench.text('mappings.save'), exact: true }).click();
  await expect(page.getByTestId('kept-mappings')).toContainText(workbench.text('mappings.fit.same'));
  await page
    .getByRole('dialog')
    .getByRole('button', { name: workbench.text('common.close') })
    .click();
  await importButton(workbench, page).click();
  await expect(page.getByTestId('import-result')).toBeVisible({ timeout: 30_000 });

  // Another project of the same person begins with it.
  const other = await newProject(workbench, '別のお店.shinsa', () =>
    workbench.page.evaluate(async () => {
      await window.shinsa.newProject();
    }),
  );
  await chooseOrders(workbench, other, month('六月.csv', '注文番号,注文日時,合計金額,商品代,クーポン', '6'));
  await expect(other.getByText(workbench.text('mappings.sameHeaders', { name: '月次' }))).toBeVisible();
  await expect(other.getByRole('combobox', { name: workbench.text('data.becomesOf', { name: '商品代' }) })).toHaveValue(
    '金額',
  );
});

test('a cart that writes a row per order line gives one order per id, and says how many lines there were', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'ja' });
  const page = await emptyProject(workbench);
  const lines = [
    '注文番号,お名前(姓),お名前(名),支払合計,受注日,商品名,個数,明細区分',
    'C-1,山田,花子,3300,2025-04-01 10:00,水,2,商品',
    'C-1,山田,花子,3300,2025-04-01 10:00,茶,1,商品',
    'C-1,山田,花子,3300,2025-04-01 10:00,送料,1,送料',
    'C-2,佐藤,太郎,500,2025-04-02 10:00,飴,1,商品',
  ];
  await chooseOrders(workbench, page, file(workbench, 'EC-CUBE.csv', lines, 'SJIS'));
  const asLines = page.getByRole('checkbox', { name: workbench.text('data.lines') });
  await expect(asLines).toBeChecked();
  await expect(page.getByText(workbench.text('data.linesOnly', { column: '明細区分', values: '商品' }))).toBeVisible();
  await page.screenshot({ path: 'test-results/screens/order-lines.png' });
  await asLines.uncheck();
  await asLines.check();
  await importButton(workbench, page).click();
  const result = page.getByTestId('import-result');
  await expect(result).toContainText(workbench.text('data.sumLines', { accepted: '2', lines: '2', rejected: '0' }));
});

test('outcomes that come later are looked at before they are applied', async ({ launch }) => {
  const workbench = await launch();
  const page = await emptyProject(workbench);
  await workbench.answerDialogs(
    file(workbench, '注文.csv', ['注文番号,注文日時,金額', 'A-1,2025-04-01 10:00,100', 'A-2,2025-04-02 10:00,200']),
  );
  await page.getByRole('button', { name: workbench.text('data.chooseFile') }).click();
  await importButton(workbench, page).click();
  await expect(page.getByTestId('import-result')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: workbench.text('data.back') }).click();

  await workbench.answerDialogs(
    file(workbench, '結果.csv', ['当社の控え,CB通知日,金額', 'A-1,2025-06-01,100', 'Z-9,2025-06-02,10']),
  );
  await page.getByRole('button', { name: workbench.text('data.addOutcomes') }).click();
  const apply = page.getByRole('button', { name: workbench.text('data.applyOutcomes'), exact: true });
  await expect(outcomeColumn(workbench, page, 'reported_at')).toHaveValue('CB通知日');
  await expect(apply).toBeDisabled();
  await pickOutcomeColumn(workbench, page, 'event_id', '当社の控え');
  await apply.click();
  const sums = { name: '結果.csv', read: '2', matched: '1', several: '0', unmatched: '1', rejected: '0' };
  await expect(page.getByText(workbench.text('data.outcomesAdded', sums))).toBeVisible();

  await expect(page.getByTestId('outcome-files').getByRole('row').nth(1)).toContainText('結果.csv');
  const unmatched = join(workbench.home, 'unmatched.csv');
  await workbench.answerDialogs(unmatched);
  await page.getByRole('button', { name: workbench.text('data.saveUnmatchedOf', { name: '結果.csv' }) }).click();
  await expect(page.getByText(workbench.text('saved.done', { name: 'unmatched.csv' }))).toBeVisible();
  expect(readFileSync(unmatched, 'utf8')).toContain('3,Z-9,chargeback,2025-06-02,10,JPY');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('A-2');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('orders-in-view')).toHaveText(
    workbench.text('status.orders', { shown: '1', all: '2' }),
  );
  await page
    .getByRole('navigation')
    .getByRole('button', { name: workbench.text('room.data') })
    .click();
  for (const name of ['結果.csv', '注文.csv']) {
    await page.getByRole('button', { name: workbench.text('data.removeOf', { name }) }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: workbench.text('data.remove'), exact: true })
      .click();
    await expect(page.getByText(workbench.text('data.removed', { name }))).toBeVisible();
  }
  await expect(page.getByRole('button', { name: workbench.text('data.chooseFile') })).toBeVisible();
});

test('what a kept column is known to be stays with the next file of the same shop', async ({ launch }) => {
  const workbench = await launch();
  const page = await emptyProject(workbench);
  const header = '注文番号,注文日時,金額,備考';
  const take = async (name: string, row: string, button: 'data.chooseFile' | 'data.addOrders'): Promise<void> => {
    await workbench.answerDialogs(file(workbench, name, [header, row]));
    await page.getByRole('button', { name: workbench.text(button) }).click();
    await expect(page.getByRole('heading', { name })).toBeVisible();
  };
  const known = page.getByRole('combobox', { name: workbench.text('data.knownOf', { name: '備考' }) });
  await take('1月.csv', 'A-1,2025-01-01 10:00,100,x', 'data.chooseFile');
  await expect(known).toHaveValue('unsure');
  await known.selectOption('yes');
  await importButton(workbench, page).click();
  await expect(page.getByTestId('import-result')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await take('2月.csv', 'A-2,2025-02-01 10:00,100,y', 'data.addOrders');
  await expect(known).toHaveValue('yes');
});

test('the whole import by keyboard alone', async ({ launch }) => {
  const workbench = await launch({ language: 'en' });
  const page = await emptyProject(workbench);
  await workbench.answerDialogs(
    file(workbench, 'orders.csv', ['no,when,paid', '1,2025-04-01 10:00,100', '2,2025-04-02 10:00,200']),
  );
  await page.keyboard.press('Control+k');
  await page.keyboard.type(workbench.text('palette.import'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'orders.csv' })).toBeVisible();
  await expect(importButton(workbench, page)).toBeDisabled();
  for (const [header, column] of [
    ['no', 'Order ID'],
    ['when', 'Ordered at'],
    ['paid', 'order.amount'],
  ] as const) {
    const box = page.getByRole('combobox', { name: workbench.text('data.becomesOf', { name: header }) });
    await box.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type(column);
    await page.keyboard.press('Enter');
  }
  await expect(importButton(workbench, page)).toBeEnabled();
  await importButton(workbench, page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('import-result')).toContainText(
    workbench.text('data.sum', { accepted: '2', rejected: '0' }),
    {
      timeout: 30_000,
    },
  );
});

test('a file that cannot be read says why and leaves the project empty', async ({ launch }) => {
  const workbench = await launch({ language: 'ja' });
  const page = await emptyProject(workbench);
  await chooseOrders(workbench, page, file(workbench, '見出しだけ.csv', ['注文番号,注文日時,金額']));
  await expect(page.getByRole('alert')).toContainText('見出し行だけ');
  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await expect(page.getByRole('button', { name: workbench.text('data.chooseFile') })).toBeVisible();
});

test('axe finds no serious issue while mapping', async ({ launch }) => {
  const workbench = await launch({ language: 'ja' });
  const page = await emptyProject(workbench);
  const axe = async () => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
  };
  expect(await axe()).toEqual([]);
  await chooseOrders(workbench, page, file(workbench, '注文.csv', orders, 'SJIS'));
  await expect(importButton(workbench, page)).toBeVisible();
  expect(await axe()).toEqual([]);
  await page.getByRole('combobox').first().click();
  expect(await axe()).toEqual([]);
});
