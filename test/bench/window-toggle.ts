import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { absolute, median, notMeasured, printMachine, quiet, verdictOf } from './shared/measure.ts';
import { ruleSetOf } from './shared/once.ts';
import { inventedRules, makeRuleOrders } from './shared/rule-orders.ts';
import { startWindow, whyNoWindow, workbench } from './shared/window.ts';

/**
 * What a person sees of a rule switched off, of one asked later, and of another assumption, in the real window: from the hand
 * to the last figure or picture that changed, with 200 rules. `npm run bench -- orders=1000000 views=Money,Rules`.
 */
const orders = Number(process.argv.find((word) => word.startsWith('orders='))?.slice(7) ?? 1_000_000);
const rules = 200;
const turns = 24;
const acts = { off: 'a rule switched off or on', order: 'a rule asked later', assume: 'another assumption' } as const;
type Act = keyof typeof acts;
/** What each view is tried with; the assumptions stand in one of them. */
const actsOf = (view: string): readonly Act[] => (view === 'Money' ? ['off', 'order', 'assume'] : ['off', 'order']);
/** Of 200 of DuckDB’s queries of one rule. */
const limit = 1 / 8;
/** Milliseconds to every figure and picture on the screen, by orders. */
const goals: Readonly<Record<number, number>> = { 1_000_000: 100, 10_000_000: 200 };

/** Milliseconds of one DuckDB query of one rule; the run that the window opens is kept. */
async function prepare(path: string, cacheDir: string): Promise<number> {
  await makeRuleOrders(path, cacheDir, orders);
  const project = await openProject(path, { cacheDir });
  try {
    const run = backtestHandlers(project)['backtest.run'];
    await run({ ruleSet: ruleSetOf(inventedRules(rules)), filter: everything, save: true }, quiet);
    return await project.read({}, async (db) => {
      await printMachine(db, orders);
      const table = await project.rows(db, ['custom.n5', 'custom.d1']);
      const times: number[] = [];
      for (let i = 0; i < 15; i += 1) {
        const began = performance.now();
        await db.first(sql`SELECT count(*) AS hits, count(CASE WHEN state = 0 THEN 1 END) AS bad, sum(amount) AS amount
          FROM ${table} WHERE "custom.n5" > ${20_000 + i * 10} AND "custom.d1" > 0.5`);
        times.push(performance.now() - began);
      }
      return median(times);
    });
  } finally {
    await project.close();
  }
}

/** Opens the run as it is tried otherwise, and leaves one of its views open. */
async function openRun(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Backtest' }).click();
  await page.locator('.run-entry').first().click();
  await page.getByRole('tab', { name: view, exact: true }).click();
  if ((await page.getByTestId('what-if').count()) === 0)
    await page.getByRole('button', { name: 'Try it otherwise' }).click();
  await page.getByTestId('what-if').locator('tbody input[type=checkbox]').first().waitFor();
}

/** Lines that are in the page without scrolling; one that is off is switched on again. */
const inSight = 16;

/** What the hand does in the page, as its own script. */
const handOf: Readonly<Record<Act, (at: number) => string>> = {
  off: (at) =>
    `document.querySelectorAll('[data-testid="what-if"] tbody input[type=checkbox]')[${at % inSight}].click()`,
  order: (at) =>
    `document.querySelectorAll('[data-testid="what-if"] tbody td.order button:last-child')[${at % inSight}].click()`,
  assume: (at) => `(() => {
    const input = document.querySelector('[data-testid="assumptions"] input[type=number]');
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, '${5 + at / 10}');
    input.dispatchEvent(new Event('input', { bubbles: true }));
  })()`,
};

/** To the paint of the last change on the page before it was still for 600 ms and nothing on it was old or under way. */
const settled = (page: Page, act: Act, at: number): Promise<number> =>
  page.evaluate(`new Promise((resolve) => {
    const began = performance.now();
    let last = began;
    const seen = new MutationObserver(() => requestAnimationFrame(() => (last = performance.now())));
    seen.observe(document.querySelector('main') ?? document.body, { childList: true, subtree: true, attributes: true, characterData: true });
    ${handOf[act](at)};
    const look = () => {
      // Looking for what waits costs the page time of its own: only once it is still.
      if (performance.now() - last < 600) return void setTimeout(look, 50);
      if (document.querySelector('main [aria-busy="true"], main .old-figures') !== null) return void setTimeout(look, 50);
      seen.disconnect();
      resolve(last - began);
    };
    setTimeout(look, 20);
  })`);

async function report(page: Page, view: string, act: Act, one: number): Promise<void> {
  const times: number[] = [];
  // What rules contribute is played through anew for every set.
  const [slow, most] = view === 'Contribution' ? [true, 6] : [false, turns];
  for (let i = 0; i < most; i += 1) times.push(await settled(page, act, i));
  const found = median(times.slice(most / 2));
  const ratio = found / (one * rules);
  const kept = slow || ratio <= limit;
  if (!kept) process.exitCode = 1;
  console.log(
    `${acts[act]} in the window, view ${view}, ${orders.toLocaleString('en')} orders × ${rules} rules, to the last figure: ` +
      `${found.toFixed(0)} ms (the first ones ${median(times.slice(0, most / 2)).toFixed(0)} ms), ${ratio.toFixed(3)}x of one DuckDB query per rule ` +
      `(${one.toFixed(1)} ms each), ${slow ? 'no goal for this view' : `at most ${limit}x ${verdictOf(kept)}`}; ${absolute(found, slow ? undefined : goals[orders])}`,
  );
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  const home = join(folder, 'home');
  const path = join(folder, 'orders.shinsa');
  try {
    mkdirSync(join(home, 'data'), { recursive: true });
    writeFileSync(
      join(home, 'data', 'settings.json'),
      JSON.stringify({ language: 'en', theme: 'light', personal: 'shown' }),
    );
    const one = await prepare(path, join(home, 'cache', 'shinsa'));
    const app = await startWindow(workbench, home, [path]);
    try {
      const page = await app.firstWindow();
      page.setDefaultTimeout(120_000);
      for (const view of (
        process.argv.find((word) => word.startsWith('views='))?.slice(6) ?? 'Decisions,Money,Rules,Contribution'
      ).split(',')) {
        await openRun(page, view);
        for (const act of actsOf(view)) await report(page, view, act, one);
      }
    } finally {
      await app.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const why = whyNoWindow();
if (why !== null) notMeasured('a rule switched off in the window', why);
else await bench();
