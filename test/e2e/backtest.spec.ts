import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import type { RuleGroup } from '../../analysis/model/ruleset.ts';
import { expect, test, type Workbench } from './app.ts';

async function runSample(workbench: Workbench): Promise<void> {
  await workbench.sampleReady();
  await workbench.openRoom('backtest');
  await workbench.page.getByRole('button', { name: workbench.text('backtest.start'), exact: true }).click();
  await expect(workbench.page.getByTestId('decisions')).toBeVisible();
}

async function show(workbench: Workbench, view: 'decisions' | 'money' | 'rules' | 'cut' | 'compare'): Promise<void> {
  await workbench.page.getByRole('tab', { name: workbench.text(`backtest.view.${view}`), exact: true }).click();
}

const numberIn = (text: string): number => Number(text.replace(/[^0-9]/g, ''));

async function numbersOf(row: Locator): Promise<number[]> {
  return (await row.locator('td').allTextContents()).map(numberIn);
}

async function ordersInView(workbench: Workbench): Promise<number> {
  const text = await workbench.page.getByTestId('orders-in-view').textContent();
  return numberIn((text ?? '').split('/')[0] ?? '');
}

/** Clicks a number, compares it with what Explore then counts, and comes back. */
async function opensAsMany(workbench: Workbench, number: Locator): Promise<void> {
  const views = workbench.page.getByRole('tablist', { name: workbench.text('backtest.views') });
  const shown = numberIn((await number.textContent()) ?? '');
  await number.click();
  await expect.poll(() => ordersInView(workbench)).toBe(shown);
  await workbench.page.goBack();
  await expect(views).toBeVisible();
}

test('the decisions add up to every order, and each number opens exactly its orders', async ({ launch }) => {
  const workbench = await launch();
  await runSample(workbench);
  const { page } = workbench;
  const rows = page.getByTestId('decisions').locator('tbody tr');
  const table: number[][] = [];
  for (const row of await rows.all()) table.push(await numbersOf(row));
  const total = table[4] ?? [];
  for (const row of table) expect(row.slice(0, 5).reduce((sum, value) => sum + value, 0)).toBe(row[5]);
  for (const column of [0, 1, 2, 3, 4, 5]) {
    expect(table.slice(0, 4).reduce((sum, row) => sum + (row[column] ?? 0), 0)).toBe(total[column]);
  }
  expect(total[5]).toBe(20_000);
  await opensAsMany(workbench, rows.nth(1).getByRole('button').first());
  await opensAsMany(workbench, rows.nth(3).getByRole('button').last());
  const figures = page.getByTestId('backtest-figures').getByRole('button');
  await opensAsMany(workbench, figures.first());
  await show(workbench, 'rules');
  const rule = page.getByTestId('rules-table').locator('tbody tr').filter({ hasText: 'DEV_SCRIPTED' });
  // Amounts open orders as well; these are counts.
  const cells = rule
    .locator('td')
    .getByRole('button')
    .filter({ hasText: /^[\d,]+$/ });
  for (const cell of await cells.all()) await opensAsMany(workbench, cell);
});

test('money adds up, opens its formula, and follows an assumption that is then kept with the run', async ({
  launch,
}) => {
  const workbench = await launch();
  await runSample(workbench);
  const { page } = workbench;
  await show(workbench, 'money');
  const amounts = async (): Promise<number[]> =>
    (await page.getByTestId('money').locator('tbody').first().locator('tr td:nth-child(2)').allTextContents()).map(
      (text) => (text.startsWith('-') ? -1 : 1) * numberIn(text),
    );
  const before = await amounts();
  expect(Math.abs(before.slice(0, -1).reduce((sum, one) => sum + one, 0) - (before.at(-1) ?? 0))).toBeLessThan(5);
  await page.getByTestId('money').getByRole('button').first().click();
  await expect(page.getByRole('dialog')).toContainText('REVIEW・HOLD（不正）の自社負担の損失');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByLabel('粗利率').fill('40');
  await expect.poll(amounts).not.toEqual(before);
  // Both were rounded to whole yen.
  expect(Math.abs(((await amounts())[2] ?? 0) - (before[2] ?? 0) * 2)).toBeLessThan(2);
  await page.getByRole('button', { name: workbench.text('money.keep') }).click();
  await expect(page.getByText(workbench.text('money.keptWithRun'))).toBeVisible();
});

test('a run that is tried otherwise is compared with its rule set, and every transition opens its orders', async ({
  launch,
}) => {
  const workbench = await launch();
  await runSample(workbench);
  const { page } = workbench;
  await show(workbench, 'compare');
  await page.getByRole('combobox', { name: workbench.text('compare.champion') }).click();
  await page.getByRole('listbox').getByRole('option').first().click();
  const rows = page.getByTestId('transitions').locator('tbody tr');
  await expect(rows).toHaveCount(5);
  const table = async (): Promise<number[][]> => Promise.all((await rows.all()).map(numbersOf));
  // Nothing is moved yet.
  for (const [at, row] of (await table()).slice(0, 4).entries()) expect(row[at]).toBe(row[4]);
  await page.getByRole('button', { name: workbench.text('whatIf.open') }).click();
  await page.getByTestId('what-if').getByRole('checkbox').nth(2).uncheck();
  const moved = async (): Promise<number> =>
    (await table()).slice(0, 4).reduce((sum, row, at) => sum + (row[4] ?? 0) - (row[at] ?? 0), 0);
  await expect.poll(moved).toBeGreaterThan(0);
  const found = await table();
  expect(found[4]?.[4]).toBe(20_000);
  for (const column of [0, 1, 2, 3, 4])
    expect(found.slice(0, 4).reduce((sum, row) => sum + (row[column] ?? 0), 0)).toBe(found[4]?.[column]);
  const swapped = page.getByTestId('swaps').locator('tbody tr').first().getByRole('button').first();
  await opensAsMany(workbench, swapped);
});

test('a rule’s hits add up, sort, copy as a table, and its inspector tells why it was not evaluable', async ({
  launch,
}) => {
  const workbench = await launch();
  await runSample(workbench);
  const { page } = workbench;
  await show(workbench, 'rules');
  const rules = page.getByTestId('rules-table').locator('tbody tr');
  await expect(rules).toHaveCount(13);
  for (const row of await rules.all()) {
    // result, hits, precision, recall, caught amount, then what the hits are made of
    const [, hits = 0, , , , ...parts] = (await numbersOf(row)).slice(0, 10);
    expect(parts.reduce((sum, value) => sum + value, 0)).toBe(hits);
  }
  // Behind the hits the precision, once it is told with its interval.
  await expect(rules.locator('.cell-note').first()).toBeVisible();
  await page.getByTestId('rules-table').locator('thead button').nth(1).click();
  await expect(rules.first()).toContainText('SEI_MAIL_DISPOSABLE');
  await page.getByRole('button', { name: 'DEV_SCRIPTED' }).click();
  const inspector = page.getByRole('complementary', { name: workbench.text('inspector.title') });
  await expect(inspector).toContainText('HeadlessChrome');
  await expect(inspector).toContainText('48');
  await expect(inspector.getByTestId('rule-figures').locator('tr')).toHaveCount(16);
  // A column more: the alert rate of each rule by itself.
  await page
    .getByRole('button', { name: workbench.text('orders.columns') })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('checkbox').nth(1).check();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('rules-table').locator('thead th')).toHaveCount(14);
  const panel = page.getByRole('region', { name: workbench.text('rulesTable.title') }).first();
  await panel.getByRole('button', { name: workbench.text('backtest.copyTable') }).click();
  await expect(page.getByText(workbench.text('common.copied'))).toBeVisible();
  const copied = await workbench.app.evaluate(({ clipboard }) => clipboard.readText());
  const lines = copied.split('\n').map((line) => line.split('\t'));
  expect(lines).toHaveLength(14);
  // Figures stand beside the ends of their intervals.
  expect(lines[0]).toHaveLength(2 + 12 + 2 * 3);
  expect(lines[1]?.[0]).toBe('SEI_MAIL_DISPOSABLE');
  const found = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});

test('a threshold’s curve is saved as picture and table with what it stands on, and a value of it is tried', async ({
  launch,
}) => {
  const workbench = await launch();
  await runSample(workbench);
  const { page } = workbench;
  await show(workbench, 'cut');
  const panel = page.getByRole('region', { name: workbench.text('cut.title') }).first();
  await panel.getByLabel(workbench.text('cut.clause')).selectOption('TIM_NIGHT_HIGH:1');
  const rows = page.getByTestId('cut-table').locator('tbody tr');
  await expect(rows.filter({ hasText: workbench.text('cut.present') })).toHaveCount(1);
  const save = async (format: 'png' | 'svg' | 'csv'): Promise<Buffer> => {
    const path = join(workbench.home, `しきい値.${format}`);
    await workbench.answerDialogs(path);
    await panel.getByRole('button', { name: workbench.text('save.menu'), exact: true }).click();
    await panel.getByRole('button', { name: workbench.text(`save.${format}`), exact: true }).click();
    await expect.poll(() => existsSync(path)).toBe(true);
    return readFileSync(path);
  };
  const png = await save('png');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // Twice as many pixels as the narrowest picture has on screen.
  expect(png.readUInt32BE(16)).toBeGreaterThan(2 * 480);
  const svg = (await save('svg')).toString('utf8');
  const csv = (await save('csv')).toString('utf8');
  for (const text of ['カード不正', '2025-04-01 – 2026-06-30', '2026-06-30', 'CRD_01']) {
    expect(svg).toContain(text);
    expect(csv).toContain(text);
  }
  const hash = /[0-9a-f]{12}/.exec(csv)?.[0] ?? 'none';
  expect(svg).toContain(hash);
  expect(csv.split('\r\n')[0]).toBe(
    `\uFEFF${workbench.text('cut.value')},${workbench.text('cut.netColumn')},現在との差,95%下限,95%上限,結果不明を含む下限,結果不明を含む上限,アラート,不正,正常,台地,${workbench.text('cut.few')},現在`,
  );
  await rows.last().locator('th').getByRole('button').click();
  await opensAsMany(workbench, page.getByTestId('cut-changes').getByRole('button').first());
  await rows.last().locator('th').getByRole('button').click();
  await panel.getByRole('button', { name: workbench.text('cut.try') }).click();
  await expect(panel.getByText(workbench.text('cut.isTried'))).toBeVisible();
  await expect(page.getByTestId('what-if').getByText(workbench.text('whatIf.rewritten'))).toBeVisible();
});

test('runs are kept with an address, and say when the project judges otherwise since', async ({ launch }) => {
  const workbench = await launch();
  await runSample(workbench);
  const { page } = workbench;
  await expect(page).toHaveURL(/#\/backtest\/[0-9a-f-]{36}/);
  await page.reload();
  await expect(page.getByTestId('decisions')).toBeVisible();
  const otherwise = page.getByText(workbench.text('backtest.judgedOtherwise'));
  await expect(otherwise).toHaveCount(0);
  const changed = await workbench.call('project.update', { asOf: '2026-03-31' });
  expect(changed.ok).toBe(true);
  await page.reload();
  await expect(otherwise).toBeVisible();
  await expect(page.getByText(workbench.text('backtest.stale'), { exact: true })).toHaveCount(0);
  const run = page.locator('.run-entry').first();
  await expect(run).toContainText(workbench.text('backtest.version', { version: 1 }));
  await expect(run).toContainText('2026-06-30');
  const asThen = workbench.text('backtest.judgeAsThen', { target: 'カード不正', asOf: '2026-06-30' });
  await page.getByRole('button', { name: asThen }).click();
  await expect(otherwise).toHaveCount(0);
});

test('a changed target leaves the as-of day to follow the data, unless somebody chose one', async ({ launch }) => {
  const workbench = await launch();
  await workbench.sampleReady();
  const { page } = workbench;
  const apply = async (asOf: string | null): Promise<void> => {
    await page.locator('.top-bar .facts').click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('option', { name: 'ファイルのラベル' })).toHaveCount(0);
    await dialog.getByRole('combobox', { name: workbench.text('settings.target') }).selectOption('unpaid');
    if (asOf !== null) await dialog.getByRole('textbox', { name: workbench.text('settings.asOf') }).fill(asOf);
    await dialog.getByRole('button', { name: workbench.text('common.apply') }).click();
    await expect(dialog).toHaveCount(0);
  };
  const asOfChosen = async (): Promise<string | null> => {
    const answer = await workbench.call('project.info', {});
    if (!answer.ok) throw new Error(answer.failure.code);
    return answer.value.target.id === 'unpaid' ? answer.value.asOfChosen : 'not applied yet';
  };
  await apply(null);
  await expect.poll(asOfChosen).toBe(null);
  await apply('2026-03-31');
  await expect.poll(asOfChosen).toBe('2026-03-31');
  await apply('');
  await expect.poll(asOfChosen).toBe(null);
});

test('a rule set with an error does not run; the error leads to its place', async ({ launch }) => {
  const workbench = await launch();
  await workbench.sampleReady();
  await workbench.openRoom('rules');
  const { page } = workbench;
  await page
    .getByRole('main')
    .getByRole('button', { name: /標準ルール/ })
    .first()
    .click();
  await page.getByRole('option', { name: 'DLV_FORWARDING' }).click();
  await page.locator('.cel-editor .cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('order.amount >');
  await page
    .getByRole('main')
    .getByRole('button', { name: workbench.text('rules.backtest') })
    .click();
  await expect(page.getByRole('button', { name: workbench.text('backtest.start'), exact: true })).toBeDisabled();
  await page
    .getByRole('alert')
    .getByRole('button', { name: /DLV_FORWARDING/ })
    .click();
  await expect(page).toHaveURL(/DLV_FORWARDING/);
  await expect(page.locator('.cel-editor .cm-content')).toBeFocused();
});

test('rules tried otherwise change every figure at once, and each number opens its orders', async ({ launch }) => {
  const workbench = await launch();
  await runSample(workbench);
  const { page } = workbench;
  const alerts = page.getByTestId('backtest-figures').getByRole('button').first();
  const ran = numberIn((await alerts.textContent()) ?? '');
  await page.getByRole('button', { name: workbench.text('whatIf.open') }).click();
  const table = page.getByTestId('what-if');
  const rule = table.getByRole('row').filter({ hasText: 'DEV_SCRIPTED' });
  // What each rule adds is there.
  await expect(table.locator('td[colspan="8"]')).toHaveCount(0);
  const [first, , , , alone] = (await numbersOf(rule)).slice(-8);
  expect(first).toBeGreaterThanOrEqual(alone ?? Infinity);
  await opensAsMany(workbench, rule.getByRole('button').last());
  await rule.getByRole('checkbox').uncheck();
  await expect.poll(async () => numberIn((await alerts.textContent()) ?? '')).toBe(ran - (alone ?? 0));
  await page.keyboard.press('Control+z');
  await expect(rule.getByRole('checkbox')).toBeChecked();
  await expect.poll(async () => numberIn((await alerts.textContent()) ?? '')).toBe(ran);
  await page.keyboard.press('Control+y');
  await expect(rule.getByRole('checkbox')).not.toBeChecked();
  await page.getByRole('button', { name: workbench.text('rules.undoEdit') }).click();
  await expect.poll(async () => numberIn((await alerts.textContent()) ?? '')).toBe(ran);
  const found = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});

test('while a trial is computed, what is shown is dimmed and cannot be used until the answer is there', async ({
  launch,
}) => {
  // A process cannot be made to wait there.
  if (process.platform === 'win32') return;
  const workbench = await launch();
  await runSample(workbench);
  const { page } = workbench;
  const alerts = page.getByTestId('backtest-figures').getByRole('button').first();
  await page.getByRole('button', { name: workbench.text('whatIf.open') }).click();
  const table = page.getByTestId('what-if');
  await expect(table).toHaveAttribute('aria-busy', 'false');
  const ran = numberIn((await alerts.textContent()) ?? '');
  const engine = await workbench.enginePid();
  process.kill(engine, 'SIGSTOP');
  try {
    await table.getByRole('row').filter({ hasText: 'DEV_SCRIPTED' }).getByRole('checkbox').uncheck();
    await expect(page.locator('.run-result')).toHaveAttribute('aria-busy', 'true');
    await expect(page.locator('.run-part')).toHaveClass(/old-figures/);
    await expect(page.locator('.run-view')).toHaveClass(/old-figures/);
    expect(numberIn((await alerts.textContent()) ?? '')).toBe(ran);
    for (const part of ['.run-part', '.run-view']) await expect(page.locator(part)).toHaveJSProperty('inert', true);
    // What is being tried can go on.
    await expect(table.getByRole('checkbox').first()).toBeEnabled();
  } finally {
    process.kill(engine, 'SIGCONT');
  }
  await expect(page.locator('.run-result')).toHaveAttribute('aria-busy', 'false');
  for (const part of ['.run-part', '.run-view']) {
    await expect(page.locator(part)).not.toHaveClass(/old-figures/);
    await expect(page.locator(part)).toHaveJSProperty('inert', false);
  }
  const now = numberIn((await alerts.textContent()) ?? '');
  expect(now).toBeLessThan(ran);
  await alerts.click();
  await expect.poll(() => ordersInView(workbench)).toBe(now);
});

test('whoever types where figures are computed anew goes on, and a value held out is being computed until it is told', async ({
  launch,
}) => {
  // A process cannot be made to wait there.
  if (process.platform === 'win32') return;
  const workbench = await launch();
  await runSample(workbench);
  const { page } = workbench;
  const view = page.locator('.run-view');
  const engine = await workbench.enginePid();
  const whileStopped = async (work: () => Promise<void>): Promise<void> => {
    process.kill(engine, 'SIGSTOP');
    try {
      await work();
    } finally {
      process.kill(engine, 'SIGCONT');
    }
  };
  await show(workbench, 'money');
  const field = page.getByRole('spinbutton', { name: '1回の購入とみなす再試行の間隔' });
  await whileStopped(async () => {
    // Purchases laid out otherwise are added up anew.
    await field.fill('45');
    await expect(view).toHaveClass(/old-figures/);
    await page.waitForTimeout(400);
    await expect(view).toHaveJSProperty('inert', false);
    await expect(field).toBeFocused();
    await page.locator('.run-header h2').click();
    await expect(view).toHaveJSProperty('inert', true);
  });
  await expect(view).toHaveJSProperty('inert', false);
  await expect(field).toHaveValue('45');

  await show(workbench, 'cut');
  await page.getByLabel(workbench.text('split.first')).fill('2026-01-01');
  const held = page.getByTestId('cut-held-out').locator('tbody tr');
  await expect(held).toHaveCount(2, { timeout: 30_000 });
  await expect(held.last()).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 });
  await expect(held.last()).not.toContainText(workbench.text('common.computing'));
  await whileStopped(async () => {
    await page.getByTestId('cut-table').locator('tbody tr').last().locator('th').getByRole('button').click();
    await expect(held.last()).toContainText(workbench.text('common.computing'));
    await expect(held.last()).not.toContainText(workbench.text('common.notMeasured'));
  });
  await expect(held.last()).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 });
  await expect(held.last()).toContainText('円');
});

test('a rule is moved into another group by the keyboard, and a group asks all of its rules', async ({ launch }) => {
  const workbench = await launch();
  await workbench.sampleReady();
  const sample = await workbench.call('ruleSets.list', {});
  const ruleSet = sample.ok ? sample.value[0]?.ruleSet : undefined;
  if (ruleSet === undefined) throw new Error('no rule set');
  const codes = ruleSet.rules.filter(({ result }) => result !== 'OK').map(({ code }) => code);
  const group = (result: 'NG' | 'REVIEW', rules: string[], kind: RuleGroup['kind'] = 'single'): RuleGroup => ({
    ...{ priority: result === 'NG' ? 1 : 2, result, kind, rules },
  });
  const groups = [group('NG', codes.slice(0, 1)), group('REVIEW', codes.slice(1))];
  const grouped = { ...ruleSet, policy: { kind: 'groups' as const }, groups };
  const run = await workbench.call('backtest.run', { ruleSet: grouped, filter: { clauses: [] }, save: true });
  if (!run.ok) throw new Error(run.failure.code);
  await workbench.openRoom('backtest');
  const { page } = workbench;
  await page.locator('.run-entry').first().click();
  const refused = page.getByTestId('decisions').locator('tbody tr').nth(3).getByRole('button').last();
  const before = numberIn((await refused.textContent()) ?? '');
  await page.getByRole('button', { name: workbench.text('whatIf.open') }).click();
  const [, moved = ''] = codes;
  const choice = page.getByLabel(workbench.text('whatIf.groupOfRule', { name: moved }));
  await choice.focus();
  await page.keyboard.press('ArrowUp');
  await expect(choice).toHaveValue('0');
  await expect(choice).toBeFocused();
  const counted = (set: typeof grouped): Promise<number> =>
    workbench
      .call('backtest.run', { ruleSet: set, filter: { clauses: [] }, save: false })
      .then((answer) => (answer.ok ? answer.value.result.decisions.NG : NaN));
  const shown = async (): Promise<number> => numberIn((await refused.textContent()) ?? '');
  const other = [group('NG', codes.slice(0, 2)), group('REVIEW', codes.slice(2))];
  await expect.poll(shown).toBe(await counted({ ...grouped, groups: other }));
  expect(await shown()).toBeGreaterThan(before);
  const kind = page.getByTestId('what-if').locator('.group-head select').first();
  await kind.selectOption('combination');
  const all = [group('NG', codes.slice(0, 2), 'combination'), group('REVIEW', codes.slice(2))];
  await expect.poll(shown).toBe(await counted({ ...grouped, groups: all }));
  await expect(page.getByText(workbench.text('whatIf.changes', { count: 2 }))).toBeVisible();
  const found = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});
