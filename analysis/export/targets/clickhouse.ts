import {
  clickhousePredicate,
  duckdbDecidedBy,
  duckdbDecision,
  listedColumnOf,
  listedIn,
} from '../../expression/index.ts';
import { id, join, sql } from '../../store/sql.ts';
import { featureRemark } from '../read-features.ts';
import type { ExportTarget, TargetInput } from './target.ts';

/** One query of ClickHouse over the orders. No server of ClickHouse runs here, so that it is not proven. */
export const clickhouseTarget: ExportTarget = {
  id: 'clickhouse',
  proof: [],
  files: (input) => [{ name: 'rules.clickhouse.sql', text: clickhouseText(input) }],
};

function clickhouseText({ ruleSet, entries, exceptions, features }: TargetInput): string {
  const rules = entries.map(({ code, checked }) => ({ code, predicate: clickhousePredicate(checked) }));
  const conditions = {
    rules: new Map(rules.map(({ code, predicate }) => [code, predicate])),
    exceptions: exceptions.map((one) => clickhousePredicate(one)),
  };
  const columns = [
    ...rules.map(({ code, predicate }) => sql`${predicate} AS ${id(code)}`),
    sql`${duckdbDecision(ruleSet, conditions)} AS ${id('result')}`,
    sql`${duckdbDecidedBy(ruleSet, conditions)} AS ${id('decided_by')}`,
  ];
  const lists = new Map(
    entries.flatMap(({ checked }) => listedIn(checked)).map((term) => [listedColumnOf(term), term]),
  );
  const head = [
    `${oneLine(ruleSet.name)} (${oneLine(ruleSet.modelId)}), profile ${ruleSet.profile}, ${ruleSet.currency}, ${oneLine(ruleSet.timezone)}`,
    'Not proven here: no ClickHouse server was run on this file. この形式の判定は検証していません。',
    'TRUE: the rule fires. NULL: not evaluable. Amounts in minor units.',
    "Columns of orders are Nullable: Int64, Float64, String, Bool, DateTime64(6, 'UTC'); order_items is an Array(Tuple) of named Nullable elements.",
    ...[...lists].map(
      ([name, { item, list }]) =>
        `"${name}": whether "${item.field.column}" was on the list ${list.id} at the order; NULL without a value.`,
    ),
    ...features.map((feature) => featureRemark(feature).replace(/^-- /, '')),
  ].map((line) => `-- ${line}\n`);
  const query = sql`SELECT *,\n  ${join(columns, sql`,\n  `)}\nFROM ${id('orders')}
SETTINGS prefer_column_name_to_alias = 1, join_use_nulls = 1;\n`;
  return `${head.join('')}${query.text}`;
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
