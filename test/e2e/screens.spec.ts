import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, freshFolder, test, type RoomKey, type TextKey, type Workbench } from './app.ts';
import { cartExport, chargebackList, csvFile, newProject, resizePage } from './new-project.ts';
import { pinResult } from './pin-result.ts';
import { flawsOf } from './screen-check.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

const usual: Size = { width: 1280, height: 800 };
const others: readonly Size[] = [
  { width: 1920, height: 1080 },
  { width: 1024, height: 700 },
];
const wait = { timeout: 120_000 };

/** Takes every screen in every size, and keeps what is wrong with any of them. */
class Walk {
  readonly flaws: string[] = [];
  private readonly workbench: Workbench;
  private readonly folder: string;
  private readonly name: string;
  private readonly sizes: readonly Size[];

  constructor(workbench: Workbench, folder: string, name: string, sizes: readonly Size[]) {
    this.workbench = workbench;
    this.folder = folder;
    this.name = name;
    this.sizes = sizes;
    this.listen(workbench.page);
    workbench.app.on('window', (page) => this.listen(page));
  }

  private listen(page: Page): void {
    page.on('pageerror', (error) => this.flaws.push(`error in the page: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || /Content Security Policy/.test(message.text()))
        this.flaws.push(`console: ${message.text()}`);
    });
  }

  async take(screen: string, page: Page): Promise<void> {
    for (const { width, height } of this.sizes) {
      await resizePage(this.workbench, page, width, height);
      await settled(page);
      const found = await flawsOf(page);
      const file = `${this.name}-${width}x${height}-${screen}.png`;
      this.flaws.push(...found.map((flaw) => `${file}: ${flaw}`));
      await page.screenshot({ path: join(this.folder, file) });
    }
    await resizePage(this.workbench, page, usual.width, usual.height);
  }
}

/** Nothing is being computed or drawn any more; only a rule with an error keeps its last figures, faded. */
async function settled(page: Page): Promise<void> {
  const unfinished = ':is(.old-figures, .skeleton, [aria-busy="true"])';
  await expect(page.locator(`body:not(:has(.issues .error)) ${unfinished}`)).toHaveCount(0, wait);
  await expect(page.locator('.chart-box:not(:has(canvas))')).toHaveCount(0, wait);
}

async function room(workbench: Workbench, page: Page, key: RoomKey): Promise<void> {
  const rail = page.getByRole('navigation', { name: workbench.text('rail.label') });
  await rail.getByRole('button', { name: workbench.text(`room.${key}`) }).click();
}

async function importScreens(workbench: Workbench, walk: Walk): Promise<void> {
  const page = await newProject(workbench, '新しいお店.shinsa', () =>
    workbench.page.evaluate(async () => {
      await window.shinsa.newProject();
    }),
  );
  await walk.take('01-data-empty', page);
  await workbench.answerDialogs(csvFile(workbench, '注文.csv', cartExport, 'SJIS'));
  await page.getByRole('button', { name: workbench.text('data.chooseFile') }).click();
  await expect(page.getByRole('heading', { name: '注文.csv' })).toBeVisible(wait);
  await workbench.answerDialogs(csvFile(workbench, 'チャージバック.csv', chargebackList, 'SJIS'));
  await page.getByRole('button', { name: workbench.text('data.chooseOutcomes') }).click();
  await expect(page.getByText('チャージバック.csv')).toBeVisible(wait);
  await walk.take('02-mapping', page);
  await page.getByRole('button', { name: workbench.text('mappings.open') }).click();
  await page.getByRole('button', { name: workbench.text('mappings.save'), exact: true }).click();
  await expect(page.getByTestId('kept-mappings')).toBeVisible(wait);
  await walk.take('02-saved-mappings', page);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: workbench.text('common.close') })
    .click();
  await page.getByRole('button', { name: workbench.text('data.import'), exact: true }).click();
  await expect(page.getByTestId('rejects-screen')).toBeVisible(wait);
  await walk.take('02-rejects', page);
  await page.getByRole('button', { name: workbench.text('data.rejectsGoOn', { count: '4' }) }).click();
  await expect(page.getByTestId('import-result')).toBeVisible(wait);
  await walk.take('03-import-result', page);
  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await page.getByRole('button', { name: workbench.text('told.open') }).click();
  await expect(page.getByTestId('outcome-kinds')).toBeVisible(wait);
  await walk.take('03-outcomes-summary', page);
  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await workbench.answerDialogs(
    csvFile(workbench, '入金.csv', ['注文番号,入金日,入金額', 'A-2,2025-05-01,3400'], 'SJIS'),
  );
  await page.getByRole('button', { name: workbench.text('events.add') }).click();
  await expect(page.getByTestId('events-screen')).toBeVisible(wait);
  await walk.take('03-events-mapping', page);
  await page.getByRole('button', { name: workbench.text('events.apply') }).click();
  await expect(page.getByTestId('event-kinds')).toBeVisible(wait);
  await walk.take('03-data-events', page);
  await room(workbench, page, 'rules');
  await expect(page.getByRole('button', { name: workbench.text('rules.sample') })).toBeVisible(wait);
  await walk.take('04-no-rule-sets', page);
  await room(workbench, page, 'backtest');
  await walk.take('05-no-runs', page);
  await page.close();
}

async function exploreScreens(workbench: Workbench, walk: Walk): Promise<void> {
  const { page } = workbench;
  await room(workbench, page, 'data');
  await expect(page.getByRole('region', { name: workbench.text('data.earlier') }).getByRole('row')).toHaveCount(
    2,
    wait,
  );
  await walk.take('06-data', page);
  await page.getByRole('button', { name: workbench.text('quality.open') }).click();
  await expect(page.getByTestId('quality-report')).toBeVisible(wait);
  await walk.take('06-data-quality', page);
  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await page.getByRole('button', { name: workbench.text('targets.open'), exact: true }).click();
  await expect(page.getByTestId('target-states')).toBeVisible(wait);
  await walk.take('06-data-targets', page);
  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await page.getByRole('button', { name: workbench.text('stored.open'), exact: true }).click();
  await expect(page.getByTestId('stored-columns')).toBeVisible(wait);
  await walk.take('06-data-stored', page);
  await page.getByRole('button', { name: workbench.text('data.back') }).click();
  await page.getByRole('button', { name: workbench.text('lists.open'), exact: true }).click();
  const offered = page.getByTestId('offered-lists').getByRole('button');
  await offered.first().click();
  await expect(page.getByTestId('lists').getByRole('row')).toHaveCount(2, wait);
  await walk.take('06-data-lists', page);
  await room(workbench, page, 'explore');
  await expect(page.locator('.chart canvas')).toHaveCount(16, wait);
  await walk.take('07-explore', page);
  await page.getByRole('grid').locator('[aria-rowindex="3"]').click();
  await expect(page.getByRole('complementary').locator('dl').first()).toBeVisible(wait);
  await walk.take('08-explore-detail', page);
  await page.getByRole('button', { name: workbench.text('orders.closeDetail') }).click();
  await page
    .getByRole('region', { name: workbench.text('explore.overview') })
    .getByRole('button')
    .nth(1)
    .click();
  await expect(page.getByRole('button', { name: workbench.text('explore.showCharts') })).toBeVisible(wait);
  await walk.take('09-orders', page);
  await page.getByRole('button', { name: workbench.text('orders.columns'), exact: true }).click();
  await walk.take('10-order-columns', page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: workbench.text('orders.export') }).click();
  await walk.take('11-order-export', page);
  await page.keyboard.press('Escape');
  await page
    .getByRole('list', { name: workbench.text('top.filters') })
    .getByRole('button')
    .first()
    .click();
}

async function patternScreens(workbench: Workbench, walk: Walk): Promise<void> {
  const { page } = workbench;
  await room(workbench, page, 'patterns');
  await expect(page.getByTestId('finders')).toBeVisible(wait);
  await walk.take('31-patterns', page);
}

async function sqlScreens(workbench: Workbench, walk: Walk): Promise<void> {
  const { page } = workbench;
  await room(workbench, page, 'sql');
  const editor = page.locator('.sql-editor .cm-content');
  await expect(page.getByTestId('sql-tables')).toContainText('payment_method', wait);
  await walk.take('40-sql', page);
  await editor.click();
  await page.keyboard.insertText(
    'SELECT payment_method, count(*) AS n, sum(amount) AS 金額 FROM orders GROUP BY 1 ORDER BY 1',
  );
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('sql-rows')).toBeVisible(wait);
  await walk.take('40-sql-result', page);
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('SELECT nam FROM orders');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('sql-problem')).toBeVisible(wait);
  await page.getByRole('tab', { name: workbench.text('sql.tab.history') }).click();
  await expect(page.getByTestId('sql-history').getByRole('listitem')).toHaveCount(2, wait);
  await walk.take('40-sql-error', page);
}

async function findingScreens(workbench: Workbench, walk: Walk): Promise<void> {
  const { page } = workbench;
  await room(workbench, page, 'findings');
  await walk.take('32-no-findings', page);
  await room(workbench, page, 'explore');
  const weekly = page.locator('section.weekly');
  await expect(weekly.locator('canvas').first()).toBeVisible(wait);
  await pinResult(workbench, weekly);
  await room(workbench, page, 'findings');
  await page.getByRole('button', { name: workbench.text('findings.addNote'), exact: true }).click();
  await expect(page.locator('.pinned img').first()).toBeVisible(wait);
  await page.getByTestId('finding').first().locator('summary').click();
  await walk.take('33-findings', page);
  await page.getByRole('button', { name: workbench.text('findings.write') }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await walk.take('34-findings-file', page);
  await page.keyboard.press('Escape');
}

async function identityScreens(workbench: Workbench, walk: Walk): Promise<void> {
  const { page } = workbench;
  await room(workbench, page, 'identity');
  await expect(page.getByTestId('identity-coverage')).toBeVisible(wait);
  await walk.take('28-identity', page);
  await page.getByRole('button', { name: workbench.text('identity.linkNow') }).click();
  await expect(page.getByTestId('identity-entities')).toBeVisible(wait);
  await page.getByTestId('identity-links').scrollIntoViewIfNeeded();
  await walk.take('29-linked', page);
  await page.getByRole('button', { name: workbench.text('near.find') }).click();
  await expect(page.getByTestId('near-found')).toBeVisible(wait);
  await page.getByTestId('near-found').scrollIntoViewIfNeeded();
  await walk.take('30-near', page);
}

async function ruleScreens(workbench: Workbench, walk: Walk): Promise<void> {
  const { page } = workbench;
  await room(workbench, page, 'rules');
  await walk.take('12-rule-sets', page);
  await page.getByRole('main').locator('td .link').first().click();
  await page.getByRole('option', { name: 'TIM_NIGHT_HIGH' }).click();
  await expect(page.locator('.rule-hits .skeleton')).toHaveCount(0, wait);
  await walk.take('13-rule', page);
  const editor = page.locator('.cel-editor .cm-content');
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' && ');
  await page.keyboard.press('Control+Space');
  await expect(page.locator('.cm-tooltip-autocomplete')).toBeVisible(wait);
  await walk.take('14-rule-completion', page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('order.amount > "x" && order.settle_status == "1"');
  await expect(page.locator('.issues li').first()).toBeVisible(wait);
  await walk.take('15-rule-errors', page);
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('order.payment_method in ["01", "02"] && (order.amount >= 5000 || !has(buyer.phone))');
  await page.getByRole('tab', { name: workbench.text('view.builder') }).click();
  await walk.take('15b-rule-builder', page);
  await page.getByRole('tab', { name: workbench.text('view.text') }).click();
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('order.amount >= 5000 && device.kind == "bot" || !has(buyer.phone)');
  await page.getByRole('tab', { name: workbench.text('view.table') }).click();
  await walk.take('15c-rule-table', page);
  await page.getByRole('tab', { name: workbench.text('view.text') }).click();
  await page.getByRole('button', { name: workbench.text('library.open') }).click();
  await expect(page.locator('.library .skeleton')).toHaveCount(0, wait);
  await walk.take('15d-rule-library', page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: workbench.text('features.title') }).click();
  await page.getByRole('button', { name: workbench.text('features.fromCatalogue') }).click();
  await page.getByRole('combobox', { name: workbench.text('features.topics') }).selectOption('known-bad');
  await page.getByRole('button', { name: workbench.text('features.add'), exact: true }).click();
  await expect(page.getByRole('dialog').getByTestId('hindsight')).toBeVisible(wait);
  await walk.take('15e-feature-catalogue', page);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('hindsight')).toBeVisible(wait);
  await walk.take('15f-feature', page);
  await page.getByRole('button', { name: workbench.text('features.back') }).click();
  await page.getByRole('button', { name: workbench.text('rules.settings') }).click();
  await expect(page.getByTestId('rule-findings')).toHaveAttribute('aria-busy', 'false', wait);
  await walk.take('16-rule-set-settings', page);
  await page.getByRole('button', { name: workbench.text('rules.more') }).click();
  await walk.take('17-rule-set-menu', page);
  await page.keyboard.press('Escape');
  await page.getByText(workbench.text('policy.scores'), { exact: true }).click();
  await page.getByRole('button', { name: workbench.text('exceptions.addSnooze'), exact: true }).click();
  await page.getByRole('heading', { name: workbench.text('scores.title') }).scrollIntoViewIfNeeded();
  await walk.take('17-rule-set-scores', page);
  await page.getByRole('button', { name: 'v1', exact: true }).click();
  await expect(
    page
      .getByRole('region', { name: workbench.text('versions.changes') })
      .locator('ins')
      .first(),
  ).toBeVisible(wait);
  await walk.take('17-rule-set-versions', page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: workbench.text('rules.more') }).click();
  await page.getByRole('button', { name: workbench.text('rules.revert') }).click();
}

async function resultScreens(workbench: Workbench, walk: Walk): Promise<void> {
  const { page } = workbench;
  await room(workbench, page, 'backtest');
  await page.getByRole('button', { name: workbench.text('backtest.start'), exact: true }).click();
  await expect(page.getByTestId('decisions')).toBeVisible(wait);
  await walk.take('18-backtest', page);
  const show = (
    view: 'money' | 'rules' | 'parts' | 'cut' | 'split' | 'time' | 'compare' | 'segments' | 'judged' | 'sample',
  ) => page.getByRole('tab', { name: workbench.text(`backtest.view.${view}`), exact: true }).click();
  await show('sample');
  await page.getByRole('button', { name: workbench.text('sample.draw') }).click();
  await expect(page.getByRole('dialog').locator('tbody tr').first()).toBeVisible(wait);
  await walk.take('18-backtest-draw', page);
  await page.keyboard.press('Escape');
  await show('money');
  await walk.take('18-backtest-money', page);
  await show('parts');
  await expect(page.getByTestId('contributions')).toBeVisible(wait);
  await walk.take('18-backtest-parts', page);
  await page.getByRole('button', { name: workbench.text('parts.look') }).click();
  await page.getByTestId('additions').scrollIntoViewIfNeeded(wait);
  await walk.take('18-backtest-parts-added', page);
  await show('judged');
  await expect(page.getByTestId('ripening')).toBeVisible(wait);
  await walk.take('18-backtest-judged', page);
  await show('time');
  await expect(page.getByTestId('series')).toBeVisible(wait);
  await walk.take('18-backtest-time', page);
  await show('segments');
  await expect(page.getByTestId('segments')).toBeVisible(wait);
  await walk.take('18-backtest-segments', page);
  await show('cut');
  await expect(page.getByTestId('cut-table')).toBeVisible(wait);
  await page.getByLabel(workbench.text('split.first')).fill('2026-01-01');
  await expect(page.getByTestId('cut-held-out').getByRole('row')).toHaveCount(3, wait);
  await page.getByTestId('cut-table').locator('th').getByRole('button').last().click();
  await expect(page.getByTestId('cut-changes')).toBeVisible(wait);
  await walk.take('18-backtest-cut', page);
  await page.getByTestId('cut-changes').scrollIntoViewIfNeeded();
  await walk.take('18-backtest-cut-changes', page);
  await show('split');
  await expect(page.getByTestId('split')).toBeVisible(wait);
  await walk.take('18-backtest-split', page);
  await show('rules');
  await page.getByRole('button', { name: 'TIM_NIGHT_HIGH' }).click();
  await walk.take('19-backtest-rule', page);
  await page.getByRole('button', { name: workbench.text('whatIf.open') }).click();
  await page.getByTestId('what-if').getByRole('checkbox').first().uncheck();
  await expect(page.getByTestId('backtest-figures').locator('.nowrap').first()).toBeVisible(wait);
  await walk.take('19-backtest-what-if', page);
  await show('compare');
  await page.getByRole('combobox', { name: workbench.text('compare.champion') }).click();
  await page.getByRole('listbox').getByRole('option').first().click();
  await expect(page.getByTestId('differences')).toBeVisible(wait);
  await walk.take('19-backtest-compare', page);
  await page.getByRole('button', { name: workbench.text('compare.with.recorded'), exact: true }).click();
  await expect(page.getByTestId('transitions')).toBeVisible(wait);
  await walk.take('19-backtest-recorded', page);
  await room(workbench, page, 'export');
  await walk.take('20-export', page);
  await page.getByRole('button', { name: workbench.text('export.start') }).click();
  await expect(page.getByTestId('package-figures')).toBeVisible(wait);
  await walk.take('21-package', page);
  const folder = join(freshFolder(), 'shop.shinsapkg');
  await workbench.answerDialogs(folder);
  await page.getByRole('button', { name: workbench.text('export.save'), exact: true }).click();
  await page.getByRole('button', { name: workbench.text('export.choose') }).click();
  await expect(page.getByTestId('package-diff')).toBeVisible(wait);
  await page.getByRole('button', { name: workbench.text('export.diffFolder') }).click();
  await expect(page.getByTestId('package-beside')).toContainText('shop.shinsapkg', wait);
  await walk.take('21-package-beside', page);
}

async function dialogScreens(workbench: Workbench, walk: Walk): Promise<void> {
  const { page } = workbench;
  const dialogs = ['palette.settings', 'palette.shortcuts', 'palette.about'] as const satisfies readonly TextKey[];
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await walk.take('22-palette', page);
  await page.keyboard.press('Escape');
  for (const [index, key] of dialogs.entries()) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(workbench.text(key));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox', { name: workbench.text('palette.placeholder') })).toHaveCount(0);
    await expect(page.getByRole('dialog')).toBeVisible();
    await walk.take(`${23 + index}-${key.slice('palette.'.length)}`, page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.locator('.top-bar .fact').click();
  await walk.take('26-project', page);
  await page.keyboard.press('Escape');
  await page.locator('.top-bar .facts').click();
  const target = page.getByRole('dialog').getByRole('combobox', { name: workbench.text('settings.target') });
  await target.selectOption('unpaid');
  await walk.take('27-project-pay-later', page);
  // The value of a field is no text that could be seen to be clipped.
  const fields = [
    target,
    page.getByRole('dialog').getByRole('spinbutton', { name: workbench.text('settings.horizon') }),
  ];
  for (const field of fields) expect((await field.boundingBox())?.width).toBeGreaterThan(80);
}

for (const language of ['ja', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`every screen fits and speaks its language (${language}, ${theme})`, async ({ launch }, testInfo) => {
      test.setTimeout(480_000);
      const workbench = await launch({ language, theme });
      const folder = join(testInfo.project.outputDir, 'screens');
      const sizes = language === 'ja' && theme === 'light' ? [usual, ...others] : [usual];
      const walk = new Walk(workbench, folder, `${language}-${theme}`, sizes);
      await workbench.sampleReady();
      await importScreens(workbench, walk);
      await exploreScreens(workbench, walk);
      await identityScreens(workbench, walk);
      await patternScreens(workbench, walk);
      await sqlScreens(workbench, walk);
      await ruleScreens(workbench, walk);
      await resultScreens(workbench, walk);
      await findingScreens(workbench, walk);
      await dialogScreens(workbench, walk);
      expect(walk.flaws).toEqual([]);
    });
  }
}
