import { canonicalJson } from '../model/canonical-json.ts';
import type { Vector } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { openScratch } from '../store/scratch-database.ts';
import { id, sql } from '../store/sql.ts';
import { featuresView } from './duckdb-text.ts';
import type { Difference } from './engine-proof.ts';
import { withRecords, type Read } from './expected-decisions.ts';

/**
 * Where the query of the rules, run as it stands by a DuckDB of its own over the vectors, says otherwise of one than it says
 * itself: rules that fire or cannot be evaluated, the result, what decided. `folder` is for what it spills. Throws 'cancelled'.
 */
export async function queryDifferences(
  text: string,
  { rules, currency }: RuleSet,
  read: Read,
  vectors: readonly Vector[],
  { folder, signal }: { readonly folder: string; readonly signal?: AbortSignal | undefined },
): Promise<Difference[]> {
  const scratch = await openScratch({ files: [], folder, signal });
  try {
    const said = await withRecords(scratch.db, currency, read, vectors, async () => {
      await scratch.db.run(sql`CREATE TEMP VIEW orders AS SELECT * FROM vectors`);
      await scratch.db.run(sql`CREATE TEMP VIEW ${id(featuresView)} AS SELECT * FROM vectors`);
      const { columns } = await scratch.db.batch({ kind: 'sql', text, values: [] });
      return columns.map(({ values }) => Array.from<unknown>(values));
    });
    // The first column tells the record; rules, the result and what decided come behind those of the record.
    const places = new Map(said[0]?.map((n, row) => [Number(n), row]));
    const own = said.slice(-rules.length - 2);
    return vectors.flatMap(({ id: vector, fired, unevaluable, result, by }, n) => {
      const at = own.map((column) => column[places.get(n) ?? -1]);
      const codes = (answer: unknown): string[] =>
        rules.flatMap(({ code }, place) => (at[place] === answer ? [code] : []));
      const expected = canonicalJson([fired, unevaluable, result, by ?? null]);
      const got = canonicalJson([codes(true), codes(null), ...at.slice(-2).map((one) => one ?? null)]);
      return expected === got ? [] : [{ vector, rule: null, expected, got }];
    });
  } finally {
    scratch.close();
  }
}
