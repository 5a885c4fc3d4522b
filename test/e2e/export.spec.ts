import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { ja } from '../../analysis/model/messages/ja.ts';
import { expect, freshFolder, test } from './app.ts';

test('a package is built, proven, saved, read back and opened in Rules', async ({ launch }) => {
  const workbench = await launch();
  await workbench.sampleReady();
  const { page } = workbench;
  await workbench.openRoom('export');
  await page.getByRole('button', { name: workbench.text('export.start') }).click();
  const figures = page.getByTestId('package-figures');
  await expect(figures).toContainText(workbench.text('export.mismatches'), { timeout: 60_000 });
  await expect(figures.locator('.figure-value').first()).toHaveText(/^0/);
  const engines = page.getByTestId('package-engines');
  await expect(engines.getByRole('row', { name: /@gorules\/zen-engine .* 0$/ })).toBeVisible();
  await expect(engines.getByRole('row')).toHaveCount(8);
  await expect(page.getByTestId('package-certificate')).toContainText(workbench.text('export.notReproduced'));
  const version = workbench.text('export.ofVersion', { version: 1 });
  await expect(page.getByTestId('package-made-of')).toContainText(version);
  await expect(page.getByTestId('version-choice')).toHaveCount(0);
  const found = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);

  // Without a keychain, as here, nothing is signed, and the page says so.
  const sign = page.getByRole('checkbox', { name: workbench.text('export.sign') });
  await sign.check();
  await page.getByRole('button', { name: workbench.text('export.save') }).click();
  await expect(page.getByText(ja.failures['signing-unavailable'])).toBeVisible();
  await sign.uncheck();

  const folder = join(freshFolder(), '審査 CRD_01.shinsapkg');
  await workbench.answerDialogs(folder);
  await page.getByRole('button', { name: workbench.text('export.save') }).click();
  await expect(page.getByText(workbench.text('saved.reveal'))).toBeVisible();
  expect(readdirSync(folder)).toContain('manifest.json');

  // What was proven once is saved as a zip too.
  const zip = join(freshFolder(), '審査 CRD_01.zip');
  await workbench.answerDialogs(zip);
  await page.getByRole('button', { name: workbench.text('export.saveZip') }).click();
  await expect.poll(() => existsSync(zip) && statSync(zip).isFile(), { timeout: 30_000 }).toBe(true);
  await expect(page.getByText(workbench.text('export.zipHash', { hash: '' }))).toBeVisible();

  await workbench.answerDialogs(folder);
  await page.getByRole('button', { name: workbench.text('export.choose') }).click();
  const read = page.getByTestId('package-read');
  const { files } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { files: unknown[] };
  await expect(read).toContainText(workbench.text('export.hashesFine', { files: files.length }));
  await expect(read).toContainText(workbench.text('export.unsigned'));
  await expect(page.getByTestId('package-diff')).toContainText(workbench.text('export.diffSame'));
  await expect(read.locator('.callout')).toHaveClass(/info/);
  await expect(read.getByTestId('package-certificate')).toContainText(workbench.text('export.certified'));
  await workbench.answerDialogs(zip);
  await page.getByRole('button', { name: workbench.text('conform.chooseZip') }).click();
  const conform = page.getByTestId('conform');
  await conform.getByRole('button', { name: workbench.text('conform.start') }).click();
  await expect(page.getByTestId('conform-figures').locator('.figure-value')).toHaveCount(4, { timeout: 60_000 });
  await expect(page.getByTestId('conform-crossed').getByRole('row')).toHaveCount(5);
  await expect(page.getByTestId('conform-causes').getByRole('row')).toHaveCount(9);

  // The figures of an emulation say of what they are, and that something else is chosen since.
  const emulate = page.getByTestId('emulate');
  const profile = emulate.getByRole('combobox', { name: workbench.text('emulate.profile') });
  await profile.selectOption('nulls-false');
  await emulate.getByRole('button', { name: workbench.text('emulate.start') }).click();
  await expect(page.getByTestId('emulate-figures').locator('.figure-value')).toHaveCount(3, { timeout: 60_000 });
  const asked = page.getByTestId('emulate-asked');
  await expect(asked).toContainText(workbench.text('emulate.nulls-false'));
  await expect(asked).toContainText(version);
  await expect(page.getByText(workbench.text('emulate.outdated'))).toHaveCount(0);
  await profile.selectOption('exact');
  await expect(page.getByText(workbench.text('emulate.outdated'))).toBeVisible();
  await expect(asked).toContainText(workbench.text('emulate.nulls-false'));
  await profile.selectOption('nulls-false');
  await expect(page.getByText(workbench.text('emulate.outdated'))).toHaveCount(0);

  await read.getByRole('button', { name: workbench.text('rules.openSet') }).click();
  await expect(page).toHaveURL(/#\/rules\//);
  await expect(page.getByRole('option', { name: 'TIM_NIGHT_HIGH' })).toBeVisible();

  const rules = join(folder, 'ruleset.json');
  writeFileSync(rules, readFileSync(rules, 'utf8').replace('30000', '90000'));
  await workbench.openRoom('export');
  await workbench.answerDialogs(folder);
  await page.getByRole('button', { name: workbench.text('export.choose') }).click();
  await expect(page.getByRole('alert')).toBeVisible();
});

test('two packages are compared in words and in the orders that they decide otherwise', async ({ launch }) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  const folder = freshFolder();
  const build = page.locator('.export-build');
  const saved = async (name: string, save: 'export.save' | 'export.saveZip', draft = false): Promise<void> => {
    await workbench.openRoom('export');
    if (draft) {
      const last = workbench.text('export.takeSaved', { version: 1 });
      await expect(build.getByRole('radio', { name: last })).toBeChecked();
      await build.getByRole('radio', { name: workbench.text('export.takeDraft') }).check();
    }
    await page.getByRole('button', { name: workbench.text('export.start') }).click();
    await expect(page.getByTestId('package-figures')).toBeVisible({ timeout: 90_000 });
    const of = workbench.text(draft ? 'export.ofDraft' : 'export.ofVersion', { version: 1 });
    await expect(page.getByTestId('package-made-of')).toContainText(of);
    await workbench.answerDialogs(join(folder, name));
    await page.getByRole('button', { name: workbench.text(save), exact: true }).click();
    await expect.poll(() => existsSync(join(folder, name)), { timeout: 30_000 }).toBe(true);
  };
  /** Opens the rule set of the package that was read and gives one of its rules another condition. */
  const edit = async (condition: string): Promise<void> => {
    await page
      .getByTestId('package-read')
      .getByRole('button', { name: workbench.text('rules.openSet') })
      .click();
    await page.getByRole('option', { name: 'TIM_NIGHT_HIGH' }).click();
    await page.locator('.cel-editor .cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(condition);
  };
  await saved('first.shinsapkg', 'export.save');
  await page.getByRole('button', { name: workbench.text('export.choose') }).click();
  await expect(page.getByTestId('package-read')).toBeVisible({ timeout: 60_000 });
  await edit('order.amount >= 20000');
  await saved('second.shinsapkg', 'export.saveZip', true);

  await page.getByRole('button', { name: workbench.text('export.chooseZip'), exact: true }).click();
  const difference = page.getByTestId('package-diff');
  // It was made of the draft; compared is what was saved, until the draft is chosen.
  await expect(difference).toContainText('TIM_NIGHT_HIGH', { timeout: 60_000 });
  const compared = page.locator('.panel').filter({ has: difference });
  await compared.getByRole('radio', { name: workbench.text('export.takeDraft') }).check();
  await expect(difference).toContainText(workbench.text('export.diffSame'), { timeout: 60_000 });
  await workbench.answerDialogs(join(folder, 'first.shinsapkg'));
  await page.getByRole('button', { name: workbench.text('export.diffFolder') }).click();
  await expect(page.getByTestId('package-beside')).toContainText('first.shinsapkg', { timeout: 60_000 });
  await expect(difference).toContainText('TIM_NIGHT_HIGH');
  await expect(difference).toContainText('20000');
  const decided = page.getByTestId('package-decided');
  await expect(decided).toHaveText(/^[0-9,]+ orders would change \(.+: [0-9,]+\)\.$/, { timeout: 60_000 });
  const [orders = ''] = /^[0-9,]+/.exec(await decided.innerText()) ?? [];
  expect(orders).not.toBe('0');
  const found = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  // What passed before and is held now opens as orders.
  const moved = page.getByTestId('transitions').getByRole('row', { name: /^OK/ }).getByRole('button').nth(1);
  const count = await moved.innerText();
  await moved.click();
  await expect(page.getByTestId('orders-in-view')).toHaveText(
    workbench.text('status.orders', { shown: count, all: '20,000' }),
  );
  await workbench.openRoom('export');
  await page.getByRole('button', { name: workbench.text('export.diffRuleSet') }).click();
  await compared.getByRole('radio', { name: workbench.text('export.takeDraft') }).check();
  await expect(difference).toContainText(workbench.text('export.diffSame'));

  // What the project has no longer is taken in as a rule set of its own, once, and that is said.
  await edit('order.amount >= 30000');
  await workbench.openRoom('export');
  const take = page.getByRole('button', { name: workbench.text('export.takeIn') });
  await take.click();
  await expect(page.getByTestId('package-taken')).toContainText('was added as a new one (version 1)', {
    timeout: 60_000,
  });
  await expect(take).toHaveCount(0);
});
