import {
  check,
  checkException,
  checkRuleSet,
  duckdbAddedTo,
  duckdbDecidedBy,
  duckdbDecision,
  duckdbPredicate,
  featureIssues,
  listColumnsOf,
  ruleSetScope,
  type CheckedRule,
  type DecisionConditions,
  type Issue,
  type Scope,
} from '../expression/index.ts';
import type { ProjectColumn } from '../model/columns.ts';
import type { Feature } from '../model/features.ts';
import { ShinsaError, type FailureCode } from '../model/failure.ts';
import type { ProjectList } from '../model/lists.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { AddedClause, Condition, DecisionClause, FiredClause, RuleClause, RulePrinter } from './condition.ts';
import { join, literal, sql } from './sql.ts';

type ScopeFor = (currency: string, timezone: string, features?: readonly Feature[]) => Promise<Scope>;

/** The scope of rules over the project's columns and lists as they are now. */
export function projectScope(
  columns: () => Promise<readonly ProjectColumn[]>,
  lists: () => Promise<readonly ProjectList[]>,
): ScopeFor {
  // As long as nothing was written the same question has the same scope, in which rules are checked once.
  let known = { columns: noColumns, lists: noLists, scopes: new Map<string, Scope>() };
  return async (currency, timezone, features = []) => {
    const [own, asked] = [await columns(), await lists()];
    if (own !== known.columns || asked !== known.lists) known = { columns: own, lists: asked, scopes: new Map() };
    const key = JSON.stringify([currency, timezone, features]);
    const scope = known.scopes.get(key) ?? ruleSetScope(own, { currency, timezone, features: [...features] }, asked);
    known.scopes.set(key, scope);
    for (const oldest of [...known.scopes.keys()].slice(0, -mostScopes)) known.scopes.delete(oldest);
    return scope;
  };
}

const noColumns: readonly ProjectColumn[] = [];
const noLists: readonly ProjectList[] = [];
const mostScopes = 20;

/** Prints filter clauses that hold rules; 'rule-invalid' (rule code and the first issue) when one does not check. */
export function rulePrinter(
  scope: ScopeFor,
  singleCurrency: () => Promise<string | null>,
): Pick<RulePrinter, 'rule' | 'decision' | 'added' | 'fired'> {
  return {
    rule: async (clause) =>
      ruleCondition(clause, await scope(clause.currency, clause.timezone, clause.features), await singleCurrency()),
    decision: async (clause) =>
      decisionCondition(clause, await scopeOfRuleSet(scope, clause.ruleSet), await singleCurrency()),
    added: async (clause) =>
      addedCondition(clause, await scopeOfRuleSet(scope, clause.ruleSet), await singleCurrency()),
    fired: async (clause) =>
      firedCondition(clause, await scopeOfRuleSet(scope, clause.ruleSet), await singleCurrency()),
  };
}

const scopeOfRuleSet = (scope: ScopeFor, { currency, timezone, features }: RuleSet): Promise<Scope> =>
  scope(currency, timezone, features);

function ruleCondition(clause: RuleClause, scope: Scope, currency: string | null): Condition {
  const rule = checkedRule(clause.code, clause.when, scope);
  const fires = duckdbPredicate(rule, { singleCurrency: currency === rule.currency });
  const is = { true: sql`TRUE`, false: sql`FALSE`, unevaluable: sql`NULL` }[clause.value];
  return { where: sql`(${fires} IS ${is})`, columns: columnsOf(rule) };
}

/** Columns of the working rows that the rule's condition reads. */
export function columnsOf(rule: CheckedRule): string[] {
  const fields = rule.currencyField === null ? rule.fields : [...rule.fields, rule.currencyField];
  return [...new Set([...fields.map((field) => field.column), ...listColumnsOf(rule)])];
}

/**
 * One rule, checked. Throws 'rule-invalid' with its code (where it has one), the first error (`issue` and its
 * parameters) and that error's place in the text (`from`, `to`).
 */
export function checkedRule(code: string, when: string, scope: Scope): CheckedRule {
  const checked = check(when, scope);
  if (checked.ok) return checked;
  throw refused('rule-invalid', checked.issues, code === '' ? {} : { rule: code });
}

/** A rule set's rules by code, in its order. Throws as `checkedRule`, and 'ruleset-invalid' for codes, groups, zone. */
export function checkedRules(ruleSet: RuleSet, scope: Scope): ReadonlyMap<string, CheckedRule> {
  const set = checkRuleSet(ruleSet, scope);
  // Before the rules that read them, which are told only that there is no such feature.
  const features = featureIssues(scope);
  if (features.some(({ severity }) => severity === 'error')) throw refused('ruleset-invalid', features, {});
  const rules = new Map(ruleSet.rules.map(({ code, when }) => [code, checkedRule(code, when, scope)]));
  if (!set.ok) throw refused('ruleset-invalid', [...set.setIssues, ...[...set.issues.values()].flat()], {});
  return rules;
}

/** The conditions of a rule set's exceptions, in its order. Throws 'ruleset-invalid' for one whose field none may read. */
export function checkedExceptions({ exceptions = [] }: RuleSet, scope: Scope): readonly CheckedRule[] {
  return exceptions.map((exception, index) => {
    const checked = checkException(exception, scope);
    if (checked.ok) return checked;
    const params = { issue: 'exception-field', from: 0, to: 0, number: index + 1, path: exception.field };
    throw new ShinsaError('ruleset-invalid', params);
  });
}

function refused(code: FailureCode, issues: readonly Issue[], params: { readonly rule?: string }): ShinsaError {
  const issue = issues.find(({ severity }) => severity === 'error');
  const place = { issue: issue?.code ?? 'empty', from: issue?.from ?? 0, to: issue?.to ?? 0 };
  return new ShinsaError(code, { ...params, ...place, ...issue?.params });
}

interface PrintedFor {
  readonly singleCurrency: boolean;
  readonly hourZone?: string;
}

/** Orders that a rule decides by itself, or that no other rule of the set hits; see `duckdbAddedTo`. */
function addedCondition({ ruleSet, code, beside }: AddedClause, scope: Scope, currency: string | null): Condition {
  const { conditions, columns } = conditionsIn(ruleSet, scope, currency);
  return { where: sql`(${duckdbAddedTo(ruleSet, conditions, beside)} = ${literal(code)}) IS TRUE`, columns };
}

/** Orders on which exactly some rules are true. */
function firedCondition({ ruleSet, codes }: FiredClause, scope: Scope, currency: string | null): Condition {
  const { conditions, columns } = conditionsIn(ruleSet, scope, currency);
  const wanted = new Set(codes);
  const parts = [...conditions.rules].map(([code, fires]) =>
    wanted.has(code) ? sql`(${fires}) IS TRUE` : sql`(${fires}) IS NOT TRUE`,
  );
  return { where: parts.length === 0 ? sql`TRUE` : sql`(${join(parts, sql` AND `)})`, columns };
}

/** What a decision is printed of: each rule as the condition under which it fires, each exception as the one it holds under. */
export function conditionsOf(
  rules: ReadonlyMap<string, CheckedRule>,
  exceptions: readonly CheckedRule[],
  { singleCurrency, hourZone }: PrintedFor,
): DecisionConditions {
  const options = { singleCurrency, ...(hourZone === undefined ? {} : { hourZone }) };
  return {
    rules: new Map([...rules].map(([code, rule]) => [code, duckdbPredicate(rule, options)])),
    exceptions: exceptions.map((one) => duckdbPredicate(one, options)),
  };
}

/** Orders that the rule set would have given one of these results, where asked for, for a reason or with an exception. */
function decisionCondition(clause: DecisionClause, scope: Scope, currency: string | null): Condition {
  const { ruleSet, results, by, exception } = clause;
  const { conditions, columns } = conditionsIn(ruleSet, scope, currency);
  const listed = join(results.map(literal), sql`, `);
  const held = exception === undefined ? undefined : conditions.exceptions[exception];
  const parts = [
    sql`${duckdbDecision(ruleSet, conditions)} IN (${listed})`,
    ...(by === undefined ? [] : [sql`${duckdbDecidedBy(ruleSet, conditions)} = ${literal(by)}`]),
    ...(exception === undefined ? [] : [held === undefined ? sql`FALSE` : sql`(${held}) IS TRUE`]),
  ];
  return { where: sql`(${join(parts, sql` AND `)})`, columns };
}

/** The conditions of a whole set and the columns they read. */
function conditionsIn(
  ruleSet: RuleSet,
  scope: Scope,
  currency: string | null,
): { readonly conditions: DecisionConditions; readonly columns: readonly string[] } {
  const rules = new Map(ruleSet.rules.map((rule) => [rule.code, checkedRule(rule.code, rule.when, scope)]));
  const exceptions = checkedExceptions(ruleSet, scope);
  return {
    conditions: conditionsOf(rules, exceptions, { singleCurrency: currency === ruleSet.currency }),
    columns: [...new Set([...rules.values(), ...exceptions].flatMap(columnsOf))],
  };
}
