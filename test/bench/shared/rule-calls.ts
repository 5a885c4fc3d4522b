import { performance } from 'node:perf_hooks';
import { backtestHandlers } from '../../../analysis/backtest/index.ts';
import { everything } from '../../../analysis/model/filter.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import type { OpenProject } from '../../../analysis/store/project.ts';
import { sql } from '../../../analysis/store/sql.ts';
import { regrouped } from '../../../renderer/backtest/regrouped.ts';
import { asItRan, tried } from '../../../renderer/backtest/what-if.ts';
import { absolute, median, quiet, verdictOf } from './measure.ts';
import { ruleSetOf } from './once.ts';
import { inventedRules } from './rule-orders.ts';

/** Of 200 of DuckDB’s queries of one rule. */
const toggleLimit = 1 / 25;
const rules = 200;
/** Milliseconds by orders: every figure of a set that is changed, and of one edited threshold. */
const toggleGoals: Readonly<Record<number, number>> = { 1_000_000: 50, 10_000_000: 200 };
const editGoals: Readonly<Record<number, number>> = { 10_000_000: 16 };

/** What a person waits for: the whole call, from a changed set to every figure, one edited rule, and what rules contribute. */
export async function measureCalls(project: OpenProject, orders: number): Promise<void> {
  const handlers = backtestHandlers(project);
  const whole = ruleSetOf(inventedRules(rules));
  const run = (ruleSet: RuleSet): Promise<unknown> =>
    handlers['backtest.run']({ ruleSet, filter: everything, save: false }, quiet);
  const one = await queryOfOne(project);
  const changed = async (name: string, first: RuleSet, change: (i: number) => RuleSet): Promise<void> => {
    await run(first);
    const times: number[] = [];
    for (let i = 0; i < 45; i += 1) times.push(await timed(() => run(change(i))));
    // The code of the first ones is not yet what V8 makes of it.
    const found = median(times.slice(30));
    const ratio = found / (one * rules);
    const kept = ratio <= toggleLimit;
    if (!kept) process.exitCode = 1;
    console.log(
      `${name}, ${rules} rules, every figure: ${found.toFixed(1)} ms (the first ones ${median(times.slice(0, 15)).toFixed(1)} ms), ${ratio.toFixed(3)}x of one DuckDB query per rule` +
        ` (${one.toFixed(1)} ms each), at most ${toggleLimit}x ${verdictOf(kept)}; ${absolute(found, toggleGoals[orders])}`,
    );
  };
  await changed('a rule switched off', whole, (i) => ({ ...whole, rules: whole.rules.filter((_, at) => at !== i) }));
  const grouped = inGroups(whole);
  await changed('a rule moved into another group', grouped, (i) => {
    const from = i % 10;
    const code = grouped.groups?.[from]?.rules[Math.floor(i / 10)] ?? '';
    return tried(grouped, regrouped(grouped, asItRan, code, from, (from + 3) % 10));
  });
  const edits: number[] = [];
  for (let i = 0; i < 15; i += 1) {
    const when = `custom.n5 > ${20_000 + i * 10} && custom.d1 > 0.5`;
    const text = { when, currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything };
    edits.push(await timed(() => handlers['rules.impact'](text, quiet)));
  }
  const edit = median(edits);
  console.log(
    `one edited threshold, all its figures: ${edit.toFixed(1)} ms, one DuckDB query of it ${one.toFixed(1)} ms;` +
      ` ${absolute(edit, editGoals[orders])}`,
  );
  const times: number[] = [];
  for (let i = 0; i < 3; i += 1)
    times.push(await timed(() => handlers['backtest.contributions']({ ruleSet: whole, filter: everything }, quiet)));
  console.log(`what each of ${rules} rules contributes: ${median(times).toFixed(0)} ms, 3 rounds`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Ten groups one after the other, every third asking all of its rules. */
const inGroups = (set: RuleSet): RuleSet => ({
  ...set,
  groups: Array.from({ length: 10 }, (_, place) => ({
    priority: place + 1,
    result: set.rules[place]?.result ?? 'NG',
    kind: place % 3 === 2 ? ('combination' as const) : ('single' as const),
    rules: set.rules.filter((__, i) => i % 10 === place).map(({ code }) => code),
  })),
});

/** Milliseconds of one DuckDB query of one rule. */
const queryOfOne = (project: OpenProject): Promise<number> =>
  project.read({}, async (db) => {
    const table = await project.rows(db, ['custom.n5', 'custom.d1']);
    const times: number[] = [];
    for (let i = 0; i < 15; i += 1)
      times.push(
        await timed(() =>
          db.first(sql`SELECT count(*) AS hits, count(CASE WHEN state = 0 THEN 1 END) AS bad, sum(amount) AS amount
            FROM ${table} WHERE "custom.n5" > ${20_000 + i * 10} AND "custom.d1" > 0.5`),
        ),
      );
    return median(times);
  });
