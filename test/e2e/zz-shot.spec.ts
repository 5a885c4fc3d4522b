import { test } from '@playwright/test';
import { Workbench } from '/work/main/test/e2e/app.ts';
const langs = (process.env.LANGS ?? 'ja').split(',');
const theme = (process.env.THEME ?? 'light') as 'light' | 'dark';
for (const language of langs as ('ja' | 'en')[]) {
  test(`shots ${language}`, async () => {
    test.setTimeout(240_000);
    const [w, h] = (process.env.SIZE ?? '1280x800').split('x').map(Number);
    const wb = await Workbench.launch({ language, theme, size: { width: w!, height: h! } });
    wb.page.on('console', (m) => { if (m.type() === 'error' || m.type()==='warning') console.log('CONSOLE', m.text()); });
    wb.page.on('pageerror', (e) => console.log('PAGEERROR', e.message));
    const shot = (n: string) => wb.page.screenshot({ path: `/tmp/shots/${language}-${theme}-${w}-${n}.png` });
    await shot('0-first');
    await wb.sampleReady().catch((e) => console.log('NOT READY', String(e).slice(0, 300)));
    for (const room of (process.env.ROOMS ?? 'data,explore,rules,backtest,export').split(',')) {
      try { await wb.openRoom(room as 'data'); await wb.page.waitForTimeout(2500); await shot(room); } catch (e) { console.log(room, String(e).slice(0, 200)); }
    }
    await wb.app.close();
  });
}
