import { canonicalJson } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import type { DecidedCounts } from '../model/backtest.ts';
import type { ListsFile } from '../model/package.ts';
import type { ProvenEngine } from '../model/package-certificate.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { runtimeEngine } from './evaluator-name.ts';
import { replayHistory, type ReplayDifference, type ReplayReport } from './replay-history.ts';

/** What a backtest says of a rule set, by the way backtests go: the trigger matrix where this machine can run it. */
export type TestedCounts = (db: Connection, ruleSet: RuleSet, signal?: AbortSignal) => Promise<DecidedCounts>;

/** Who waits for the proof on the history: `replayed` hears the share of the orders. */
export interface HistoryWatch {
  readonly signal?: AbortSignal;
  readonly replayed?: (share: number) => void;
  readonly tested?: TestedCounts;
}

/**
 * The reference runtime on the whole history, as certificates name it. Throws as `replayHistory` does, and 'package-mismatch'
 * where it says otherwise of an order, with the first difference and what the order is made of, personal values replaced; or
 * where its sums are not those that a backtest shows.
 */
export async function proveHistory(
  project: ProjectHandle,
  db: Connection,
  ruleSet: RuleSet,
  lists: ListsFile | null,
  { signal, replayed, tested }: HistoryWatch,
): Promise<ProvenEngine> {
  const context = {
    ...(signal === undefined ? {} : { signal }),
    ...(replayed === undefined ? {} : { progress: replayed }),
  };
  const report = await replayHistory(project, db, ruleSet, context, lists);
  const { orders, events, outcomes, rules, features, compared, mismatches, first } = report;
  if (first !== null) throw differing(first, mismatches);
  if (tested !== undefined) refuseOtherCounts(report, await tested(db, ruleSet, signal));
  return { ...runtimeEngine, subject: 'history', orders, events, outcomes, rules, features, compared, mismatches: 0 };
}

function differing({ seq, kind, name, expected, got, fields }: ReplayDifference, count: number): ShinsaError {
  return new ShinsaError('package-mismatch', {
    ...{ count, engine: runtimeEngine.engine, order: seq + 1, expected, got },
    ...(kind === 'feature' ? { feature: name } : { rule: name }),
    record: canonicalJson(fields),
  });
}

/** Backtests are made by other means than the predicates that each order was compared with. */
function refuseOtherCounts(replayed: ReplayReport, tested: DecidedCounts): void {
  const differences = (['fired', 'unevaluable', 'results'] as const).flatMap((what) =>
    [...new Set([...Object.keys(tested[what]), ...Object.keys(replayed[what])])].flatMap((name) => {
      const [expected, got] = [tested[what][name] ?? 0, replayed[what][name] ?? 0];
      return expected === got ? [] : [{ rule: name, expected: `${what} ${expected}`, got: `${what} ${got}` }];
    }),
  );
  const [first] = differences;
  if (first === undefined) return;
  throw new ShinsaError('package-mismatch', { count: differences.length, engine: runtimeEngine.engine, ...first });
}
