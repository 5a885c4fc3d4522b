import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Workbench } from './app.ts';
import { chooseRole } from './choose-role.ts';
import { pinResult } from './pin-result.ts';

const titles = (workbench: Workbench): Promise<readonly string[]> =>
  workbench.page
    .getByTestId('finding')
    .locator('.pinned-title')
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
const kept = async (workbench: Workbench) => {
  const answer = await workbench.call('findings.list', {});
  return answer.ok ? answer.value.map(({ title, note }) => [title, note]) : [];
};

test('a chart of Explore and a table of a backtest are pinned, noted, moved, taken back, exported and lead back', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('explore');
  const payment = page.locator('#card-payment_method');
  await expect(payment.locator('canvas').first()).toBeVisible();
  const clause = { kind: 'in', column: 'payment_method', values: ['02'] };
  await page.evaluate((filter) => {
    location.hash = `#/explore?filter=${encodeURIComponent(JSON.stringify([filter]))}`;
  }, clause);
  await expect(page.getByTestId('orders-in-view')).not.toContainText('20,000 of');
  const before = await page.getByTestId('orders-in-view').innerText();
  await expect(payment.locator('canvas').first()).toBeVisible();
  await pinResult(workbench, payment);

  await workbench.openRoom('backtest');
  await page.getByRole('button', { name: workbench.text('backtest.start'), exact: true }).click();
  await expect(page.getByTestId('decisions')).toBeVisible();
  const decisions = page
    .locator('section.panel')
    .filter({ has: page.getByTestId('decisions') })
    .last();
  await pinResult(workbench, decisions);
  const run = page.url();
  await page.getByText(workbench.text('findings.see')).last().click();

  // The toast leads to the entry; both stand in the order in which they were pinned.
  const cards = page.getByTestId('finding');
  await expect(cards).toHaveCount(2);
  const [chart = ''] = await titles(workbench);
  expect(chart).toBe('Payment method');
  await expect(cards.nth(0).locator('img').first()).toBeVisible();
  expect(
    await cards
      .nth(0)
      .locator('img')
      .first()
      .evaluate((image: HTMLImageElement) => image.naturalWidth),
  ).toBeGreaterThan(100);
  await expect(cards.nth(0).locator('dl')).toContainText('Filter');
  await expect(cards.nth(1)).toBeInViewport();
  // The room scrolls within itself.
  await expect(page.getByRole('banner')).toBeInViewport({ ratio: 1 });
  await expect(page.locator('.pinned-content figcaption').first()).not.toBeEmpty();
  await expect(cards.nth(1).getByTestId('finding-table').locator('tbody tr').first()).toBeAttached();

  // Words are steps that are kept, and the page is one for undo.
  await cards.nth(0).locator('textarea').fill('Cards are worst\n<b>& next</b>');
  await cards.nth(1).locator('.pinned-title').fill('Decisions of the sample');
  await cards
    .nth(1)
    .getByRole('button', { name: workbench.text('findings.up', { title: 'Decisions of the sample' }) })
    .click();
  await expect.poll(() => titles(workbench)).toEqual(['Decisions of the sample', chart]);
  await cards.nth(0).locator('.pinned-title').press('Alt+ArrowDown');
  await cards.nth(1).locator('.pinned-title').press('Alt+ArrowUp');
  await page
    .getByRole('button', { name: workbench.text('findings.noteAfter', { title: 'Decisions of the sample' }) })
    .click();
  await expect(cards).toHaveCount(3);
  await expect(cards.nth(1).locator('textarea')).toBeFocused();
  await expect(page.getByRole('banner')).toBeInViewport({ ratio: 1 });
  await cards.nth(1).locator('textarea').fill('Between both');
  await expect
    .poll(() => kept(workbench))
    .toEqual([
      ['Decisions of the sample', ''],
      ['', 'Between both'],
      [chart, 'Cards are worst\n<b>& next</b>'],
    ]);
  await expect(page.getByTestId('saved-state')).toHaveText(workbench.text('status.saved'));
  await cards
    .nth(2)
    .getByRole('button', { name: workbench.text('findings.delete', { title: chart }) })
    .click();
  await expect(cards).toHaveCount(2);
  // Its toast takes this deletion back, and nothing that was done since.
  await cards.nth(0).locator('textarea').fill('Since then');
  const toasts = page.getByRole('region', { name: workbench.text('toast.label') });
  await toasts.getByRole('button', { name: workbench.text('findings.undo'), exact: true }).click();
  await expect(cards).toHaveCount(3);
  await expect(toasts.getByText(workbench.text('findings.deleted', { title: chart }))).toHaveCount(0);
  await expect(cards.nth(0).locator('textarea')).toHaveValue('Since then');
  await expect(cards.nth(2).locator('img').first()).toBeVisible();
  await expect(cards.getByRole('alert')).toHaveCount(0);
  await cards
    .nth(2)
    .getByRole('button', { name: workbench.text('findings.delete', { title: chart }) })
    .click();
  await page.keyboard.press('Control+z');
  await expect(cards).toHaveCount(3);
  await page.keyboard.press('Control+Shift+z');
  await expect(cards).toHaveCount(2);
  await page.getByRole('button', { name: workbench.text('findings.undoEdit') }).click();
  await expect.poll(async () => (await kept(workbench)).length).toBe(3);

  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
  ).toEqual([]);

  const path = join(workbench.home, 'findings.html');
  await workbench.answerDialogs(path);
  await page.getByRole('button', { name: workbench.text('findings.write') }).click();
  await expect(page.getByRole('dialog')).toContainText('Make sure that they name no person.');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: workbench.text('findings.writeSave') })
    .click();
  await expect(page.getByText(workbench.text('saved.done', { name: 'findings.html' }))).toBeVisible();
  const html = readFileSync(path, 'utf8');
  // As it is called on screen.
  expect(html).toContain('<h1>Findings – Sample shop</h1>');
  expect(html).toContain('&lt;b&gt;&amp; next&lt;/b&gt;');
  expect(html).not.toMatch(/<script|<b>/);

  // Back where each came from.
  await cards
    .nth(2)
    .getByRole('button', { name: workbench.text('findings.back') })
    .click();
  await expect(page.getByTestId('orders-in-view')).toHaveText(before);
  await expect(page).toHaveURL(/#\/explore/);
  await page.goBack();
  await cards
    .nth(0)
    .getByRole('button', { name: workbench.text('findings.back') })
    .click();
  await expect(page).toHaveURL(run);

  // The palette knows them by title.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Decisions of the sample');
  await page.keyboard.press('Enter');
  await expect(cards.nth(0)).toBeFocused();
});

test('findings are there after a restart, say when the data have changed, and hide what a role may not see', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'ja', theme: 'dark' });
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('findings');
  await expect(page.getByText(workbench.text('findings.none'))).toBeVisible();
  const values = await workbench.call('explore.column', { column: 'email', filter: { clauses: [] } });
  const mail = values.ok ? (values.value.bins.find(({ kind }) => kind === 'value')?.label ?? '') : '';
  expect(mail).toContain('@');
  await page.evaluate((value) => {
    const asked = encodeURIComponent(JSON.stringify([{ kind: 'in', column: 'email', values: [value] }]));
    location.hash = `#/explore?filter=${asked}`;
  }, mail);
  const weekly = page.locator('section.weekly');
  await expect(page.getByRole('banner')).toContainText(mail);
  await expect(weekly.locator('canvas').first()).toBeVisible();
  await pinResult(workbench, weekly);
  await workbench.openRoom('findings');
  const card = page.getByTestId('finding');
  await expect(card.locator('dl')).toContainText(mail);
  await expect(card.locator('img').first()).toBeVisible();
  await expect(card.getByText(workbench.text('findings.earlier'))).toHaveCount(0);
  await card.locator('textarea').fill('週末に多い');
  await expect(page.getByTestId('saved-state')).toHaveText(workbench.text('status.saved'));
  expect((await workbench.call('project.update', { asOf: '2026-02-01' })).ok).toBe(true);
  const { home } = workbench;
  await workbench.close();

  const again = await launch({ home, language: 'ja' });
  await again.sampleReady();
  await again.openRoom('findings');
  const there = again.page.getByTestId('finding');
  await expect(there.locator('textarea')).toHaveValue('週末に多い');
  await expect(there.getByText(again.text('findings.earlier'))).toBeVisible();
  await chooseRole(again, 'presenter');
  await again.openRoom('findings');
  await expect(there.locator('textarea')).toHaveValue('週末に多い');
  await expect(there.locator('dl')).toContainText('メールアドレス');
  expect(await again.page.locator('body').innerText()).not.toContain(mail);
  // Masked, it leads to the same orders.
  await there.getByRole('button', { name: again.text('findings.back') }).click();
  await expect(again.page).toHaveURL(/#\/explore/);
  expect(decodeURIComponent(again.page.url())).not.toContain(mail);
  await expect(again.page.getByTestId('orders-in-view')).not.toContainText('20,000 / 20,000');
  await expect(again.page.getByTestId('orders-in-view')).not.toContainText(/^0 /);
});
