import { canonicalJson } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ScreenedOrders, WeighedOrders } from '../model/backtest.ts';
import type { ListsFile } from '../model/package.ts';
import type { ProvenEngine } from '../model/package-certificate.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { runtimeEngine } from './evaluator-name.ts';
import { replayHistory, type ReplayDifference, type ReplayReport } from './replay-history.ts';

/** What a backtest says of a rule set, by the way backtests go: the trigger matrix where this machine can run it. */
export type TestedOrders = (db: Connection, ruleSet: RuleSet, signal?: AbortSignal) => Promise<ScreenedOrders>;

/** Who waits for the proof on the history: `replayed` hears the share of the orders. */
export interface HistoryWatch {
  readonly signal?: AbortSignal;
  readonly replayed?: (share: number) => void;
  readonly tested?: TestedOrders;
}

/**
 * The reference runtime on the whole history, as certificates name it. Throws as `replayHistory` does, and 'package-mismatch'
 * where it says otherwise of an order, with the first difference and what the order is made of, personal values replaced; or
 * where a backtest has other orders.
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
  if (tested !== undefined) refuseOthers(report, await tested(db, ruleSet, signal));
  return { ...runtimeEngine, subject: 'history', orders, events, outcomes, rules, features, compared, mismatches: 0 };
}

function differing({ seq, kind, name, expected, got, fields }: ReplayDifference, count: number): ShinsaError {
  return new ShinsaError('package-mismatch', {
    ...{ count, engine: runtimeEngine.engine, order: seq + 1, expected, got },
    ...(kind === 'feature' ? { feature: name } : { rule: name }),
    record: canonicalJson(fields),
  });
}

/**
 * Backtests are made by other means than the predicates that each order was compared with. Of each rule and decision they must
 * have as many orders, and of the same weight: the same ones.
 */
function refuseOthers(replayed: ReplayReport, tested: ScreenedOrders): void {
  const none: WeighedOrders = { orders: 0, weight: 0 };
  const differences = (['fired', 'unevaluable', 'decided'] as const).flatMap((what) =>
    [...new Set([...Object.keys(tested[what]), ...Object.keys(replayed[what])])].flatMap((name) => {
      const [expected, got] = [tested[what][name] ?? none, replayed[what][name] ?? none];
      if (expected.orders === got.orders && expected.weight === got.weight) return [];
      return [{ rule: name, expected: said(what, expected), got: said(what, got) }];
    }),
  );
  const [first] = differences;
  if (first === undefined) return;
  throw new ShinsaError('package-mismatch', { count: differences.length, engine: runtimeEngine.engine, ...first });
}

const said = (what: string, { orders, weight }: WeighedOrders): string => `${what} ${orders} (${weight})`;
