import type { Clause } from '../model/filter.ts';
import { autoDecided, goodsLeft, personDecided } from '../model/stages.ts';
import type { Condition } from './condition.ts';
import { join, sql, type Sql } from './sql.ts';

/** The way of an order over working rows, from 0 on; what it is made of is what clauses filter to. */
export interface WayOf {
  readonly cell: Sql;
  readonly columns: readonly string[];
}

/**
 * `conditionOf` is what a clause filters to, as known at `lastKnown` (epoch ms; null for all that is told): goods that were shipped
 * later had not left. A settlement status has no date and counts whenever it was told.
 */
export async function wayOf(
  conditionOf: (clause: Clause) => Promise<Condition> | Condition,
  lastKnown: number | null,
): Promise<WayOf> {
  const reads = new Set<string>();
  const condition = async (clause: Clause): Promise<Sql> => {
    const { where, columns } = await conditionOf(clause);
    for (const column of columns) reads.add(column);
    return where;
  };
  /** Place of the first that holds, the last where none does. */
  const placed = async (clauses: readonly (readonly Clause[])[]): Promise<Sql> => {
    const steps: Sql[] = [];
    for (const [place, any] of clauses.entries()) {
      const whens: Sql[] = [];
      for (const clause of any) whens.push(await condition(clause));
      steps.push(sql`WHEN ${join(whens, sql` OR `)} THEN ${place}`);
    }
    return sql`(CASE ${join(steps, sql` `)} ELSE ${clauses.length} END)`;
  };
  const recorded = (by: 'auto' | 'person') => (result: (typeof autoDecided)[number]) => [
    { kind: 'recorded' as const, by, results: [result] },
  ];
  const auto = await placed(autoDecided.slice(0, -1).map(recorded('auto')));
  const person = await placed(personDecided.slice(0, -1).map(recorded('person')));
  const until = lastKnown === null ? null : new Date(lastKnown + 1).toISOString();
  const goods = await placed([
    [{ kind: 'time', column: 'shipped_at', from: null, to: until }],
    [
      { kind: 'told', what: 'kind', name: 'cancelled' },
      { kind: 'in', column: 'settle_status', values: ['99'] },
    ],
  ]);
  const [persons, kinds] = [personDecided.length, goodsLeft.length];
  return { cell: sql`(${auto} * ${persons * kinds} + ${person} * ${kinds} + ${goods})`, columns: [...reads] };
}
