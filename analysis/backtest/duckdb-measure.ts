import {
  decisionPlan,
  duckdbAddedTo,
  duckdbDecidedBy,
  duckdbDecision,
  rulesInOrder,
  type DecisionConditions,
} from '../expression/index.ts';
import type { ByState } from '../model/backtest.ts';
import { results, type RuleSet, type ScreeningResult } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { entitiesOf } from '../store/entities.ts';
import type { FilteredRows } from '../store/filtered-rows.ts';
import { orderWeightSql } from '../store/order-weight.ts';
import { moneyColumn } from '../store/order-money.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { conditionsOf } from '../store/rule-condition.ts';
import { byState } from '../store/state-totals.ts';
import { join, sql, type Sql } from '../store/sql.ts';
import { decidedBy, exceptionOrders, ordersByRule, type CountedException } from './decided-by.ts';
import { duckdbChosen } from './duckdb-chosen.ts';
import { duckdbPatterns } from './duckdb-patterns.ts';
import { groundOf } from './ground.ts';
import { areLenientFirst } from './matrix/other-decisions.ts';
import { measuredOn } from './measured.ts';
import type { Counting, Measurement, Question, RuleMeasure, SetMeasure, Told } from './measurement.ts';
import { countRule, stateCount, type Measured } from './rule-counts.ts';
import { duckdbTally, groupsOfParts, ownOrder, tallyColumns, type TallyFrom } from './tally.ts';

/** Orders of one result, or of all, in one state and week. */
interface Cell {
  readonly result: string;
  readonly week: number;
  readonly state: number;
  readonly orders: number;
  readonly amount: number;
}

/** The same as the matrix but for overlaps, by one query for each rule: for machines that cannot run it, and for tests. */
export async function duckdbMeasure(
  project: ProjectHandle,
  db: Connection,
  question: Omit<Question, 'overlap'>,
  done: (share: number) => void = () => undefined,
): Promise<Measurement> {
  const { currency, ruleSet } = question;
  const parts = await Promise.all((question.parts ?? []).map((part) => project.condition(part)));
  const wanted = {
    ...question,
    columns: [...(question.tally === true ? [moneyColumn] : []), ...parts.flatMap(({ columns }) => columns)],
  };
  const inMoney = await measuredOn(project, db, wanted, (scope) => {
    const checked = question.rules(scope);
    return { checked, rules: [...checked.rules.values(), ...checked.exceptions] };
  });
  const measured = question.weighed === true ? { ...inMoney, amount: orderWeightSql } : inMoney;
  const { rows } = measured;
  const { rules: checked, exceptions } = measured.checked;
  const conditions = conditionsOf(checked, exceptions, measured);
  const { info, from, where } = rows;
  const other = measured.singleCurrency ? sql`FALSE` : sql`currency IS DISTINCT FROM ${currency}`;
  const ground = await groundOf(db, { from, where, other, timezone: info.timezone });
  const cells = await cellsOf(db, ruleSet, conditions, measured);
  const weeks = [...new Set(cells.map(({ week }) => week))].sort((a, b) => a - b);
  const rules: [string, RuleMeasure][] = [];
  for (const [code, rule] of checked) {
    done((1 + rules.length) / (1 + checked.size));
    rules.push([code, { rule, counts: await countRule(db, rule, measured) }]);
  }
  const figures = new Map(rules);
  const totals = byState(cells);
  const { singleCurrency } = rows;
  const summed = {
    ...{ from: rows.from, where, amount: measured.amount, own: ownOrder(currency, singleCurrency) },
    columns: tallyColumns,
  };
  const parted = {
    parts: parts.map(({ where: holds }) => holds),
    ...{ groups: groupsOfParts(question), lenient: areLenientFirst(question.parts ?? []) },
  };
  const counting: Counting = {
    told: (asked) => toldOrders(db, asked, conditions, rows),
    changed: (deciding, codes) => changedOrders(db, deciding, codes, conditions, rows),
    unevaluable: () => unevaluableOrders(db, conditions, measured),
    decidedBy: (deciding) =>
      decidedBy(db, duckdbDecidedBy(deciding, conditions), duckdbDecision(deciding, conditions), measured),
    patterns: (deciding, by) => duckdbPatterns(db, summed, deciding, conditions, by),
    chosen: (deciding, codes, deciders) => duckdbChosen(db, summed, deciding, conditions, { codes, deciders }),
    tallied: async (deciding) => {
      const decision = sql`${duckdbDecision(deciding, conditions)}`;
      return duckdbTally(db, { ...summed, ...parted, decision, timezone: info.timezone });
    },
  };
  await question.counting?.(counting, { rules: figures, totals });
  return {
    by: 'duckdb',
    info,
    revision: from.revision,
    ground,
    totals,
    weeks: weeks.map((week) => ({ week, orders: ordersOf(cells.filter((cell) => cell.week === week)) })),
    rules: figures,
    set:
      ruleSet === null ? null : await setOf(db, ruleSet, conditions, { ...measured, question, parted }, cells, weeks),
    overlap: null,
  };
}

async function toldOrders(
  db: Connection,
  asked: readonly Told[],
  conditions: DecisionConditions,
  rows: FilteredRows,
): Promise<number[]> {
  const counts: number[] = [];
  for (const told of asked) counts.push(await ordersWhere(db, toldSql(conditions, told), rows));
  return counts;
}

async function ordersWhere(db: Connection, condition: Sql, { from, where }: FilteredRows): Promise<number> {
  const row = await db.first(sql`SELECT count(*) AS orders FROM ${from} WHERE ${where} AND ${condition}`);
  return Number(row?.['orders'] ?? 0);
}

async function unevaluableOrders(
  db: Connection,
  { rules }: DecisionConditions,
  { rows, amount }: Measured,
): Promise<ReadonlyMap<string, ByState>> {
  const found = new Map<string, ByState>();
  for (const [code, condition] of rules) {
    const groups = await db.rows(sql`
      SELECT state, count(*) AS orders, sum(${amount}) AS amount
      FROM ${rows.from} WHERE ${rows.where} AND ${condition} IS NULL GROUP BY state`);
    found.set(code, byState(groups.map(stateCount)));
  }
  return found;
}

/** By the decision as it is and as it is without the rule. */
async function changedOrders(
  db: Connection,
  ruleSet: RuleSet,
  codes: readonly string[],
  conditions: DecisionConditions,
  rows: FilteredRows,
): Promise<number[]> {
  const decision = duckdbDecision(ruleSet, conditions);
  const counts: number[] = [];
  for (const code of codes) {
    const rules = new Map([...conditions.rules].filter(([other]) => other !== code));
    const without = duckdbDecision(ruleSet, { ...conditions, rules });
    counts.push(await ordersWhere(db, sql`(${decision}) <> (${without})`, rows));
  }
  return counts;
}

function toldSql(conditions: DecisionConditions, told: Told): Sql {
  switch (told.kind) {
    case 'rule':
      return sql`coalesce(${conditions.rules.get(told.code) ?? sql`FALSE`}, FALSE)`;
    case 'exception':
      return sql`coalesce(${conditions.exceptions[told.index] ?? sql`FALSE`}, FALSE)`;
    case 'any':
    case 'all': {
      const [all, none] = told.kind === 'all' ? [sql` AND `, sql`TRUE`] : [sql` OR `, sql`FALSE`];
      const parts = told.of.map((one) => toldSql(conditions, one));
      return parts.length === 0 ? none : sql`(${join(parts, all)})`;
    }
    case 'not':
      return sql`NOT ${toldSql(conditions, told.of)}`;
  }
}

async function cellsOf(
  db: Connection,
  ruleSet: RuleSet | null,
  conditions: DecisionConditions,
  measured: Measured,
): Promise<readonly Cell[]> {
  const { rows, amount } = measured;
  const result = ruleSet === null ? sql`''` : sql`${duckdbDecision(ruleSet, conditions)}`;
  const groups = await db.rows(sql`
    SELECT result, state, orders, amount, CAST(week AS TIMESTAMP) AT TIME ZONE ${rows.info.timezone} AS week
    FROM (SELECT ${result} AS result, state, week, count(*) AS orders, sum(${amount}) AS amount
      FROM ${rows.from} WHERE ${rows.where} GROUP BY ALL)`);
  return groups.map((group) => ({
    ...stateCount(group),
    result: String(group['result']),
    week: Number(group['week']),
  }));
}

const ordersOf = (cells: readonly Cell[]): number => cells.reduce((sum, { orders }) => sum + orders, 0);

async function setOf(
  db: Connection,
  ruleSet: RuleSet,
  conditions: DecisionConditions,
  measured: Measured & {
    readonly question: Pick<Question, 'tally' | 'currency'>;
    readonly parted: Pick<TallyFrom, 'parts' | 'groups' | 'lenient'>;
  },
  cells: readonly Cell[],
  weeks: readonly number[],
): Promise<SetMeasure> {
  const of = <T>(
    figure: (of: readonly Cell[]) => T,
    among: readonly Cell[],
  ): { readonly [R in ScreeningResult]: T } => {
    const [OK, REVIEW, HOLD, NG] = results.map((result) => among.filter((cell) => cell.result === result));
    return { OK: figure(OK ?? []), REVIEW: figure(REVIEW ?? []), HOLD: figure(HOLD ?? []), NG: figure(NG ?? []) };
  };
  const decision = duckdbDecision(ruleSet, conditions);
  const order = rulesInOrder(decisionPlan(ruleSet), [...conditions.rules.keys()]);
  const beside = (others: 'before' | 'others'): Promise<ReadonlyMap<string, ByState>> =>
    ordersByRule(db, duckdbAddedTo(ruleSet, conditions, others), order, measured);
  const { rows, amount, question } = measured;
  const { from, where, info, singleCurrency } = rows;
  const own = ownOrder(question.currency, singleCurrency);
  const tally = {
    ...{ from, where, decision: sql`${decision}`, amount, own, columns: tallyColumns, timezone: info.timezone },
    ...measured.parted,
  };
  return {
    tally: question.tally === true ? { ...(await duckdbTally(db, tally)), entities: await entitiesOf(db) } : null,
    beside: { unique: await beside('others'), first: await beside('before') },
    decided: of<ByState>(byState, cells),
    decidedBy: await decidedBy(db, duckdbDecidedBy(ruleSet, conditions), decision, measured),
    exceptions: await exceptionOrders(db, countedExceptions(ruleSet, conditions), measured),
    weekly: weeks.map((week) =>
      of(
        ordersOf,
        cells.filter((cell) => cell.week === week),
      ),
    ),
  };
}

function countedExceptions(ruleSet: RuleSet, { rules, exceptions }: DecisionConditions): readonly CountedException[] {
  return decisionPlan(ruleSet).exceptions.flatMap(({ index, snoozed }) => {
    const holds = exceptions[index];
    if (holds === undefined) return [];
    return [{ holds, snoozed: snoozed?.flatMap((code) => rules.get(code) ?? []) ?? null }];
  });
}
