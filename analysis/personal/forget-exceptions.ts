import { exceptionSchema, type RuleSetException } from '../model/policy.ts';
import type { Connection } from '../store/connection.ts';
import { mapRuleSets } from '../store/rule-sets-in.ts';
import { id, sql } from '../store/sql.ts';

/** Texts that hold rule sets, by table. */
const holders = [
  ['rule_sets', 'rule_set'],
  ['runs', 'rule_set'],
  ['runs', 'result'],
  ['review_samples', 'sample'],
  ['segments', 'filter'],
  ['findings', 'entry'],
] as const;

/** Takes every exception out of every version of every rule set, and of the runs made with them. */
export const forgetExceptions = (db: Connection): Promise<void> => rewritten(db, () => undefined);

/** Takes out the exceptions for a value of the person that `collect` found, and notes that name the person. */
export async function forgetExceptionsOfPerson(db: Connection): Promise<void> {
  const own = await db.rows(sql`SELECT DISTINCT lower(trim(text)) AS text FROM own`);
  const values = new Set(own.map((row) => String(row['text'])));
  const told = [...values].filter((text) => text.length >= 3);
  await rewritten(db, (exception) => {
    if (values.has(exception.value.trim().toLowerCase())) return undefined;
    const { note, ...rest } = exception;
    const names = note !== undefined && told.some((text) => note.toLowerCase().includes(text));
    return names ? (rest as RuleSetException) : exception;
  });
}

async function rewritten(
  db: Connection,
  change: (exception: RuleSetException) => RuleSetException | undefined,
): Promise<void> {
  for (const [table, column] of holders) {
    const rows = await db.rows(sql`SELECT rowid AS row, ${id(column)} AS text FROM ${id(table)}
      WHERE contains(${id(column)}, '"exceptions"')`);
    for (const row of rows) {
      const text = String(row['text']);
      const next = JSON.stringify(mapRuleSets(JSON.parse(text), (all) => kept(all, change)));
      if (next !== text)
        await db.run(sql`UPDATE ${id(table)} SET ${id(column)} = ${next} WHERE rowid = ${Number(row['row'])}`);
    }
  }
}

const kept = (
  all: readonly unknown[],
  change: (exception: RuleSetException) => RuleSetException | undefined,
): readonly unknown[] =>
  all.flatMap((one) => {
    const { data } = exceptionSchema.safeParse(one);
    const next = data === undefined ? one : change(data);
    return next === undefined ? [] : [next];
  });
