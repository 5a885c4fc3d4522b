import { fieldsBehind } from '../expression/index.ts';
import type { Hits, HitsAsk, HitsWindow } from '../model/results/hits.ts';
import { results, type ScreeningResult } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { judgedProject } from '../store/judged-views.ts';
import { ofOneVersion } from '../store/one-version.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { checkedExceptions, checkedRules } from '../store/rule-condition.ts';
import { sumOf } from './figures.ts';
import type { Measurement, Question } from './measurement.ts';
import type { Measuring } from './measuring.ts';

/** How often each rule hits, window by window. Throws as a breakdown does. */
export async function hitsOf(
  project: ProjectHandle,
  measure: Measuring,
  { ruleSet, filter, judged, windows }: HitsAsk,
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<Hits> {
  const { currency, timezone, features } = ruleSet;
  let columns: readonly string[] = [];
  const rules: Question['rules'] = (scope) => {
    const own = checkedRules(ruleSet, scope);
    const exceptions = checkedExceptions(ruleSet, scope);
    columns = [...new Set(fieldsBehind([...own.values(), ...exceptions], scope).map(({ column }) => column))];
    return { rules: own, exceptions };
  };
  return ofOneVersion(await judgedProject(project, judged), async () => {
    const found: Measurement[] = [];
    for (const window of windows) {
      const narrowed = { clauses: [...filter.clauses, ...window.clauses] };
      const question = { filter: narrowed, judged, currency, timezone, features, rules, overlap: false, ruleSet };
      found.push(await measure(db, question, signal, (share) => done((found.length + share) / windows.length)));
      done(found.length / windows.length);
    }
    const versions = new Set(found.map(({ info }) => info.dataVersion));
    // Another one than that of the project where the data changed on the way: all is asked again.
    const dataVersion = versions.size === 1 ? [...versions].join() : '';
    return { windows: found.map(windowOf), columns, dataVersion };
  });
}

function windowOf({ totals, rules, set }: Measurement): HitsWindow {
  if (set === null) throw new Error('no policy measured');
  const decided = results.map((result) => [result, sumOf(set.decided[result]).orders] as const);
  return {
    orders: sumOf(totals).orders,
    // The results are all there are.
    decided: Object.fromEntries(decided) as Record<ScreeningResult, number>,
    rules: [...rules].map(([code, { counts }]) => ({
      ...{ code, hits: sumOf(counts.hits).orders, unevaluable: counts.unevaluable },
    })),
  };
}
