import { itemFields, listedColumnOf, type ListedTerm, type ScopeField } from '../../analysis/expression/index.ts';
import type { EngineProof } from '../../analysis/export/engine-proof.ts';
import { isOn } from '../../analysis/export/vector-lists.ts';
import { canonicalJson } from '../../analysis/model/canonical-json.ts';
import type { Vector, VectorType } from '../../analysis/model/package.ts';
import type { Clickhouse } from './engine.ts';

/** What stands in the table that a package's query reads. */
export interface Loaded {
  readonly fields: readonly ScopeField[];
  readonly asked: readonly ListedTerm[];
  readonly currency: string;
}

/** Types of columns as the head of rules.clickhouse.sql names them. */
const columnTypes: Readonly<Record<VectorType, string>> = {
  int: 'Nullable(Int64)',
  money: 'Nullable(Int64)',
  double: 'Nullable(Float64)',
  string: 'Nullable(String)',
  bool: 'Nullable(Bool)',
  timestamp: "Nullable(DateTime64(6, 'UTC'))",
  list: `Array(Tuple(${[...itemFields.values()].map(({ name, type }) => `${name} Nullable(${type === 'string' ? 'String' : 'Int64'})`).join(', ')}))`,
};

const quoted = (name: string): string => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/**
 * Runs the text of rules.clickhouse.sql as it stands over the vectors, loaded as its table `orders`, and counts where it says
 * otherwise than they do: of rules (TRUE, FALSE or NULL), of the result and of what decided.
 */
export async function clickhouseProof(
  { ask }: Clickhouse,
  text: string,
  vectors: readonly Vector[],
  codes: readonly string[],
  loaded: Loaded,
): Promise<EngineProof> {
  await load(ask, vectors, loaded);
  const rows = new Map((await ask(text)).map((row) => [row[0], row.slice(-codes.length - 2)]));
  const differing = vectors.flatMap(({ id: vector, fired, unevaluable, result, by }, n) => {
    const row = rows.get(n) ?? [];
    const differences = codes.flatMap((rule, at) => {
      const expected = fired.includes(rule) ? true : unevaluable.includes(rule) ? null : false;
      const got = truth(row[at]);
      return got === expected ? [] : [{ vector, rule, expected: String(expected), got: String(got) }];
    });
    const decided = [canonicalJson([result, by ?? null]), canonicalJson(row.slice(-2))] as const;
    return decided[0] === decided[1]
      ? differences
      : [...differences, { vector, rule: null, expected: decided[0], got: decided[1] }];
  });
  return {
    ...{ engine: 'clickhouse', version: '', target: 'clickhouse', file: 'rules.clickhouse.sql' },
    ...{ vectors: rows.size, compared: vectors.length * (codes.length + 1), derived: 0, outside: 0 },
    ...{ mismatches: differing.length, first: differing[0] ?? null },
  };
}

/** Conditions are Bool or UInt8. */
const truth = (value: unknown): unknown => (value === 1 || value === 0 ? value === 1 : value);

async function load(ask: Clickhouse['ask'], vectors: readonly Vector[], { fields, asked, currency }: Loaded) {
  const own = fields.filter(({ column }) => column !== 'currency');
  const columns = [
    ...['n Int64', `currency ${columnTypes.string}`],
    ...own.map(({ column, type }) => `${quoted(column)} ${columnTypes[type]}`),
    ...asked.map((term) => `${quoted(listedColumnOf(term))} ${columnTypes.bool}`),
  ];
  await ask('DROP TABLE IF EXISTS orders');
  await ask(`CREATE TABLE orders (${columns.join(', ')}) ENGINE = Memory`);
  const given = new Set(fields.map(({ column }) => column));
  const rows = vectors.map((vector, n) =>
    JSON.stringify([
      ...[n, given.has('currency') ? (vector.record['order.currency'] ?? null) : currency],
      ...own.map(({ path, type }) => vector.record[path] ?? (type === 'list' ? [] : null)),
      ...asked.map((term) => isOn(vector, term)),
    ]),
  );
  await ask(`INSERT INTO orders SETTINGS date_time_input_format = 'best_effort', precise_float_parsing = 1
    FORMAT JSONCompactEachRow ${rows.join('\n')}`);
}
