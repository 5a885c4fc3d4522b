import { test } from './app.ts';
for (const language of ['ja', 'en'] as const)
  test(`shots ${language}`, async ({ launch }) => {
    test.setTimeout(300_000);
    const workbench = await launch({ language });
    await workbench.sampleReady();
    await workbench.openRoom('backtest');
    const { page } = workbench;
    await page.getByRole('button', { name: workbench.text('backtest.start'), exact: true }).click();
    await page.getByTestId('decisions').waitFor();
    await page.getByRole('tab', { name: workbench.text('backtest.view.judged'), exact: true }).click();
    await page.getByTestId('ripening').waitFor();
    await page.locator('.run-views').evaluate((e) => e.scrollIntoView());
    await page.waitForTimeout(2500);
    await page.screenshot({ path: `/tmp/w/j1-${language}.png` });
    await page.locator('input[type=range]').focus();
    for (let i = 0; i < 120; i++) await page.keyboard.press('ArrowLeft');
    await page.getByRole('checkbox').nth(0).check();
    await page.getByRole('checkbox').nth(1).check();
    await page.getByTestId('judged-targets').scrollIntoViewIfNeeded();
    await page.waitForTimeout(6000);
    await page.screenshot({ path: `/tmp/w/j2-${language}.png` });
  });
