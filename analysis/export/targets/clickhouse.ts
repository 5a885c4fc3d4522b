import {
  clickhousePredicate,
  duckdbDecidedBy,
  duckdbDecision,
  listedColumnOf,
  listedIn,
  type SqlPredicate,
} from '../../expression/index.ts';
import { id, join, sql } from '../../store/sql.ts';
import { featureRemark } from '../read-features.ts';
import type { ExportTarget, TargetInput } from './target.ts';

/**
 * One query of ClickHouse over the orders. No proof before saving runs it, so it is told as not proven; tests run it on a real
 * ClickHouse (test/clickhouse/).
 */
export const clickhouseTarget: ExportTarget = {
  id: 'clickhouse',
  proof: [],
  files: (input) => [{ name: 'rules.clickhouse.sql', text: clickhouseText(input) }],
};

/** Bytes of a query that ClickHouse reads unless it is told otherwise. */
const readAtMost = 262_144;

/** Conditions stand once, under names of their own: a decision that repeated them would soon be too long to be read. */
function clickhouseText({ ruleSet, entries, exceptions, features }: TargetInput): string {
  const rules = entries.map(({ code, checked }, at) => ({
    code,
    predicate: clickhousePredicate(checked),
    name: `rule ${at + 1}`,
  }));
  const held = exceptions.map((one, at) => ({ predicate: clickhousePredicate(one), name: `exception ${at + 1}` }));
  const named = {
    rules: new Map(rules.map(({ code, name }) => [code, asPredicate(name)])),
    exceptions: held.map(({ name }) => asPredicate(name)),
  };
  const columns = [
    ...rules.map(({ code, name }) => sql`${id(name)} AS ${id(code)}`),
    sql`${duckdbDecision(ruleSet, named)} AS ${id('result')}`,
    sql`${duckdbDecidedBy(ruleSet, named)} AS ${id('decided_by')}`,
  ];
  const conditions = [...rules, ...held];
  const query = sql`SELECT * EXCEPT (${join(
    conditions.map(({ name }) => id(name)),
    sql`, `,
  )}),\n  ${join(columns, sql`,\n  `)}\nFROM (SELECT *,\n  ${join(
    conditions.map((one) => sql`${one.predicate} AS ${id(one.name)}`),
    sql`,\n  `,
  )}\nFROM ${id('orders')})
SETTINGS prefer_column_name_to_alias = 1, join_use_nulls = 1;\n`;
  const text = `${headOf({ ruleSet, entries, features })}${query.text}`;
  const bytes = Buffer.byteLength(text);
  return bytes < readAtMost
    ? text
    : `-- Longer than ClickHouse reads by default: set max_query_size = ${2 * bytes} for the session.\n${text}`;
}

function headOf({ ruleSet, entries, features }: Pick<TargetInput, 'ruleSet' | 'entries' | 'features'>): string {
  const lists = new Map(
    entries.flatMap(({ checked }) => listedIn(checked)).map((term) => [listedColumnOf(term), term]),
  );
  return [
    `${oneLine(ruleSet.name)} (${oneLine(ruleSet.modelId)}), profile ${ruleSet.profile}, ${ruleSet.currency}, ${oneLine(ruleSet.timezone)}`,
    'Not proven here: no ClickHouse server was run on this file. この形式の判定は検証していません。',
    'TRUE: the rule fires. NULL: not evaluable. Amounts in minor units.',
    ...((ruleSet.exceptions ?? []).some(({ surrogate }) => surrogate === true)
      ? ['Exceptions compare with stand-ins of personal values: put the real ones in their place.']
      : []),
    "Columns of orders are Nullable: Int64, Float64, String, Bool, DateTime64(6, 'UTC'); order_items is an Array(Tuple) of named Nullable elements.",
    ...[...lists].map(
      ([name, { item, list }]) =>
        `"${name}": whether "${item.field.column}" was on the list ${list.id} at the order; NULL without a value.`,
    ),
    ...features.map((feature) => featureRemark(feature).replace(/^-- /, '')),
  ]
    .map((line) => `-- ${line}\n`)
    .join('');
}

const asPredicate = (name: string): SqlPredicate => ({ kind: 'predicate', text: id(name).text });

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
