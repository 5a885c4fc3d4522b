import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type Workbench } from './app.ts';
import { csvFile, newProject } from './new-project.ts';
import { flawsOf } from './screen-check.ts';

const orders = [
  '注文番号,注文日時,合計金額,決済ID,承認番号,カード番号,メールアドレス',
  'A-1,2024-04-01 10:00:00,12000,T-1001,012345,411111******1111,a@example.jp',
  'A-2,2024-04-02 11:30:00,34000,T-1002,222222,411111******2222,b@example.jp',
  'A-3,2024-04-03 09:00:00,58000,T-1003,333333,************4444,c@example.jp',
  'A-4,2024-04-03 21:00:00,58000,T-1004,333334,************4444,c@example.jp',
  ...Array.from({ length: 6 }, (_, i) => `B-${i},2024-04-05 0${i}:00:00,${1000 + i},T-2${i},,,e${i}@example.jp`),
];

/** As an acquirer writes it: no order id anywhere. */
const list = [
  'カード番号,承認番号,ご利用日,ご利用金額,CB通知日,理由コード',
  '4111 11** **** 1111,12345,2024/4/1,"12,000",2024/6/10,10.4',
  '4111-11**-****-2222,,2024/4/2,"34,000",2024/6/11,10.4',
  '************4444,,2024/4/3,"58,000",2024/6/12,10.4',
  '************9999,,2024/4/3,"77,000",2024/6/12,10.4',
  // Long after all orders, so that they have matured.
  '************0000,,2025/4/3,1,2025/6/12,10.4',
];

const ruleSet = {
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: '高額',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: [{ code: 'HIGH', description: { ja: '高額', en: 'High' }, when: 'order.amount > 30000', result: 'NG' }],
} as const;

/** What is said of an order id nobody knows. */
const failure = {
  ja: '注文番号「Z-9」の注文はありません',
  en: 'The project has no order “Z-9”',
};

for (const language of ['ja', 'en'] as const)
  test(`a chargeback list without order ids: counts per key, one picked by hand, one bad order more (${language})`, async ({
    launch,
  }) => {
    const workbench = await launch({ language, theme: language === 'ja' ? 'light' : 'dark' });
    const page = await newProject(workbench, 'お店.shinsa', () =>
      workbench.page.evaluate(async () => {
        await window.shinsa.newProject();
      }),
    );
    const seen = async (name: string): Promise<void> => {
      expect(await flawsOf(page)).toEqual([]);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      await page.screenshot({ path: `test-results/screens/outcomes-${language}-${name}.png` });
    };
    await workbench.answerDialogs(csvFile(workbench, '注文.csv', orders, 'SJIS'));
    await page.getByRole('button', { name: workbench.text('data.chooseFile') }).click();
    await page.getByRole('button', { name: workbench.text('data.import'), exact: true }).click();
    await expect(page.getByTestId('import-result')).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: workbench.text('data.back') }).click();

    await workbench.answerDialogs(csvFile(workbench, 'CB一覧.csv', list, 'SJIS'));
    await page.getByRole('button', { name: workbench.text('data.addOutcomes') }).click();
    const column = (key: 'card_number' | 'approval_number' | 'purchased_at' | 'reported_at' | 'event_id') =>
      page.getByRole('combobox', {
        name: workbench.text('data.outcomeOf', { name: workbench.text(`data.outcome.${key}`) }),
      });
    await expect(column('card_number')).toHaveValue('カード番号');
    await expect(column('approval_number')).toHaveValue('承認番号');
    await expect(column('purchased_at')).toHaveValue('ご利用日');
    await expect(column('reported_at')).toHaveValue('CB通知日');
    await expect(column('event_id')).toHaveValue(workbench.text('data.noOutcomeColumn'));
    await seen('1-columns');
    await page.getByRole('button', { name: workbench.text('data.applyOutcomes'), exact: true }).click();

    const counts = { read: '5', several: '1', unmatched: '2', rejected: '0' };
    const added = workbench.text('data.outcomesAdded', { name: 'CB一覧.csv', matched: '2', ...counts });
    await expect(page.getByText(added)).toBeVisible();
    const keys = page.getByTestId('outcome-files').getByRole('list', { name: workbench.text('data.matchedBy') });
    await expect(keys.getByRole('listitem')).toHaveCount(2);
    await seen('2-files');
    const before = await badOrders(workbench, page);
    expect(before).toMatchObject({ bad: 2, warned: true });

    await page.getByRole('button', { name: workbench.text('data.resolveOf', { name: 'CB一覧.csv' }) }).click();
    const screen = page.getByTestId('resolve-outcomes');
    await expect(screen.getByRole('table')).toHaveCount(1);
    await seen('3-candidates');
    const pick = page.getByRole('button', {
      name: workbench.text('data.pickOrderOf', { order: 'A-4', line: '4' }),
    });
    await pick.focus();
    await page.keyboard.press('Enter');
    await expect(screen.getByTestId('resolve-sum')).toContainText(
      workbench.text('data.outcomesSum', { ...counts, matched: '3', several: '0' }),
    );
    await expect(page.getByRole('button', { name: workbench.text('data.undoLine', { line: '4' }) })).toBeFocused();
    await seen('4-decided');
    expect((await badOrders(workbench, page)).bad).toBe(3);

    await page.getByRole('button', { name: workbench.text('data.undoLine', { line: '4' }) }).click();
    await expect(pick).toBeEnabled();
    expect((await badOrders(workbench, page)).bad).toBe(2);
    await page.getByRole('button', { name: workbench.text('data.noneOfLine', { line: '4' }) }).click();
    await expect(page.getByRole('button', { name: workbench.text('data.undoLine', { line: '4' }) })).toBeVisible();
    const known = page.getByRole('textbox', { name: workbench.text('data.knownOrderOf', { line: '5' }) });
    await known.fill('Z-9');
    await known.press('Enter');
    await expect(page.getByText(failure[language])).toBeVisible();
    await known.fill('B-1');
    await known.press('Enter');
    await expect(page.getByRole('button', { name: workbench.text('data.undoLine', { line: '5' }) })).toBeVisible();
    await page.getByRole('button', { name: workbench.text('data.back') }).click();
    await workbench.answerDialogs(join(workbench.home, 'open.csv'));
    await page.getByRole('button', { name: workbench.text('data.saveUnmatchedOf', { name: 'CB一覧.csv' }) }).click();
    await expect(page.getByText(workbench.text('saved.done', { name: 'open.csv' }))).toBeVisible();

    await page
      .getByRole('navigation', { name: workbench.text('rail.label') })
      .getByRole('button', { name: workbench.text('room.rules') })
      .click();
    await page.getByRole('button', { name: workbench.text('rules.sample') }).click();
    await expect(page.getByTestId('impact')).toBeVisible({ timeout: 30_000 });
    await expect(page.locator('.impact .callout.warn')).toBeVisible();
    await page.screenshot({ path: `test-results/screens/outcomes-${language}-5-impact.png` });
  });

/** The backtest's own count of bad orders, asked over a port beside the page's. */
async function badOrders(
  workbench: Workbench,
  page: Page,
): Promise<{ readonly bad: number; readonly warned: boolean }> {
  const answer = await workbench.callIn(page, 'backtest.run', {
    ruleSet: { ...ruleSet, rules: [...ruleSet.rules] },
    filter: { clauses: [] },
    save: false,
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  const { bad, warnings } = answer.value.result;
  return { bad, warned: warnings.some(({ code }) => code === 'outcomes-not-matched') };
}
