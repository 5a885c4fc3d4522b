import { eventScope } from '../expression/index.ts';
import { itemsColumn } from '../model/order-lines.ts';
import { ShinsaError } from '../model/failure.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Runtime, RuntimeEvent } from '../runtime/index.ts';
import type { Connection } from '../store/connection.ts';
import { ofOneVersion } from '../store/one-version.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, sql } from '../store/sql.ts';
import { besides, outcomesAsked, type Beside } from './replay-besides.ts';
import type { ExpectedRow } from './replay-expected.ts';
import { fieldsOf, type ReplayContext } from './replay-history.ts';
import { ordersOf } from './replay-orders.ts';

export interface HistoryAsked {
  readonly ruleSet: RuleSet;
  /** What it reads is told. */
  readonly runtime: Runtime;
  /** Paths told besides. */
  readonly paths?: readonly string[];
  /** Columns of orders (texts) that are given beside each. */
  readonly columns?: readonly string[];
}

/** Takes an event; `row` for orders: the columns asked for. */
export type TakeEvent = (event: RuntimeEvent, row: ExpectedRow | null) => void;

/**
 * The whole history of a project, event by event in the order of time; fields that the project lacks are absent.
 * Throws 'view-gone' where the orders changed meanwhile, and 'cancelled'.
 */
export async function eachEvent(
  project: ProjectHandle,
  db: Connection,
  { ruleSet, runtime, paths = [], columns = [] }: HistoryAsked,
  take: TakeEvent,
  context: ReplayContext = {},
): Promise<void> {
  const { currency, timezone, features = [] } = ruleSet;
  const { rows, fields, others, info } = await ofOneVersion(project, async () => {
    const found = await project.info();
    const scope = await project.scope(currency, timezone, features);
    const own = fieldsOf(scope, [...runtime.reads.orders, ...paths]);
    const items = runtime.reads.items ? [itemsColumn] : [];
    const wanted = ['event_id', 'ordered_at', ...own.map(({ column }) => column), ...items, ...columns];
    const table = await project.rows(db, [...new Set(wanted)]);
    return {
      ...{ info: found, fields: own, rows: table, dataVersion: table.dataVersion },
      others: fieldsOf(eventScope(scope), runtime.reads.events),
    };
  });
  const kinds = new Set(features.map(({ on = 'orders' }) => on).filter((on) => on !== 'orders'));
  const asked = {
    ...{ kinds: [...kinds], fields: others, timezone: info.timezone },
    ...outcomesAsked(features),
  };
  const expected = {
    ...{ columns: [], differences: () => [] },
    made: [sql`1 AS one`, ...columns.map((column, at) => sql`${id(column)} AS ${id(`c${at}`)}`)],
    answers: [sql`1::INTEGER`, ...columns.map((_, at) => id(`c${at}`))],
  };
  const read = <T>(work: (own: Connection) => Promise<T>): Promise<T> =>
    project.read(context.signal === undefined ? {} : { signal: context.signal }, work);
  let replayed = 0;
  await read((ofEvents) =>
    read(async (ofOutcomes) => {
      const stream = besides(asked, ofEvents, ofOutcomes);
      let next: Beside | null = (await stream.next()).value ?? null;
      for await (const orders of ordersOf(db, { rows, fields, items: runtime.reads.items, expected })) {
        for (const { at, event, row } of orders) {
          for (; next !== null && next.before <= at; next = (await stream.next()).value ?? null) take(next.event, null);
          take(event, (column) => row(column + 1));
        }
        replayed += orders.length;
        context.progress?.(replayed / Math.max(1, info.orders));
      }
    }),
  );
  if ((await project.info()).dataVersion !== rows.dataVersion) throw new ShinsaError('view-gone');
}
