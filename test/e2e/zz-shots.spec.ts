import { expect, test } from './app.ts';
const wait = { timeout: 60_000 };
for (const language of ['ja', 'en'] as const)
  test(`shots ${language}`, async ({ launch }) => {
    test.setTimeout(300_000);
    const workbench = await launch({ language, theme: language === 'ja' ? 'light' : 'dark' });
    await workbench.sampleReady();
    await workbench.openRoom('backtest');
    const { page } = workbench;
    page.on('console', (message) => {
      if (message.type() === 'error') console.log('CONSOLE', message.text());
    });
    page.on('pageerror', (error) => console.log('PAGE', error.message));
    await page.getByRole('button', { name: workbench.text('backtest.start'), exact: true }).click();
    await expect(page.getByTestId('decisions')).toBeVisible(wait);
    await page.screenshot({ path: `/tmp/shots-cut/${language}-0.png` });
    await page.getByRole('tab', { name: workbench.text('backtest.view.cut'), exact: true }).click();
    const t0 = Date.now();
    await expect(page.getByTestId('cut-table')).toBeVisible(wait);
    console.log('first', Date.now() - t0);
    await page.waitForTimeout(6000);
    await page.screenshot({ path: `/tmp/shots-cut/${language}-1.png` });
    await page.getByTestId('cut-table').scrollIntoViewIfNeeded();
    await page.getByTestId('cut-table').locator('button').nth(12).click();
    await page.waitForTimeout(2500);
    await page.getByTestId('cut-changes').scrollIntoViewIfNeeded();
    await page.screenshot({ path: `/tmp/shots-cut/${language}-2.png` });
    await page.getByLabel(workbench.text('split.first')).fill('2026-01-01');
    await page.getByLabel(workbench.text('split.second')).fill('2026-02-01');
    await page.waitForTimeout(12000);
    await page.screenshot({ path: `/tmp/shots-cut/${language}-3.png` });
    await page.getByTestId('cut-held-out').scrollIntoViewIfNeeded();
    await page.screenshot({ path: `/tmp/shots-cut/${language}-4.png` });
    await page.getByRole('tab', { name: workbench.text('backtest.view.split'), exact: true }).click();
    await page.waitForTimeout(4000);
    await page.screenshot({ path: `/tmp/shots-cut/${language}-5.png` });
    await page.getByTestId('split').scrollIntoViewIfNeeded();
    await page
      .getByRole('region', { name: workbench.text('split.title') })
      .getByRole('button', { name: workbench.text('save.menu') })
      .first()
      .click();
    await page.waitForTimeout(500);
    await page.screenshot({ path: `/tmp/shots-cut/${language}-6.png` });
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: workbench.text('backtest.view.money'), exact: true }).click();
    await page.waitForTimeout(2000);
    await page.screenshot({ path: `/tmp/shots-cut/${language}-7.png` });
  });
