import type { ConformReport } from '../../model/conform.ts';
import { ShinsaError } from '../../model/failure.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { keyedPath, type RuntimeList } from '../../runtime/index.ts';
import type { Connection } from '../../store/connection.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { sql } from '../../store/sql.ts';
import { eachEvent } from '../history.ts';
import type { PackageContent } from '../package-content.ts';
import { openRuntime, refusalOf } from '../open-runtime.ts';
import type { ReplayContext } from '../replay-history.ts';
import { runtimeLists } from '../runtime-lists.ts';
import { orderShown } from '../shown-order.ts';
import type { PublicDomains } from '../kept-domains.ts';
import { withOwnValues } from './own-values.ts';
import { Conformity } from './conformity.ts';
import { firedOf, resultOf, type Recorded, type RecordedResults } from './recorded.ts';

/**
 * Replays the history of a project in a package and compares with what was recorded. Lists whose entries the package does not
 * give away are those of the project, and so are the values of exceptions where the package came from it. Throws 'recorded-unmatched' where no order is recorded, and what `eachEvent` throws.
 */
export async function conformProject(
  project: ProjectHandle,
  db: Connection,
  given: PackageContent,
  recorded: RecordedResults,
  publicDomains: PublicDomains,
  context: ReplayContext = {},
): Promise<ConformReport> {
  const { ruleSet, hidden } = await withOwnValues(project, db, given, publicDomains);
  const lists = await heldLists(project, db, ruleSet, given.content.lists ?? []);
  const runtime = openRuntime({ ...given.content, ruleSet, lists }, {}, { similars: 0 });
  const standIns = { exceptions: hidden, lists: lists.flatMap(({ id, entries }) => (entries === null ? [id] : [])) };
  const { columns } = await project.info();
  const shown = orderShown(ruleSet, new Map(columns.map(({ path, pii }) => [path, pii !== 'none'])));
  // Names of orders are masked where all answers are.
  const conformity = new Conformity(runtime, recorded, {
    id: (id) => id,
    fields: (event, result) => shown.fields(event, result.features),
  });
  const keys = runtime.reads.orders.flatMap((path) => keyedPath(path) ?? []);
  await eachEvent(
    project,
    db,
    { ruleSet, runtime, paths: keys },
    (event) => {
      try {
        const result = runtime.take(event);
        if (result !== null) conformity.compare(event, result);
      } catch (error) {
        throw refusalOf(error);
      }
    },
    context,
  );
  return compared(conformity.report(standIns));
}

/** A report that compares something. */
export function compared(report: ConformReport): ConformReport {
  const { matched, recorded, replayed } = report;
  if (matched === 0) throw new ShinsaError('recorded-unmatched', { recorded, replayed });
  return report;
}

async function heldLists(
  project: ProjectHandle,
  db: Connection,
  { currency, timezone, features }: RuleSet,
  lists: readonly RuntimeList[],
): Promise<RuntimeList[]> {
  const held = (await project.scope(currency, timezone, features)).lists;
  const hidden = lists.flatMap(({ id, entries }) => (entries === null ? (held?.get(id) ?? []) : []));
  const own = new Map((await runtimeLists(db, hidden, null)).map((list) => [list.id, list]));
  return lists.map((list) => own.get(list.id) ?? list);
}

/** What the orders of a project hold of their automatic screening; nothing where no file told it. */
export async function projectRecords(db: Connection): Promise<RecordedResults> {
  const rows = await db.rows(
    sql`SELECT event_id, recorded_result AS result, recorded_rules AS rules FROM orders WHERE recorded_result IS NOT NULL`,
  );
  const told = await db.first(sql`SELECT EXISTS (SELECT 1 FROM orders WHERE recorded_rules IS NOT NULL) AS rules`);
  const byOrder = new Map<string, Recorded>();
  let unscreened = 0;
  rows.forEach(({ event_id: id, result, rules }) => {
    const word = resultOf(String(result));
    if (word === null || word === 'unknown') {
      unscreened += 1;
      return;
    }
    const codes = told?.['rules'] === true ? firedOf(typeof rules === 'string' ? rules.trim() : '', 0).codes : null;
    byOrder.set(String(id), { result: word, rules: codes, score: null, group: null });
  });
  return { byOrder, repeated: 0, contradicting: 0, unscreened };
}
