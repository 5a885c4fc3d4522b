import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { celFileOf } from '../../analysis/export/cel-file.ts';
import { replayVectors } from '../../analysis/export/cel-replay.ts';
import { expectedDecisions } from '../../analysis/export/expected-decisions.ts';
import { duckdbFeatures } from '../../analysis/export/targets/duckdb-features.ts';
import { featuresView, termsOf } from '../../analysis/export/duckdb-text.ts';
import { openRuntime } from '../../analysis/export/open-runtime.ts';
import { sha256 } from '../../analysis/export/package-files.ts';
import { proveRuntime } from '../../analysis/export/runtime-vectors.ts';
import {
  check,
  checkFeature,
  decide,
  decidedByText,
  scopeOf,
  type CheckedRule,
} from '../../analysis/expression/index.ts';
import { canonicalJson } from '../../analysis/model/canonical-json.ts';
import { canonicalColumns, projectColumns } from '../../analysis/model/columns.ts';
import { featureColumn, featureSchema, type Feature } from '../../analysis/model/features.ts';
import { listMatchSchema } from '../../analysis/model/lists.ts';
import { vectorValueSchema } from '../../analysis/model/package.ts';
import { exceptionSchema, policySchema } from '../../analysis/model/policy.ts';
import { groupSchema, resultSchema, type RuleSet } from '../../analysis/model/ruleset.ts';
import { standing } from '../../analysis/runtime/index.ts';
import { listedOrders } from '../../analysis/store/list-membership.ts';
import { id, sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, openHistory, type History, type OrderRow } from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const text = readFileSync(new URL('../../docs/package-format.md', import.meta.url), 'utf8');

/** The fenced examples of a kind, read by a schema. */
function examples<T>(kind: string, schema: z.ZodType<T>): T[] {
  const found = [...text.matchAll(new RegExp(`^\`\`\`json ${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))];
  expect([kind, found.length > 0]).toEqual([kind, true]);
  return found.map(([, body = '']) => schema.parse(JSON.parse(body)));
}

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
});
afterAll(() => history.close());

test('canonical texts and their hashes', () => {
  const schema = z.strictObject({ value: z.unknown(), text: z.string(), sha256: z.string() });
  for (const { value, text: wanted, sha256: hash } of examples('canonical', schema)) {
    expect(canonicalJson(value)).toBe(wanted);
    expect(sha256(wanted)).toBe(hash);
  }
});

const ruleExample = z.array(
  z.strictObject({
    when: z.string(),
    record: z.record(z.string(), vectorValueSchema),
    is: z.boolean().nullable(),
    /** What plain CEL says where it says otherwise. */
    plain: z.boolean().optional(),
  }),
);

test('every example of a condition, by DuckDB, by the guarded and the plain CEL, and by the runtime', async () => {
  const scope = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo');
  for (const { when, record: given, is, plain } of examples('rule', ruleExample).flat()) {
    const checked = check(when, scope);
    if (!checked.ok) throw new Error(`${when}: ${checked.issues[0]?.code ?? ''}`);
    const fields = fieldsOf(checked);
    const money = checked.currencyField !== null;
    const record = { ...(money ? { 'order.currency': 'JPY' } : {}), ...given };
    const ruleSet = ruleSetOf(ruleOf('RULE', when));
    const entries = [{ code: 'RULE', checked }];
    const vectors = await history.project.read({}, (db) =>
      expectedDecisions(
        db,
        'JPY',
        { fields, asked: [] },
        [{ origin: 'drawn', record }],
        termsOf(ruleSet, entries, [], {}),
      ),
    );
    const [vector] = vectors;
    const said =
      vector?.fired.includes('RULE') === true ? true : vector?.unevaluable.includes('RULE') === true ? null : false;
    expect([when, given, said]).toEqual([when, given, is]);
    const types = Object.fromEntries(fields.map(({ path, type }) => [path, type]));
    const file = { format: 'shinsa-vectors', formatVersion: 1, currency: 'JPY', fields: types, vectors } as const;
    const differs = replayVectors(celFileOf(ruleSet, entries, []), file, ruleSet).map(({ got }) => got);
    expect([when, differs]).toEqual([when, plain === undefined ? [] : [String(plain)]]);
    expect([when, proveRuntime(ruleSet, { ...file, vectors: [...vectors] })]).toMatchObject([
      when,
      { mismatches: 0, outside: 0 },
    ]);
  }
});

const fieldsOf = (rule: CheckedRule) => [
  ...new Map(
    [...rule.fields, ...(rule.currencyField === null ? [] : [rule.currencyField])].map((field) => [field.path, field]),
  ).values(),
];

const decisionExample = z.array(
  z.strictObject({
    set: z.strictObject({
      default: resultSchema,
      rules: z.array(
        z.union([
          z.tuple([z.string(), resultSchema]),
          z.tuple([z.string(), resultSchema, z.strictObject({ ok: z.int(), ng: z.int(), hold: z.int() })]),
        ]),
      ),
      groups: z.array(groupSchema).optional(),
      policy: policySchema.optional(),
      exceptions: z.array(exceptionSchema).optional(),
    }),
    cases: z.array(
      z.strictObject({
        fired: z.array(z.string()),
        holding: z.array(z.int()).optional(),
        result: resultSchema,
        by: z.string(),
      }),
    ),
  }),
);

test('every example of a decision, also by the runtime', () => {
  for (const { set, cases } of examples('decision', decisionExample).flat()) {
    const { rules, default: otherwise, groups, policy, exceptions } = set;
    const ruleSet: RuleSet = {
      ...ruleSetOf(
        ...rules.map(([code, result, scores]) => ({
          ...ruleOf(code, `order.media_code.contains("${code}")`, result),
          ...(scores === undefined ? {} : { scores }),
        })),
      ),
      default: otherwise,
      ...(groups === undefined ? {} : { groups }),
      ...(policy === undefined ? {} : { policy }),
      ...(exceptions === undefined ? {} : { exceptions }),
    };
    for (const { fired, holding = [], result, by } of cases) {
      const decided = decide(ruleSet, new Set(fired), new Set(holding));
      expect([fired, decided.result, decidedByText(ruleSet, decided.by)]).toEqual([fired, result, by]);
      const values = holding.map((at): [string, string] => [
        exceptions?.[at]?.field ?? '',
        exceptions?.[at]?.value ?? '',
      ]);
      const fields = { 'order.media_code': fired.join(' '), ...Object.fromEntries(values) };
      const verdict = openRuntime({ ruleSet }).evaluate({ event_id: 'o', at: '2026-06-01T00:00:00Z', fields })?.verdict;
      expect([fired, verdict?.result, verdict?.by]).toEqual([fired, result, by]);
    }
  }
});

const listExample = z.strictObject({
  match: listMatchSchema,
  entries: z.array(
    z.strictObject({ value: z.string(), addedAt: z.string().nullable(), removedAt: z.string().nullable() }),
  ),
  cases: z.array(z.strictObject({ value: z.string(), at: z.string(), on: z.boolean() })),
});

test('every example of a list, by the membership that rules ask and by the runtime', async () => {
  for (const [n, { match, entries, cases }] of examples('list', listExample).entries()) {
    const listId = `example_${n}`;
    await history.write(
      ...entries.map(
        ({ value, addedAt, removedAt }) =>
          sql`INSERT INTO list_entries (list_id, value, key, added_at, removed_at)
            VALUES (${listId}, ${value}, ${value}, ${addedAt}::TIMESTAMPTZ, ${removedAt}::TIMESTAMPTZ)`,
      ),
    );
    for (const { value, at, on } of cases) {
      const rows = sql`(VALUES (0, ${at}::TIMESTAMPTZ, ${value})) AS asked(seq, ordered_at, ${id('email')})`;
      const found = await history.project.read({}, (db) =>
        db.rows(listedOrders({ listId, match, column: 'email', when: 'order' }, rows)),
      );
      expect([value, at, found.length === 1]).toEqual([value, at, on]);
      expect([value, at, standing({ id: listId, match, entries })?.(value, at)]).toEqual([value, at, on]);
    }
  }
});

const cell = z.union([z.string(), z.number(), z.null()]);
const featureExample = z.strictObject({
  orders: z.array(z.record(z.string(), cell)),
  outcomes: z
    .array(z.strictObject({ order_id: z.string(), kind: z.string(), amount: z.int(), reported_at: z.string() }))
    .optional(),
  features: z.array(
    z.strictObject({ feature: featureSchema.omit({ id: true }), values: z.array(z.union([z.number(), z.null()])) }),
  ),
});

describe('features', () => {
  test('every example, on orders of a project, by the SQL that is shipped and by the runtime', async () => {
    for (const { orders, outcomes = [], features } of examples('feature', featureExample)) {
      await history.load(
        orders.map((order) => ({ currency: 'JPY', ...order }) as unknown as OrderRow),
        outcomes,
      );
      for (const { feature, values } of features) {
        const column = featureColumn({ feature: { ...feature, id: 'f' }, currency: 'JPY', timezone: 'Asia/Tokyo' });
        const got = await history.project.read({}, async (db) => {
          const rows = await history.project.rows(db, [column]);
          return db.rows(sql`SELECT CAST(${id(column)} AS DOUBLE) AS value FROM ${rows} ORDER BY seq`);
        });
        expect([feature, got.map((row) => row['value'])]).toEqual([feature, values]);
        const own = { ...feature, id: 'f' };
        expect([feature, await shippedValues(own)]).toEqual([feature, values]);
        expect([feature, runtimeValues(own, orders, outcomes)]).toEqual([feature, values]);
      }
    }
  });
});

/** By the SQL of a package's features. */
async function shippedValues(feature: Feature): Promise<unknown[]> {
  const scope = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo');
  const checked = checkFeature(feature, scope);
  if (!checked.ok) throw new Error(feature.agg);
  const text = duckdbFeatures([{ checked, column: 'velocity.f', own: 'f' }]);
  await history.write({ kind: 'sql', text, values: [] });
  const found = await history.project.read({}, (db) =>
    db.rows(sql`SELECT CAST(${id('velocity.f')} AS DOUBLE) AS value FROM ${id(featuresView)} ORDER BY seq`),
  );
  return found.map((row) => row['value']);
}

type Cells = Readonly<Record<string, string | number | null>>;

/** By the runtime, event by event: what was reported at an instant is known after the orders of that instant. */
function runtimeValues(feature: Feature, orders: readonly Cells[], outcomes: readonly Outcome[]): unknown[] {
  const paths = new Map(canonicalColumns.map(({ name, path }): [string, string] => [name, path]));
  const ruleSet = { ...ruleSetOf(ruleOf('F', 'velocity.f != velocity.f')), features: [feature] };
  const runtime = openRuntime({ ruleSet });
  const events = [
    ...orders.map(({ event_id, ordered_at, ...cells }) => ({
      ...{ event_id: String(event_id), at: String(ordered_at) },
      fields: {
        'order.currency': 'JPY',
        ...Object.fromEntries(Object.entries(cells).map(([name, value]) => [paths.get(name) ?? name, value])),
      },
    })),
    ...outcomes.map(({ order_id, kind, amount, reported_at }) => ({
      ...{ event_id: order_id, kind: 'outcome' as const, at: reported_at },
      fields: { 'outcome.kind': kind, 'outcome.amount': amount },
    })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return events.flatMap((event) => {
    const result = runtime.take(event);
    return result === null ? [] : [result.features['f'] ?? null];
  });
}

interface Outcome {
  readonly order_id: string;
  readonly kind: string;
  readonly amount: number;
  readonly reported_at: string;
}
