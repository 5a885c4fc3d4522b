import { listedIn, listsRoot, type CheckedRule } from '../expression/index.ts';
import type { BacktestWarning } from '../model/backtest.ts';
import type { Filter } from '../model/filter.ts';
import { enoughMatched, type MatchedShare } from '../model/outcome-match.ts';
import type { Maturity } from '../model/project.ts';

/** What a reader of the figures must know. */
export interface Circumstances {
  readonly maturity: Maturity;
  /** Orders of the project that only facts without a date make bad, or good again, at an as-of day before the last. */
  readonly undated: number;
  readonly rules: readonly CheckedRule[];
  readonly currency: string;
  /** Filtered orders in another currency than the rule set's. */
  readonly otherCurrency: number;
  /** Filtered orders whose lines a rule reads and a later file replaced. */
  readonly linesChanged: number;
  /** Fields that rules read and a later file changed, and of how many orders. */
  readonly fieldsChanged: ReadonlyMap<string, number>;
  readonly immatureBad: number;
  readonly filter: Filter;
  /** How many of the target's outcomes have their order. */
  readonly outcomes: MatchedShare;
}

/** Warnings in the order of their weight: each only where it applies. */
export function warningsOf(found: Circumstances): readonly BacktestWarning[] {
  const unsure = new Set(found.rules.flatMap((rule) => rule.fields.filter((field) => field.unsure === true)));
  const fields = [...unsure].map(({ path }) => path).sort();
  return [
    ...when(found.maturity === 'not measured', { code: 'maturity-not-measured', params: {} }),
    ...recallWarnings(found.outcomes),
    ...when(found.undated > 0, { code: 'undated-outcomes', params: { orders: found.undated } }),
    ...when(fields.length > 0, {
      code: 'known-at-screening-unsure',
      params: { fields: [...new Set(fields)].join(', '), count: new Set(fields).size },
    }),
    ...hindsightWarnings(found.rules),
    ...linesWarning(found.linesChanged),
    ...fieldsWarning(found.fieldsChanged),
    ...when(found.otherCurrency > 0, {
      code: 'other-currency',
      params: { orders: found.otherCurrency, currency: found.currency },
    }),
    ...when(found.immatureBad > 0, { code: 'immature-bad', params: { orders: found.immatureBad } }),
    ...when(found.filter.clauses.length > 0, {
      code: 'filter-active',
      params: { clauses: found.filter.clauses.length },
    }),
  ];
}

/** Lists without dates that rules ask, and fields of tables of one day: what was so at the order is not known. */
export function hindsightWarnings(rules: readonly CheckedRule[]): readonly BacktestWarning[] {
  const lists = rules.flatMap(listedIn).flatMap(({ list }) => (list.snapshotAt === undefined ? [] : [list]));
  const byId = new Map(lists.map(({ id, snapshotAt = '' }) => [id, `${listsRoot}.${id} (${snapshotAt})`]));
  const fields = new Set(
    rules.flatMap((rule) =>
      rule.fields.flatMap(({ path, snapshotAt }) => (snapshotAt === undefined ? [] : [`${path} (${snapshotAt})`])),
    ),
  );
  return [
    ...when(byId.size > 0, {
      code: 'list-undated',
      params: { lists: [...byId.values()].sort().join(', '), count: byId.size },
    }),
    ...when(fields.size > 0, {
      code: 'field-snapshot',
      params: { fields: [...fields].sort().join(', '), count: fields.size },
    }),
  ];
}

/** Lines have no dates: what a later file changed counts as known at the order all the same. */
export const linesWarning = (orders: number): readonly BacktestWarning[] =>
  when(orders > 0, { code: 'lines-changed', params: { orders } });

/** Files do not say when a value changed: what a later one says counts as known at the order all the same. */
export function fieldsWarning(changed: ReadonlyMap<string, number>): readonly BacktestWarning[] {
  const fields = [...changed].map(([path, orders]) => `${path}: ${orders}`).sort();
  return when(fields.length > 0, {
    code: 'fields-changed',
    params: { fields: fields.join(', '), count: fields.length },
  });
}

/** What every recall must say where too few of the target's outcomes have their order, by count or by amount. */
export function recallWarnings({ matched, rows, amountMatched, amount }: MatchedShare): readonly BacktestWarning[] {
  const [byCount, byAmount] = [share(matched, rows), share(amountMatched, amount)];
  return when(Math.min(byCount, byAmount) < enoughMatched, {
    code: 'outcomes-not-matched',
    params: { rows, matched, rate: percent(byCount), amountRate: percent(byAmount) },
  });
}

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** Cut, never rounded up: 94.96 % is not enough and must not read as 95.0 %. */
const percent = (value: number): string => `${(Math.floor(value * 1000) / 10).toFixed(1)} %`;

const when = (applies: boolean, warning: BacktestWarning): readonly BacktestWarning[] => (applies ? [warning] : []);
