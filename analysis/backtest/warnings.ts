import { listedIn, type CheckedFeature, type CheckedRule, type ScopeField } from '../expression/index.ts';
import type { BacktestWarning } from '../model/backtest.ts';
import type { Filter } from '../model/filter.ts';
import { enoughMatched, type MatchedShare } from '../model/outcome-match.ts';
import type { Maturity } from '../model/project.ts';
import type { Connection } from '../store/connection.ts';
import { atRevision } from '../store/one-version.ts';
import {
  featureWarnings,
  fieldsWarning,
  hindsightWarnings,
  linesWarning,
  readsLines,
  unsureWarning,
} from '../store/read-warnings.ts';
import type { Ground } from './ground.ts';

/** What a reader of the figures must know. */
export interface Circumstances {
  readonly maturity: Maturity;
  /** Orders of the project that only facts without a date make bad, or good again, at an as-of day before the last. */
  readonly undated: number;
  readonly rules: readonly CheckedRule[];
  /** Fields of orders behind the rules, see `fieldsBehind`. */
  readonly read: readonly ScopeField[];
  /** See `featureWarnings`. */
  readonly features: readonly BacktestWarning[];
  readonly currency: string;
  readonly ground: Ground;
  readonly filter: Filter;
  /** How many of the target's outcomes have their order. */
  readonly outcomes: MatchedShare;
}

/** Warnings in the order of their weight: each only where it applies. */
export function warningsOf(found: Circumstances): readonly BacktestWarning[] {
  const { ground } = found;
  return [
    ...when(found.maturity === 'not measured', { code: 'maturity-not-measured', params: {} }),
    ...recallWarnings(found.outcomes),
    ...when(found.undated > 0, { code: 'undated-outcomes', params: { orders: found.undated } }),
    ...readWarnings(found),
    ...when(ground.otherCurrency > 0, {
      code: 'other-currency',
      params: { orders: ground.otherCurrency, currency: found.currency },
    }),
    ...when(ground.early > 0, { code: 'immature-bad', params: { orders: ground.early } }),
    ...when(found.filter.clauses.length > 0, {
      code: 'filter-active',
      params: { clauses: found.filter.clauses.length },
    }),
  ];
}

/** What is to be known of the fields, lists and features that rules read. */
export function readWarnings({
  rules,
  read,
  features,
  ground,
}: Pick<Circumstances, 'rules' | 'read' | 'features' | 'ground'>): readonly BacktestWarning[] {
  const fields = rules.flatMap((rule) => rule.fields);
  const lists = rules.flatMap(listedIn).map(({ list }) => list);
  return [
    ...unsureWarning(fields),
    ...hindsightWarnings(fields, lists),
    ...linesWarning(readsLines(fields) ? ground.linesChanged : 0),
    ...fieldsWarning(ground.changed, read),
    ...features,
  ];
}

/** See `featureWarnings`: of the data as they were at `revision`, which is looked at only where there are features. */
export const featureWarningsAt = async (
  db: Connection,
  revision: number,
  features: readonly CheckedFeature[],
  timezone: string,
): Promise<readonly BacktestWarning[]> =>
  features.length === 0 ? [] : atRevision(db, revision, () => featureWarnings(db, features, timezone));

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
