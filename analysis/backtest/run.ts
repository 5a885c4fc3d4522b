import {
  decisionPlan,
  duckdbDecidedBy,
  duckdbDecision,
  listedIn,
  policyOf,
  type CheckedRule,
  type DecisionConditions,
} from '../expression/index.ts';
import type { BacktestResult, RuleFigures } from '../model/backtest.ts';
import type { Filter } from '../model/filter.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { appVersion } from '../model/version.ts';
import type { Connection } from '../store/connection.ts';
import { duckdbVersion } from '../store/duckdb-version.ts';
import { hashOf } from '../store/hash.ts';
import { exactSum } from '../store/money.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { byState } from '../store/state-totals.ts';
import { sql } from '../store/sql.ts';
import { decidedBy, exceptionOrders, type CountedException } from './decided-by.ts';
import { countOf, decide, decisionsByState, totalOf, weeklyDecisions, type DecisionCell } from './decisions.ts';
import { ruleFigures, sumOf } from './figures.ts';
import { measuredOn } from './measured.ts';
import { checkedExceptions, checkedRules, conditionsOf } from '../store/rule-condition.ts';
import { countRule, type Measured } from './rule-counts.ts';
import { warningsOf } from './warnings.ts';

/**
 * What a rule set would have decided on the filtered orders, and the figures of each rule. Decisions take one scan,
 * each rule one more; `done` tells the share that is finished. Throws 'rule-invalid' or 'ruleset-invalid' with the
 * first error.
 */
export async function runBacktest(
  project: ProjectHandle,
  db: Connection,
  ruleSet: RuleSet,
  filter: Filter,
  done: (share: number) => void,
): Promise<{ readonly result: BacktestResult; readonly dataVersion: string }> {
  const { currency, timezone } = ruleSet;
  const measured = await measuredOn(project, db, { filter, currency, timezone }, (scope) => {
    const rules = checkedRules(ruleSet, scope);
    const exceptions = checkedExceptions(ruleSet, scope);
    return { checked: { rules, exceptions }, rules: [...rules.values(), ...exceptions] };
  });
  const { rows } = measured;
  const { rules: checked, exceptions } = measured.checked;
  const { info } = rows;
  const conditions = conditionsOf(checked, exceptions, measured);
  const decision = duckdbDecision(ruleSet, conditions);
  const cells = await decide(db, sql`${decision}`, measured, info.timezone);
  const states = byState(cells);
  const rules: RuleFigures[] = [];
  for (const [code, rule] of checked) {
    done((1 + rules.length) / (1 + checked.size));
    rules.push(ruleFigures(code, await countRule(db, rule, measured), states.bad.orders));
  }
  const decisions = decisionsByState(cells);
  const result: BacktestResult = {
    ...header(info, ruleSet, cells),
    filter,
    bad: states.bad.orders,
    good: states.good.orders,
    immature: states.immature.orders,
    blocked: states.blocked.orders,
    excluded: states.excluded.orders,
    immatureBad: countOf(cells.filter(({ early }) => early)),
    decisions: {
      OK: sumOf(decisions.OK).orders,
      REVIEW: sumOf(decisions.REVIEW).orders,
      HOLD: sumOf(decisions.HOLD).orders,
      NG: sumOf(decisions.NG).orders,
    },
    decisionsByState: decisions,
    policy: policyOf(ruleSet),
    decidedBy: await decidedBy(db, duckdbDecidedBy(ruleSet, conditions), decision, measured),
    exceptions: await exceptionOrders(db, countedExceptions(ruleSet, conditions), measured),
    total: totalOf(decisions),
    rules,
    weekly: weeklyDecisions(cells, info.maturity === 'measured'),
    warnings: warningsOf({
      maturity: info.maturity,
      undated: info.undated,
      rules: [...checked.values(), ...exceptions],
      currency: ruleSet.currency,
      otherCurrency: await otherCurrency(db, ruleSet.currency, measured),
      immatureBad: countOf(cells.filter(({ early }) => early)),
      filter,
      outcomes: info.matched,
    }),
    ...listsOf([...checked.values()], info),
    hashes: {
      ruleSet: hashOf(ruleSet),
      data: await project.contentHash(db, rows.from.revision),
      target: hashOf(info.target),
    },
    engine: { version: appVersion, duckdb: await duckdbVersion(db) },
  };
  return { result, dataVersion: info.dataVersion };
}

function countedExceptions(ruleSet: RuleSet, { rules, exceptions }: DecisionConditions): readonly CountedException[] {
  return decisionPlan(ruleSet).exceptions.flatMap(({ index, snoozed }) => {
    const holds = exceptions[index];
    if (holds === undefined) return [];
    return [{ holds, snoozed: snoozed?.flatMap((code) => rules.get(code) ?? []) ?? null }];
  });
}

function listsOf(rules: readonly CheckedRule[], info: ProjectInfo): Pick<BacktestResult, 'lists'> {
  const asked = new Set(rules.flatMap(listedIn).map(({ list }) => list.id));
  const lists = info.lists.filter(({ id }) => asked.has(id));
  return lists.length === 0 ? {} : { lists: lists.map(({ id, entries, hash }) => ({ id, entries, hash })) };
}

type Header = Pick<BacktestResult, 'target' | 'asOf' | 'maturity' | 'currency' | 'rows' | 'amount' | 'period'>;

function header(info: ProjectInfo, ruleSet: RuleSet, cells: readonly DecisionCell[]): Header {
  const date = isoDate(info.timezone);
  const first = cells.reduce((least, cell) => Math.min(least, cell.first), Infinity);
  const last = cells.reduce((most, cell) => Math.max(most, cell.last), -Infinity);
  return {
    target: info.target,
    asOf: info.maturity === 'measured' && info.asOf !== null ? date(info.asOf) : null,
    maturity: info.maturity,
    currency: ruleSet.currency,
    rows: countOf(cells),
    amount: exactSum(cells.reduce((total, { amount }) => total + amount, 0)),
    period: cells.length === 0 ? null : { from: date(first), to: date(last) },
  };
}

/** `2024-05-01` of an instant in a zone. */
function isoDate(timezone: string): (epochMs: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' });
  return (epochMs) => format.format(Math.floor(epochMs));
}

async function otherCurrency(db: Connection, currency: string, measured: Measured): Promise<number> {
  if (measured.singleCurrency) return 0;
  const { from, where } = measured.rows;
  const found = await db.first(sql`
    SELECT count(*) AS orders FROM ${from} WHERE ${where} AND currency IS DISTINCT FROM ${currency}`);
  return Number(found?.['orders'] ?? 0);
}
