import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { expect, freshFolder, test, type Workbench } from './app.ts';

const sampleName = 'サンプルショップ 標準ルール';

async function openSampleRules(workbench: Workbench): Promise<void> {
  await workbench.sampleReady();
  await workbench.openRoom('rules');
  await workbench.page.getByRole('main').getByRole('button', { name: sampleName, exact: true }).click();
  await expect(ruleOption(workbench, 'TIM_NIGHT_HIGH')).toBeVisible();
}

const ruleOption = (workbench: Workbench, code: string): Locator => workbench.page.getByRole('option', { name: code });
const editor = (workbench: Workbench): Locator => workbench.page.locator('.cel-editor .cm-content');
const impact = (workbench: Workbench): Locator => workbench.page.getByTestId('impact');
const savedState = (workbench: Workbench): Locator => workbench.page.getByTestId('saved-state');

async function write(workbench: Workbench, text: string): Promise<void> {
  await editor(workbench).click();
  await workbench.page.keyboard.press('Control+a');
  await workbench.page.keyboard.insertText(text);
}

async function hitsOf(workbench: Workbench, when: string): Promise<number> {
  const input = { when, currency: 'JPY', timezone: 'Asia/Tokyo', filter: { clauses: [] } };
  const answer = await workbench.call('rules.impact', input);
  if (!answer.ok) throw new Error(answer.failure.code);
  return answer.value.hits;
}

const grouped = (value: number): string => new Intl.NumberFormat('ja').format(value);

test('a rule is checked and measured while it is written, and its number opens its orders', async ({ launch }) => {
  const workbench = await launch();
  await openSampleRules(workbench);
  await ruleOption(workbench, 'TIM_NIGHT_HIGH').click();
  await write(workbench, 'order.amount > "x"');
  await expect(workbench.page.locator('.issues')).toContainText(workbench.text('rule.place', { line: 1, column: 1 }));
  await write(workbench, 'order.amount > 40000');
  const hits = grouped(await hitsOf(workbench, 'order.amount > 40000'));
  await expect(impact(workbench).getByRole('button').first()).toContainText(hits);
  await expect(impact(workbench)).toHaveAttribute('aria-busy', 'false');
  await impact(workbench).getByRole('button').first().click();
  await expect(workbench.page.getByTestId('orders-in-view')).toContainText(`${hits} /`);
  await expect(workbench.page.getByText(workbench.text('clause.ruleTrue', { code: 'TIM_NIGHT_HIGH' }))).toBeVisible();
});

test('a rule that hits nothing says which of its values no order has, and which ones they do have', async ({
  launch,
}) => {
  const workbench = await launch();
  await openSampleRules(workbench);
  await ruleOption(workbench, 'TIM_NIGHT_HIGH').click();
  const shown = (value: string): Locator =>
    workbench.page.getByText(workbench.text('impact.absentValue', { column: '支払方法', value }));
  await write(workbench, 'order.payment_method in ["card", "02"] && order.amount < 0');
  await expect(shown('card')).toBeVisible();
  await expect(shown('02')).toHaveCount(0);
  await expect(workbench.page.getByText(workbench.text('impact.frequentValues', { values: '' }))).toContainText('02');
  await write(workbench, 'order.payment_method in ["card", "02"]');
  await expect(shown('card')).toHaveCount(0);
});

test('what is typed over a selection stands there letter by letter, and leaves no style for the CSP to refuse', async ({
  launch,
}) => {
  const workbench = await launch();
  const { page } = workbench;
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  await openSampleRules(workbench);
  await ruleOption(workbench, 'TIM_NIGHT_HIGH').click();
  await editor(workbench).click();
  for (let round = 0; round < 10; round += 1) {
    const text = `order.amount > ${40000 + round}`;
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
    expect(await editor(workbench).innerText()).toBe(text);
  }
  await editor(workbench).click({ clickCount: 3 });
  await page.keyboard.type('order.amount > 50000');
  await expect(editor(workbench)).toHaveText('order.amount > 50000');
  await page.waitForTimeout(200);
  expect(refused).toEqual([]);
});

test('fields are found by their Japanese name, and why one is refused is said', async ({ launch }) => {
  const workbench = await launch();
  await openSampleRules(workbench);
  await ruleOption(workbench, 'TIM_NIGHT_HIGH').click();
  await write(workbench, '');
  await workbench.page.keyboard.type('都道府県');
  const options = workbench.page.locator('.cm-tooltip-autocomplete li');
  await expect(options.first()).toContainText('prefecture');
  // For a moment after it opens the list takes no keys, so that it does not swallow an Enter meant for the text.
  await workbench.page.waitForTimeout(200);
  await workbench.page.keyboard.press('Enter');
  await expect(editor(workbench)).toContainText('prefecture');
  await workbench.page.keyboard.type(' == "');
  await expect(options.first()).toContainText('都');
  await write(workbench, 'order.settle_status == "1"');
  await expect(workbench.page.locator('.issues li').first()).toHaveClass(/error/);
  await expect(
    workbench.page.getByRole('button', { name: workbench.text('rules.errors', { count: 1 }) }),
  ).toBeVisible();
});

test('every edit can be undone, survives a reload and a dead engine, and is a version once saved', async ({
  launch,
}) => {
  const workbench = await launch();
  await openSampleRules(workbench);
  const { page } = workbench;
  const codes = page.getByRole('listbox').first().getByRole('option');
  const before = await codes.allTextContents();
  await ruleOption(workbench, 'DEV_SCRIPTED').click();
  await page.getByRole('listbox').first().press('Alt+ArrowDown');
  await page.getByRole('listbox').first().press('Control+d');
  await expect(codes).toHaveCount(before.length + 1);
  await page.getByRole('button', { name: workbench.text('rules.undoEdit') }).click();
  await page.getByRole('button', { name: workbench.text('rules.undoEdit') }).click();
  await expect(codes).toHaveCount(before.length);
  await expect(savedState(workbench)).toHaveText(workbench.text('status.saved'));

  await ruleOption(workbench, 'TIM_NIGHT_HIGH').click();
  const code = page.getByLabel(workbench.text('rule.code'));
  await code.fill('NIGHT_ABOVE_30K');
  await expect(page).toHaveURL(/NIGHT_ABOVE_30K/);
  await expect(savedState(workbench)).toHaveText(workbench.text('status.unsaved', { count: 1 }));
  await page.reload();
  await expect(code).toHaveValue('NIGHT_ABOVE_30K');
  const engine = await workbench.enginePid();
  process.kill(engine, 'SIGKILL');
  // The light still shows the engine that was killed for a moment.
  await expect.poll(async () => [0, engine].includes(await workbench.enginePid())).toBe(false);
  await workbench.ready();
  await expect(code).toHaveValue('NIGHT_ABOVE_30K');
  await code.press('Control+s');
  await expect(savedState(workbench)).toHaveText(workbench.text('status.saved'));
  const stored = await workbench.call('ruleSets.list', {});
  const first = stored.ok ? stored.value[0] : undefined;
  expect(first?.version).toBe(2);
  expect(first?.ruleSet.rules.map((rule) => rule.code)).toContain('NIGHT_ABOVE_30K');
});

test('a rule set leaves as a file, comes back, and a deletion is taken back with its versions', async ({ launch }) => {
  const workbench = await launch();
  await openSampleRules(workbench);
  const { page } = workbench;
  const path = join(freshFolder(), '売上 rules.json');
  await workbench.answerDialogs(path);
  const more = page.getByRole('button', { name: workbench.text('rules.more') });
  await more.click();
  await expect(more).toHaveAttribute('aria-expanded', 'true');
  // Opened by the mouse, with the focus still on its button.
  await page.keyboard.press('Escape');
  await expect(more).toHaveAttribute('aria-expanded', 'false');
  await more.click();
  await page.getByRole('button', { name: workbench.text('rules.exportJson') }).click();
  await expect(page.getByRole('status').filter({ hasText: '売上' })).toBeVisible();
  const written = JSON.parse(readFileSync(path, 'utf8')) as RuleSet;
  expect(written.rules).toHaveLength(13);
  writeFileSync(path, JSON.stringify({ ...written, name: '読み込んだ設定' }));

  await page.getByRole('button', { name: workbench.text('rules.all') }).click();
  await page.getByRole('button', { name: workbench.text('rules.import') }).click();
  await expect(page.getByText(workbench.text('rules.notSavedYet'), { exact: true })).toBeVisible();
  await page.getByRole('button', { name: workbench.text('rules.all') }).click();
  await page.getByRole('button', { name: workbench.text('rules.deleteNamed', { name: sampleName }) }).click();
  await expect(page.getByRole('main').getByRole('button', { name: sampleName, exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: workbench.text('rules.undo') }).click();
  await expect(page.getByRole('main').getByRole('button', { name: sampleName, exact: true })).toBeVisible();
  const stored = await workbench.call('ruleSets.list', {});
  expect(stored.ok && stored.value.map((entry) => entry.ruleSet.name)).toEqual([sampleName]);
});

test('the whole rule can be written with the keyboard, and axe finds nothing serious', async ({ launch }) => {
  const workbench = await launch();
  await openSampleRules(workbench);
  const { page } = workbench;
  await page.getByRole('listbox').first().focus();
  await page.keyboard.press('End');
  await expect(ruleOption(workbench, 'NEG_ITEM_FIRST_BULK')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(editor(workbench)).toBeFocused();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' && has(buyer.phone)');
  await expect(editor(workbench)).toContainText('has(buyer.phone)');
  await page.keyboard.press('Tab');
  await expect(editor(workbench)).not.toBeFocused();
  expect(await seriousFlaws(workbench)).toEqual([]);
});

async function seriousFlaws({ page }: Workbench): Promise<readonly unknown[]> {
  const found = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return found.violations.filter(({ impact: how }) => how === 'serious' || how === 'critical');
}

test('a set decides by scores with an exception, is saved with a note, and goes back to its first version', async ({
  launch,
}) => {
  const workbench = await launch();
  const { page } = workbench;
  const t = workbench.text.bind(workbench);
  await openSampleRules(workbench);
  await page.getByRole('button', { name: t('rules.settings') }).click();
  // By keyboard: the choice is a group of radio buttons, as is the result of every combination.
  await page.getByRole('radio', { name: t('policy.classes') }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('textbox', { name: t('scores.threshold', { part: 'NG' }) }).fill('15000');
  const both = page.getByRole('group', {
    name: t('scores.resultOf', { name: t('scores.reached', { parts: 'NG、HOLD' }) }),
  });
  await both.getByRole('radio', { name: 'HOLD' }).check();
  await page.getByRole('button', { name: t('exceptions.addAllow'), exact: true }).click();
  const exception = page.getByRole('listitem', { name: t('exceptions.one', { number: 1 }) });
  await exception.getByLabel(t('exceptions.value')).fill('Taro.Yamada@Gmail.com');
  await exception.getByLabel(t('exceptions.from')).fill('2025-04-01T00:00');
  await expect(exception.getByLabel(t('exceptions.value'))).toHaveValue('taroyamada@gmail.com');
  expect(await seriousFlaws(workbench)).toEqual([]);
  await page.getByRole('button', { name: t('versions.saveWithNote') }).click();
  await page.getByRole('textbox', { name: t('versions.note'), exact: true }).fill('スコアで決める');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'v2', exact: true }).click();
  await expect(page.getByText(t('rules.unsaved'), { exact: true })).toHaveCount(0);
  const changes = page.getByRole('region', { name: t('versions.changes') });
  await expect(changes).toContainText('taroyamada@gmail.com');
  await expect(changes).toContainText(t('policy.scores'));
  expect(await seriousFlaws(workbench)).toEqual([]);
  const row = page.getByRole('row', { name: t('versions.number', { version: 1 }) });
  await row.getByRole('button', { name: t('versions.restore') }).click();
  await expect(page.getByRole('radio', { name: t('policy.classes') })).toBeChecked();
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('button', { name: 'v3', exact: true })).toBeVisible();
  const answer = await workbench.call('ruleSets.list', {});
  const [saved] = answer.ok ? answer.value : [];
  expect(saved).toMatchObject({ version: 3, note: null });
  expect(saved?.ruleSet.exceptions).toBeUndefined();
  const versions = await workbench.call('ruleSets.versions', { ruleSetId: saved?.ruleSetId ?? '' });
  expect(versions.ok ? versions.value.map(({ note }) => note) : []).toEqual([null, 'スコアで決める', null]);
  expect(versions.ok ? versions.value[0]?.hash : '').toBe(versions.ok ? versions.value[2]?.hash : 'x');
});

test('a feature of the catalogue is previewed under masks, read by a rule, renamed with it, and comes back when deleted', async ({
  launch,
}) => {
  const workbench = await launch({ personal: 'masked' });
  const { page } = workbench;
  await openSampleRules(workbench);
  await page.getByRole('button', { name: workbench.text('features.title') }).click();
  await page.getByRole('button', { name: workbench.text('features.fromCatalogue') }).click();
  await page.getByRole('searchbox', { name: workbench.text('features.search') }).fill('cards_device_24h');
  await page.getByRole('button', { name: workbench.text('features.add'), exact: true }).click();
  await page.keyboard.press('Escape');
  const features = page.getByRole('listbox', { name: workbench.text('features.list') });
  await expect(features.getByRole('option')).toContainText('velocity.cards_device_24h');
  await expect(page.getByTestId('hindsight')).toContainText(workbench.text('features.reading.window'));
  await expect(page.getByTestId('feature-highest').getByRole('listitem')).toHaveCount(10);

  await page.getByRole('button', { name: workbench.text('features.back') }).click();
  await ruleOption(workbench, 'TIM_NIGHT_HIGH').click();
  await write(workbench, 'velocity.cards');
  await page.keyboard.press('Control+Space');
  await page.locator('.cm-tooltip-autocomplete').getByText('velocity.cards_device_24h').click();
  await page.keyboard.type(' >= 2');
  await page.getByRole('button', { name: workbench.text('features.title') }).click();
  await expect(features).toContainText('TIM_NIGHT_HIGH');
  await page.getByLabel(workbench.text('features.id'), { exact: true }).fill('cards_of_device');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'TIM_NIGHT_HIGH' }).click();
  await expect(editor(workbench)).toHaveText('velocity.cards_of_device >= 2');

  await page.getByRole('button', { name: workbench.text('features.title') }).click();
  await page.getByRole('button', { name: workbench.text('features.remove') }).click();
  const said = workbench.text('features.removedRead', { id: 'cards_of_device', codes: 'TIM_NIGHT_HIGH' });
  const toast = page.getByRole('status').filter({ hasText: said });
  await toast.getByRole('button', { name: workbench.text('rules.undo') }).click();
  await expect(features.getByRole('option')).toContainText('velocity.cards_of_device');
  const bar = page.getByTestId('feature-preview').getByRole('button').first();
  const filled = ((await bar.textContent()) ?? '').replace(/[^\d,]/g, '');
  await bar.click();
  await expect(page.getByTestId('orders-in-view')).toContainText(`${filled} /`);
});
