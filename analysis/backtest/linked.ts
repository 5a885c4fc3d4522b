import type { Clause } from '../model/filter.ts';
import { featuresNamed } from '../model/features.ts';
import type { LinkedAsk, LinkedCount, LinkedEntities } from '../model/results/linked.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { judgedProject } from '../store/judged-views.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';

const entity = 'entity_id';
const size = 'entity_orders';

/** How much of what a rule set alerts on, and of what each of its rules hits, is linked; null where no order is, as before linking. */
export async function linkedEntities(
  whole: ProjectHandle,
  db: Connection,
  { ruleSet, filter, judged }: LinkedAsk,
): Promise<LinkedEntities | null> {
  const project = await judgedProject(whole, judged);
  const { currency, timezone } = ruleSet;
  const clauses: readonly Clause[] = [
    { kind: 'decision', ruleSet, results: ['REVIEW', 'HOLD', 'NG'] },
    ...ruleSet.rules.map(({ code, when }): Clause => {
      const features = featuresNamed(when, ruleSet.features);
      return {
        ...{ kind: 'rule', code, when, currency, timezone, value: 'true' },
        ...(features.length === 0 ? {} : { features }),
      };
    }),
  ];
  const conditions = await Promise.all(clauses.map((clause) => project.condition({ clauses: [clause] })));
  const read = [entity, size, ...conditions.flatMap((one) => one.columns)];
  const { from, where } = await filteredRows(project, db, filter, read);
  const groups = [sql`TRUE`, ...conditions.map((one) => one.where)];
  const row = await db.first(sql`SELECT ${join(groups.map(countsIn), sql`, `)} FROM ${from} WHERE ${where}`);
  const [all = none, alerts = none, ...rules] = groups.map((_, at): LinkedCount => {
    const number = (name: string): number => Number(row?.[`${name}_${at}`] ?? 0);
    return { orders: number('orders'), linked: number('linked'), entities: number('entities') };
  });
  if (all.entities === 0) return null;
  return { all, alerts, rules: ruleSet.rules.map(({ code }, at) => ({ code, ...(rules[at] ?? none) })) };
}

const none: LinkedCount = { orders: 0, linked: 0, entities: 0 };

function countsIn(where: Sql, at: number): Sql {
  const name = (of: string): Sql => id(`${of}_${at}`);
  const shared = sql`${where} AND ${id(size)} > 1`;
  return sql`count(*) FILTER (${where}) AS ${name('orders')}, count(*) FILTER (${shared}) AS ${name('linked')},
    count(DISTINCT ${id(entity)}) FILTER (${shared}) AS ${name('entities')}`;
}
