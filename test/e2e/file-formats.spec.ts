import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { writeXlsx } from 'hucre';
import { expect, test, type Workbench } from './app.ts';
import { newProject, resizePage } from './new-project.ts';

function written(workbench: Workbench, name: string, content: string | Uint8Array): string {
  const folder = join(workbench.home, "取引先's files");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function emptyProject(workbench: Workbench): Promise<Page> {
  const page = await newProject(workbench, '新しいお店.shinsa', () =>
    workbench.page.evaluate(async () => {
      await window.shinsa.newProject();
    }),
  );
  await resizePage(workbench, page, 1280, 800);
  return page;
}

async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
}

/** `rest`: how many rows are taken in where so many are rejected that it is asked first. */
const importFile = async (workbench: Workbench, page: Page, rest?: string): Promise<void> => {
  await page.getByRole('button', { name: workbench.text('data.import'), exact: true }).click();
  if (rest !== undefined)
    await page
      .getByRole('button', { name: workbench.text('data.rejectsGoOn', { count: rest }) })
      .click({ timeout: 30_000 });
  await expect(page.getByTestId('import-result')).toBeVisible({ timeout: 30_000 });
};

const head = '注文番号,注文日時,合計金額,電話番号,郵便番号,都道府県';

test('a workbook: its sheet is chosen, dates and lost zeros are read, the rest is told', async ({ launch }) => {
  const workbench = await launch({ language: 'ja' });
  await workbench.ready();
  const page = await emptyProject(workbench);
  await look(page, 'empty');
  const book = await writeXlsx({
    sheets: [
      { name: '表紙', rows: [['この一覧について'], ['2026年4月分']] },
      {
        name: '受注',
        rows: [
          head.split(','),
          ['A-1', new Date('2026-04-01T21:03:00Z'), 4300, 9012345678, 600001, '北海道'],
          ['A-2', new Date('2026-04-02T00:00:00Z'), '¥1,200', '03-1234-5678', '100-0005', '東京都'],
          ['A-3', 'いつか', 500, '', '530-0001', '大阪府'],
        ],
      },
    ],
  });
  await workbench.answerDialogs(written(workbench, '受注一覧.xlsx', book));
  await page.getByRole('button', { name: workbench.text('data.chooseFile') }).click();
  const sheet = page.getByLabel(workbench.text('data.sheet'));
  await expect(sheet).toHaveValue('表紙');
  await sheet.selectOption('受注');
  await expect(
    page.getByRole('combobox', { name: workbench.text('data.becomesOf', { name: '注文番号' }) }),
  ).toHaveValue('注文番号');
  await look(page, 'workbook');
  await importFile(workbench, page, '2');
  await expect(page.getByTestId('import-result')).toContainText('Excel · 受注');
  await expect(page.getByText('先頭の 0 が落ちていた携帯電話番号')).toBeVisible();
  await expect(page.getByText('先頭の 0 が落ちていた郵便番号')).toBeVisible();
  await look(page, 'workbook-result');
});

test('a zip of daily files, recognised as a published layout: one history, counted by file', async ({ launch }) => {
  const workbench = await launch({ language: 'en' });
  await workbench.ready();
  const page = await emptyProject(workbench);
  const welcart = '注文番号,注文日時,総合計金額,市区郡町村,支払方法,管理者メモ';
  const day = (n: number): Uint8Array =>
    strToU8(
      `${welcart}\n${n}-1,2026-04-0${n} 10:00:00,1200,港区,代金引換,\n${n}-2,${n === 2 ? 'いつか' : '2026-04-01'},900,港区,,\n`,
    );
  const zip = zipSync({ '2026-04-1.csv': day(1), '2026-04-2.csv': day(2), '2026-04-10.csv': day(3) });
  await workbench.answerDialogs(written(workbench, '4月.zip', zip));
  await page.getByRole('button', { name: workbench.text('data.chooseFile') }).click();
  await expect(page.getByText('Recognised as Welcart (order list).')).toBeVisible();
  await expect(page.getByText('2026-04-1.csv, 2026-04-2.csv, 2026-04-10.csv')).toBeVisible();
  const preset = page.getByRole('combobox', { name: workbench.text('data.layout') });
  await expect(preset).toHaveValue('welcart-orders');
  await preset.selectOption('ecforce');
  await expect(page.getByRole('alert')).toContainText(
    'The file is not of the layout “ecforce (orders)”. It lacks: 受注番号',
  );
  await expect(preset).toHaveValue('welcart-orders');
  await look(page, 'zip');
  await importFile(workbench, page, '5');
  const files = page.getByRole('region', { name: workbench.text('data.filesRead') });
  await expect(files.getByRole('row')).toHaveCount(4);
  await expect(files.getByRole('row').nth(2)).toHaveText(/2026-04-2\.csv\s*2\s*1\s*1/);
  await expect(page.getByText('2026-04-2.csv · 3').first()).toBeVisible();
  await look(page, 'zip-result');
});

test('a folder of files is one history; a file of other columns is named and nothing is taken in', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'ja' });
  await workbench.ready();
  const page = await emptyProject(workbench);
  const folder = join(workbench.home, '日次');
  mkdirSync(folder);
  for (const n of [1, 2]) writeFileSync(join(folder, `d${n}.csv`), `${head}\nD-${n},2026-04-0${n},100,,,\n`);
  const choose = async (): Promise<void> => {
    await workbench.answerDialogs(folder);
    await page.getByRole('button', { name: workbench.text('data.chooseFolder') }).click();
  };
  writeFileSync(join(folder, 'd3.csv'), '注文番号,金額\nD-3,1\n');
  await choose();
  await expect(page.getByRole('alert')).toContainText('「d3.csv」の列が「d1.csv」と違います');
  await look(page, 'other-columns');
  writeFileSync(join(folder, 'd3.csv'), `${head}\nD-3,2026-04-03,100,,,\n`);
  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await choose();
  await expect(page.getByRole('heading', { name: 'd1.csv ほか2件' })).toBeVisible();
  await importFile(workbench, page);
  await expect(page.getByRole('region', { name: workbench.text('data.filesRead') }).getByRole('row')).toHaveCount(4);
  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await expect(page.getByRole('button', { name: 'd1.csv – d3.csv (3)', exact: true })).toBeVisible();
  await look(page, 'after');
});
