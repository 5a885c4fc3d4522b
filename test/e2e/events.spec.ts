import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './app.ts';
import { csvFile, newProject } from './new-project.ts';
import { flawsOf } from './screen-check.ts';

const orders = [
  '注文番号,注文日時,合計金額,支払い方法,会員ID,ECI,3DS結果',
  'A-1,2024-04-01 10:00:00,12000,カード,m1,05,Y',
  'A-2,2024-04-02 11:30:00,34000,カード,m2,07,N',
  'A-3,2024-04-03 09:00:00,58000,カード,m3,,',
  ...Array.from({ length: 6 }, (_, i) => `B-${i},2024-04-05 0${i}:00:00,${1000 + i},カード,n${i},,`),
];

const outcomes = [
  '注文番号,通知日,種別,理由コード,金額',
  'A-1,2024-05-20,TC40,,12000',
  'A-1,2024-06-10,チャージバック,10.4,12000',
  'A-1,2024-07-10,正常,,',
  'A-2,2024-06-11,チャージバック,10.4,34000',
  'A-2,2024-07-11,CB取消,,10000',
  'A-3,2025-06-12,CB取消,,58000',
];

const attempts = [
  'オーソリID,注文番号,オーソリ日時,カード番号,会員ID,IPアドレス,オーソリ金額,オーソリ結果,エラーコード',
  'E1,A-1,2024/04/01 09:58:00,4111 1111 1111 1111,m1,126.1.2.3,12000,否認,G12',
  'E2,A-1,2024/04/01 09:59:30,4111 1111 1111 1111,m1,126.1.2.3,12000,承認,',
  'E3,Z-9,2024/04/02 09:59:30,411111******2222,m1,126.1.2.3,12000,承認,',
  ',,2024/04/02 09:59:30,,,,,,',
];

test('events beside orders, outcomes that do not agree, and one time line of both', async ({ launch }) => {
  const workbench = await launch({ language: 'ja' });
  const page = await newProject(workbench, 'お店.shinsa', () =>
    workbench.page.evaluate(async () => {
      await window.shinsa.newProject();
    }),
  );
  const seen = async (name: string): Promise<void> => {
    expect(await flawsOf(page)).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await page.screenshot({ path: `test-results/screens/events-${name}.png` });
  };
  await workbench.answerDialogs(csvFile(workbench, '注文.csv', orders, 'SJIS'));
  await page.getByRole('button', { name: workbench.text('data.chooseFile') }).click();
  await page.getByRole('button', { name: workbench.text('data.import'), exact: true }).click();
  await expect(page.getByTestId('import-result')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await workbench.answerDialogs(csvFile(workbench, 'CB一覧.csv', outcomes, 'SJIS'));
  await page.getByRole('button', { name: workbench.text('data.addOutcomes') }).click();
  await page.getByRole('button', { name: workbench.text('data.applyOutcomes'), exact: true }).click();

  await workbench.answerDialogs(csvFile(workbench, 'オーソリ.csv', attempts, 'SJIS'));
  await page.getByRole('button', { name: workbench.text('events.add') }).click();
  await expect(page.getByRole('combobox', { name: workbench.text('events.kind') })).toHaveValue('オーソリ', {
    timeout: 30_000,
  });
  await seen('mapping');
  await page.getByRole('button', { name: workbench.text('events.apply') }).click();
  await expect(page.getByTestId('event-kinds').locator('tbody tr')).toHaveText(/^オーソリ32110/, {
    timeout: 30_000,
  });
  await seen('files');

  await page.getByRole('button', { name: workbench.text('told.open') }).click();
  // 12,000 and 34,000 of which 10,000 came back; the issuer bears the 12,000.
  const figures = page.getByRole('region', { name: workbench.text('told.charged') });
  for (const amount of ['46,000円', '10,000円', '36,000円', '12,000円', '24,000円'])
    await expect(figures).toContainText(amount, { timeout: 30_000 });
  await seen('summary');
  await page.getByRole('button', { name: 'A-1', exact: true }).click();
  const moments = page.getByTestId('time-line').locator('li');
  await expect(moments).toHaveText(
    [
      /^2024-04-01 09:58:00オーソリ 失敗.*G12/,
      /^2024-04-01 09:59:30オーソリ 成功/,
      /注文$/,
      /TC40/,
      /カード会社の負担/,
      /正常を確認/,
    ],
    { timeout: 30_000 },
  );
  await seen('time-line');

  await page.goBack();
  await page.goBack();
  await page
    .getByTestId('event-files')
    .getByRole('button', { name: workbench.text('data.removeOf', { name: 'オーソリ.csv' }) })
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: workbench.text('data.remove'), exact: true })
    .click();
  await expect(page.getByTestId('event-files')).toHaveCount(0, { timeout: 30_000 });
});
