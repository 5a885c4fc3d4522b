import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type RoomKey, type Workbench } from './app.ts';
import { cartExport, chargebackList, csvFile, newProject } from './new-project.ts';
import { pinResult } from './pin-result.ts';

const wait = { timeout: 60_000 };
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

/** Serious and critical issues of the page as it is, with the elements they are on. */
async function issuesOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(standards).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join('\n  ')}`);
}

/** Looks at a screen; what is found is kept, so that one run tells all. */
class Examiner {
  readonly found: string[] = [];

  async look(screen: string, page: Page): Promise<void> {
    await expect(page.locator('body:not(:has(.issues .error)) .old-figures')).toHaveCount(0, wait);
    for (const issue of await issuesOf(page)) this.found.push(`${screen}: ${issue}`);
  }
}

async function room(workbench: Workbench, page: Page, key: RoomKey): Promise<void> {
  const rail = page.getByRole('navigation', { name: workbench.text('rail.label') });
  await rail.getByRole('button', { name: workbench.text(`room.${key}`) }).click();
}

async function openWith(page: Page, keys: string, typed: string): Promise<void> {
  await page.keyboard.press(keys);
  await page.keyboard.type(typed);
  await page.keyboard.press('Enter');
}

async function dialogs(workbench: Workbench, page: Page, examiner: Examiner): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await examiner.look('palette', page);
  await page.keyboard.press('Escape');
  for (const key of ['palette.settings', 'palette.shortcuts', 'palette.about'] as const) {
    await openWith(page, 'Control+k', workbench.text(key));
    await expect(page.getByRole('dialog')).toBeVisible();
    await examiner.look(key, page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.locator('.top-bar .fact').click();
  await examiner.look('project dialog', page);
  await page.keyboard.press('Escape');
}

async function sampleRooms(workbench: Workbench, examiner: Examiner): Promise<void> {
  const { page } = workbench;
  await workbench.sampleReady();
  await room(workbench, page, 'data');
  await expect(page.getByRole('region', { name: workbench.text('data.earlier') }).getByRole('row')).toHaveCount(
    2,
    wait,
  );
  await examiner.look('data', page);
  await page.getByRole('button', { name: workbench.text('quality.open') }).click();
  await expect(page.getByTestId('quality-report')).toBeVisible(wait);
  await examiner.look('data quality', page);
  await page.getByTestId('finding-rows-rejected').getByRole('button').first().click();
  await expect(page.getByTestId('rejected-list').getByRole('table')).toBeVisible(wait);
  await examiner.look('rejected rows', page);

  await room(workbench, page, 'explore');
  await expect(page.locator('.chart canvas')).toHaveCount(16, wait);
  await page.getByRole('grid').locator('[aria-rowindex="3"]').click();
  await expect(page.getByRole('complementary').locator('dl').first()).toBeVisible(wait);
  await examiner.look('explore with detail', page);
  await page.getByRole('button', { name: workbench.text('orders.export') }).click();
  await examiner.look('export of orders', page);
  await page.keyboard.press('Escape');

  await room(workbench, page, 'patterns');
  await expect(page.getByTestId('finders')).toBeVisible(wait);
  await examiner.look('patterns', page);
  await room(workbench, page, 'sql');
  await page.locator('.sql-editor .cm-content').click();
  await page.keyboard.insertText('SELECT payment_method, count(*) AS n FROM orders GROUP BY 1');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('sql-rows')).toBeVisible(wait);
  await expect(page.locator('.chart canvas')).toHaveCount(1, wait);
  await examiner.look('SQL', page);
  await page.getByRole('button', { name: workbench.text('sql.saveAs') }).click();
  await examiner.look('SQL saved by name', page);
  await page.keyboard.press('Escape');
  await room(workbench, page, 'rules');
  await examiner.look('rule sets', page);
  await page.getByRole('main').locator('td .link').first().click();
  await page.getByRole('option', { name: 'TIM_NIGHT_HIGH' }).click();
  await expect(page.getByTestId('impact')).toHaveAttribute('aria-busy', 'false', wait);
  await examiner.look('rule', page);
  await page.locator('.cel-editor .cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('order.amount > "x" && order.settle_status == "1"');
  await expect(page.locator('.issues li').first()).toBeVisible(wait);
  await examiner.look('rule with errors', page);
  await page.getByRole('button', { name: workbench.text('rules.undoEdit') }).click();
  await page.getByRole('button', { name: workbench.text('rules.settings') }).click();
  await examiner.look('rule set settings', page);

  await room(workbench, page, 'backtest');
  await page.getByRole('button', { name: workbench.text('backtest.start'), exact: true }).click();
  await expect(page.getByTestId('decisions')).toBeVisible(wait);
  await page.getByRole('tab', { name: workbench.text('backtest.view.rules'), exact: true }).click();
  await page.getByRole('button', { name: 'TIM_NIGHT_HIGH' }).click();
  await examiner.look('backtest with rule', page);

  await room(workbench, page, 'export');
  await page.getByRole('button', { name: workbench.text('export.start') }).click();
  await expect(page.getByTestId('package-figures')).toBeVisible(wait);
  await examiner.look('package', page);

  await room(workbench, page, 'explore');
  const weekly = page.locator('section.weekly');
  await expect(weekly.locator('canvas').first()).toBeVisible(wait);
  await pinResult(workbench, weekly);
  await room(workbench, page, 'findings');
  await expect(page.locator('.pinned img').first()).toBeVisible(wait);
  await page.getByTestId('finding').locator('summary').click();
  await examiner.look('findings', page);
  await page.getByRole('button', { name: workbench.text('findings.write') }).click();
  await examiner.look('file of findings', page);
  await page.keyboard.press('Escape');
}

const views = [
  'decisions',
  'money',
  'rules',
  'parts',
  'cut',
  'split',
  'time',
  'segments',
  'compare',
  'judged',
  'sample',
] as const;

/** Every view of a run, with its tables and then with its pictures. */
async function backtestViews(workbench: Workbench, examiner: Examiner): Promise<void> {
  const { page } = workbench;
  await workbench.sampleReady();
  await room(workbench, page, 'backtest');
  await page.getByRole('button', { name: workbench.text('backtest.start'), exact: true }).click();
  await expect(page.getByTestId('decisions')).toBeVisible(wait);
  for (const view of views) {
    await page.getByRole('tab', { name: workbench.text(`backtest.view.${view}`), exact: true }).click();
    const shown = page.getByRole('tabpanel');
    if (view === 'split') {
      await shown.getByLabel(workbench.text('split.first')).fill('2026-01-01');
      await expect(page.getByTestId('split')).toBeVisible(wait);
    }
    if (view === 'compare') {
      await page.getByRole('combobox', { name: workbench.text('compare.champion') }).click();
      await page.getByRole('listbox').getByRole('option').first().click();
      await expect(page.getByTestId('differences')).toBeVisible(wait);
    }
    await expect(shown.locator(':is(.skeleton, [aria-busy="true"])')).toHaveCount(0, wait);
    await examiner.look(`backtest ${view}`, page);
    const toPicture = { name: workbench.text('chart.picture'), exact: true, pressed: false };
    const unseen = shown.getByRole('button', toPicture);
    if ((await unseen.count()) === 0) continue;
    while ((await unseen.count()) > 0) await unseen.first().click();
    await expect(page.locator('.chart-box:not(:has(canvas))')).toHaveCount(0, wait);
    await examiner.look(`backtest ${view}, drawn`, page);
  }
}

async function importScreens(workbench: Workbench, examiner: Examiner): Promise<void> {
  const page = await newProject(workbench, '新しい.shinsa', () =>
    workbench.page.evaluate(async () => {
      await window.shinsa.newProject();
    }),
  );
  await examiner.look('empty project', page);
  await workbench.answerDialogs(csvFile(workbench, '注文.csv', cartExport, 'SJIS'));
  await page.getByRole('button', { name: workbench.text('data.chooseFile') }).click();
  await expect(page.getByRole('heading', { name: '注文.csv' })).toBeVisible(wait);
  await workbench.answerDialogs(csvFile(workbench, 'チャージバック.csv', chargebackList, 'SJIS'));
  await page.getByRole('button', { name: workbench.text('data.chooseOutcomes') }).click();
  await expect(page.getByText('チャージバック.csv')).toBeVisible(wait);
  await examiner.look('mapping', page);
  await page.getByRole('button', { name: workbench.text('mappings.open') }).click();
  await page.getByRole('button', { name: workbench.text('mappings.save'), exact: true }).click();
  await expect(page.getByTestId('kept-mappings')).toBeVisible(wait);
  await examiner.look('saved mappings', page);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: workbench.text('common.close') })
    .click();
  await page.getByRole('button', { name: workbench.text('data.import'), exact: true }).click();
  await expect(page.getByTestId('rejects-screen')).toBeVisible(wait);
  await examiner.look('rejected rows', page);
  await page.getByRole('button', { name: workbench.text('data.rejectsGoOn', { count: '4' }) }).click();
  await expect(page.getByTestId('import-result')).toBeVisible(wait);
  await examiner.look('import result', page);
}

for (const [language, theme] of [
  ['ja', 'light'],
  ['en', 'dark'],
] as const) {
  test(`no screen and no dialog has a serious issue (${language}, ${theme})`, async ({ launch }) => {
    test.setTimeout(300_000);
    const workbench = await launch({ language, theme });
    const examiner = new Examiner();
    await sampleRooms(workbench, examiner);
    await dialogs(workbench, workbench.page, examiner);
    await importScreens(workbench, examiner);
    expect(examiner.found).toEqual([]);
  });

  test(`no view of a backtest has a serious issue (${language}, ${theme})`, async ({ launch }) => {
    test.setTimeout(300_000);
    const workbench = await launch({ language, theme });
    const examiner = new Examiner();
    await backtestViews(workbench, examiner);
    expect(examiner.found).toEqual([]);
  });
}
