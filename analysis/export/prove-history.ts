import { canonicalJson } from '../model/canonical-json.ts';
import { orderWeight } from '../model/order-weight.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ScreenedAsked, ScreenedOrders, WeighedOrders } from '../model/backtest.ts';
import type { ListsFile } from '../model/package.ts';
import type { ProvenEngine } from '../model/package-certificate.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { sql } from '../store/sql.ts';
import { runtimeEngine } from './evaluator-name.ts';
import {
  fieldsAt,
  replayHistory,
  type ReplayContext,
  type ReplayDifference,
  type ReplayReport,
} from './replay-history.ts';

/** What a backtest says of a rule set, by the way backtests go: the trigger matrix where this machine can run it. */
export type TestedOrders = (db: Connection, ruleSet: RuleSet, asked?: ScreenedAsked) => Promise<ScreenedOrders>;

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
  if (tested !== undefined) await refuseOthers(project, db, ruleSet, { report, tested, context, lists });
  return { ...runtimeEngine, subject: 'history', orders, events, outcomes, rules, features, compared, mismatches: 0 };
}

function differing({ seq, kind, name, expected, got, fields }: ReplayDifference, count: number): ShinsaError {
  return new ShinsaError('package-mismatch', {
    ...{ count, engine: runtimeEngine.engine, order: seq + 1, expected, got },
    ...(kind === 'feature' ? { feature: name } : { rule: name }),
    record: canonicalJson(fields),
  });
}

interface Replayed {
  readonly report: ReplayReport;
  readonly tested: TestedOrders;
  readonly context: ReplayContext;
  readonly lists: ListsFile | null;
}

/**
 * Backtests are made by other means than the predicates that each order was compared with. Of each rule and decision they must
 * have as many orders, and of the same weight: the same ones. The first that is not is shown.
 */
async function refuseOthers(
  project: ProjectHandle,
  db: Connection,
  ruleSet: RuleSet,
  { report, tested, context, lists }: Replayed,
): Promise<void> {
  const { signal } = context;
  const [first, ...others] = othersOf(await tested(db, ruleSet, { signal }), report);
  if (first === undefined) return;
  const { what, name } = first;
  const heavier = async (within: { readonly from: string; readonly to: string }): Promise<number | null> => {
    const [own, plain] = [
      await tested(db, ruleSet, { signal, within }),
      await tested(db, ruleSet, { signal, within, plainly: true }),
    ];
    const found = othersOf(own, plain).find((one) => one.what === what && one.name === name);
    return found === undefined ? null : Math.abs(found.expected.weight - found.got.weight);
  };
  const order = await firstOther(db, project, heavier);
  const record = order === null ? null : await fieldsAt(project, db, ruleSet, lists, order);
  throw new ShinsaError('package-mismatch', {
    ...{ count: 1 + others.length, engine: runtimeEngine.engine },
    ...{ rule: name, expected: said(what, first.expected), got: said(what, first.got) },
    ...(order === null || record === null ? {} : { order: order + 1, record: canonicalJson(record) }),
  });
}

interface Other {
  readonly what: 'fired' | 'unevaluable' | 'decided';
  readonly name: string;
  readonly expected: WeighedOrders;
  readonly got: WeighedOrders;
}

function othersOf(tested: ScreenedOrders, other: ScreenedOrders): readonly Other[] {
  const none: WeighedOrders = { orders: 0, weight: 0 };
  return (['fired', 'unevaluable', 'decided'] as const).flatMap((what) =>
    [...new Set([...Object.keys(tested[what]), ...Object.keys(other[what])])].flatMap((name) => {
      const [expected, got] = [tested[what][name] ?? none, other[what][name] ?? none];
      return expected.orders === got.orders && expected.weight === got.weight ? [] : [{ what, name, expected, got }];
    }),
  );
}

/**
 * Place in time of the first order of which something is otherwise, by halving; where several of one instant are, of one of these.
 * `heavier`: by how much the orders of some time weigh otherwise, null where they do not. Null for none.
 */
async function firstOther(
  db: Connection,
  project: ProjectHandle,
  heavier: (within: { readonly from: string; readonly to: string }) => Promise<number | null>,
): Promise<number | null> {
  const rows = await project.rows(db, ['event_id', 'ordered_at']);
  const ends = await db.first(
    sql`SELECT min(epoch_ms(ordered_at)) AS least, max(epoch_ms(ordered_at)) AS most FROM ${rows}`,
  );
  const text = (at: number): string => new Date(at).toISOString();
  let [low, high] = [Number(ends?.['least'] ?? 0), Number(ends?.['most'] ?? 0) + 1];
  while (high - low > 1) {
    const half = Math.floor((low + high) / 2);
    if ((await heavier({ from: text(low), to: text(half) })) === null) low = half;
    else high = half;
  }
  const within = { from: text(low), to: text(high) };
  const weight = await heavier(within);
  const places = await db.rows(
    sql`SELECT seq FROM ${rows} WHERE ordered_at >= ${within.from}::TIMESTAMPTZ AND ordered_at < ${within.to}::TIMESTAMPTZ ORDER BY seq`,
  );
  const own = places.map(({ seq }) => Number(seq));
  return own.find((seq) => orderWeight(seq) === weight) ?? own[0] ?? null;
}

const said = (what: string, { orders, weight }: WeighedOrders): string => `${what} ${orders} (${weight})`;
