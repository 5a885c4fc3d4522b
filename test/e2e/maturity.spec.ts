import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Workbench } from './app.ts';
import { flawsOf } from './screen-check.ts';

const wait = { timeout: 30_000 };

async function openMaturity(workbench: Workbench): Promise<void> {
  await workbench.sampleReady();
  await workbench.openRoom('data');
  await workbench.page.getByRole('button', { name: workbench.text('maturity.open') }).click();
  await expect(workbench.page.locator('.maturity-curve canvas')).toHaveCount(1, wait);
}

test('the screen tells the curve of the sample shop and its cohorts, and a cohort opens its orders', async ({
  launch,
}) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await openMaturity(workbench);
  const figures = page.getByRole('region', { name: workbench.text('maturity.title') });
  await expect(figures).toContainText('2026-03-12');
  await expect(figures).toContainText('95% band 101 to 116');

  const curve = page.getByRole('region', { name: workbench.text('maturity.curve') });
  await curve.getByRole('button', { name: workbench.text('chart.asTable') }).click();
  // Day 60 of the curve with its band, and the chain ladder's number for the same day.
  await expect(curve.getByRole('row', { name: /^60 / })).toHaveText(/^60.*%.*%.*–.*%.*%$/);
  await curve.getByRole('button', { name: workbench.text('chart.asChart') }).click();

  const cohorts = page.getByRole('region', { name: /Cumulative/ });
  const march = cohorts.getByRole('row').filter({ hasText: '2026-03' });
  const orders = await march.getByRole('cell').nth(0).innerText();
  await expect(march.getByRole('cell').last()).toHaveText(/%$/);
  await expect(cohorts.getByRole('row').filter({ hasText: '2026-06' }).locator('.so-far')).toHaveCount(1);
  await cohorts.getByRole('combobox', { name: workbench.text('maturity.unit') }).selectOption('week');
  await expect(cohorts.getByRole('columnheader', { name: 'in 7 d', exact: true })).toBeVisible(wait);
  await cohorts.getByRole('combobox', { name: workbench.text('maturity.unit') }).selectOption('month');
  await expect(cohorts.getByRole('columnheader', { name: 'in 30 d', exact: true })).toBeVisible(wait);
  await march.getByRole('button').click();
  const chips = page.getByRole('list', { name: workbench.text('top.filters') });
  await expect(chips).toContainText('2026-03-01 – 2026-03-31');
  // Blocked and excluded orders are in the table, but in no rate.
  const shown = Number((await page.getByTestId('orders-in-view').innerText()).replace(/ .*/, '').replaceAll(',', ''));
  expect(shown).toBeGreaterThanOrEqual(Number(orders.replaceAll(',', '')));
});

test('a target made in the project shows its own curve beside the one in use', async ({ launch }) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await workbench.sampleReady();
  await workbench.openRoom('data');
  await page.getByRole('button', { name: workbench.text('targets.open'), exact: true }).click();
  await page.getByRole('button', { name: 'Card fraud', exact: true }).click();
  await page.getByRole('button', { name: workbench.text('targets.copy'), exact: true }).click();
  await page.getByRole('textbox', { name: workbench.text('targets.nameEn') }).fill('Fraud of our own');
  await page.getByRole('spinbutton', { name: workbench.text('targets.horizonDays') }).fill('60');
  await page.getByRole('button', { name: workbench.text('targets.save'), exact: true }).click();
  await workbench.openRoom('explore');
  await openMaturity(workbench);
  const breakdown = page.getByRole('region', { name: workbench.text('maturity.breakdown') });
  const own = breakdown.getByRole('row').filter({ hasText: 'Fraud of our own' });
  await expect(own).toContainText('2026-03-12');
  await own.getByRole('button').click();
  await expect(page.locator('.callout.info')).toContainText('The orders are judged by “Card fraud”');
  const figures = page.getByRole('region', { name: workbench.text('maturity.title') });
  await expect(figures).toContainText('Fraud of our own', wait);
  await expect(page.locator('.callout.warn')).toContainText('by day 60 only 64 % of the reports have come', wait);
});

test('Explore shows the adjusted rate beside the observed one, and why where there is none', async ({ launch }) => {
  const workbench = await launch({ language: 'ja' });
  const { page } = workbench;
  await workbench.sampleReady();
  const overview = page.getByRole('region', { name: workbench.text('explore.overview') });
  const adjusted = overview.locator('.figure').filter({ hasText: '成熟補正後の不正率' });
  await expect(adjusted).toContainText('1.47%', wait);
  await expect(adjusted).toContainText('見込み 244 ÷ 16,626件（報告 231）');
  const weekly = page.getByRole('region', { name: /週次/ });
  await expect(weekly).toContainText('破線＝成熟補正後');
  await weekly.getByRole('button', { name: workbench.text('chart.asTable') }).click();
  await expect(weekly.getByRole('columnheader', { name: '成熟補正後の不正率' })).toBeVisible();
  await expect(weekly.getByRole('row').last()).toContainText('補正なし');

  await overview.getByRole('button').nth(1).click();
  await page.getByRole('button', { name: workbench.text('explore.showCharts') }).click();
  await expect(adjusted).toContainText(workbench.text('maturity.adjustedFilter'), wait);
  await expect(weekly).not.toContainText('破線＝成熟補正後');
  await page.keyboard.press('Control+z');
  await adjusted.getByRole('button').click();
  await expect(page.getByRole('heading', { name: workbench.text('maturity.title') })).toBeVisible();
});

test('a horizon shorter than the curve is warned of', async ({ launch }) => {
  const workbench = await launch({ language: 'en' });
  const { page } = workbench;
  await openMaturity(workbench);
  await expect(page.locator('.callout')).toHaveCount(0);
  await page.locator('.top-bar .facts').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('spinbutton', { name: workbench.text('settings.horizon') }).fill('60');
  await dialog.getByRole('button', { name: workbench.text('common.apply') }).click();
  await expect(page.locator('.callout.warn')).toContainText('by day 60 only 64 % of the reports have come', wait);
  await expect(page.locator('.maturity-curve canvas')).toHaveCount(1, wait);
});

for (const language of ['ja', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`the screen fits, speaks its language and is accessible (${language}, ${theme})`, async ({
      launch,
    }, testInfo) => {
      const workbench = await launch({ language, theme });
      const { page } = workbench;
      await openMaturity(workbench);
      const shot = (name: string) =>
        page.screenshot({
          path: join(testInfo.project.outputDir, 'screens', `maturity-${language}-${theme}-${name}.png`),
        });
      await shot('curve');
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`),
      ).toEqual([]);
      expect(await flawsOf(page)).toEqual([]);
      await page.locator('.triangle').scrollIntoViewIfNeeded();
      await page.locator('.maturity-page').evaluate((node) => node.scrollTo(0, node.scrollHeight));
      await shot('cohorts');
      await workbench.openRoom('explore');
      await expect(page.locator('.chart canvas')).toHaveCount(16, wait);
      await expect(page.locator('.skeleton')).toHaveCount(0, wait);
      await shot('explore');
      expect(await flawsOf(page)).toEqual([]);
      await workbench.resize(1024, 700);
      await expect(page.locator('.old-figures')).toHaveCount(0, wait);
      await shot('explore-small');
      expect(await flawsOf(page)).toEqual([]);
    });
  }
}
