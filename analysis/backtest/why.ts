import { decide, decidedByText, decisionPlan } from '../expression/index.ts';
import type { OrderDecision } from '../model/decision.ts';
import { ShinsaError } from '../model/failure.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { checkedExceptions, checkedRules, conditionsOf } from '../store/rule-condition.ts';
import { id, join, sql, type SqlPredicate } from '../store/sql.ts';
import { measuredOn, type MeasuredOn } from './measured.ts';

/** Conditions asked in one statement. */
const atOnce = 50;

/**
 * What a rule set says of the order of that number, and why. Throws 'rule-invalid' or 'ruleset-invalid' with the first
 * error, 'input-invalid' where there is no such order.
 */
export async function whyDecided(
  project: ProjectHandle,
  db: Connection,
  ruleSet: RuleSet,
  seq: number,
): Promise<OrderDecision> {
  const { currency, timezone, features } = ruleSet;
  const only: MeasuredOn = {
    filter: { clauses: [{ kind: 'in', column: 'seq', values: [seq] }] },
    currency,
    timezone,
    features,
  };
  const measured = await measuredOn(project, db, only, (scope) => {
    const rules = checkedRules(ruleSet, scope);
    const exceptions = checkedExceptions(ruleSet, scope);
    return { checked: { rules, exceptions }, rules: [...rules.values(), ...exceptions] };
  });
  const { checked, rows } = measured;
  const conditions = conditionsOf(checked.rules, checked.exceptions, measured);
  const ask = (asked: readonly SqlPredicate[]): Promise<readonly unknown[]> => answersOn(db, asked, rows);
  const codes = [...conditions.rules.keys()];
  const said = await ask([...conditions.rules.values()]);
  const held = await ask(conditions.exceptions);
  const fired = codes.filter((_, n) => said[n] === true);
  const exceptions = held.flatMap((holds, n) => (holds === true ? [n] : []));
  const { result, by } = decide(ruleSet, new Set(fired), new Set(exceptions));
  const asleep = decisionPlan(ruleSet).exceptions.flatMap(({ index, snoozed }) =>
    exceptions.includes(index) ? (snoozed ?? []) : [],
  );
  return {
    result,
    by,
    byText: decidedByText(ruleSet, by),
    fired,
    snoozed: fired.filter((code) => asleep.includes(code)),
    unevaluable: codes.filter((_, n) => said[n] === null),
    exceptions,
  };
}

async function answersOn(
  db: Connection,
  asked: readonly SqlPredicate[],
  { from, where }: Awaited<ReturnType<typeof measuredOn>>['rows'],
): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (let start = 0; start < asked.length; start += atOnce) {
    const some = asked.slice(start, start + atOnce).map((one, n) => sql`${one} AS ${id(`c${n}`)}`);
    const row = await db.first(sql`SELECT ${join(some, sql`, `)} FROM ${from} WHERE ${where}`);
    if (row === undefined) throw new ShinsaError('input-invalid', { column: 'seq' });
    answers.push(...some.map((_, n) => row[`c${n}`]));
  }
  return answers;
}
