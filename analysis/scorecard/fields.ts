import { check, type CheckedRule, type Scope, type ScopeField } from '../expression/index.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ScoredVariable } from '../model/scorecard/report.ts';
import type { VariableSpec } from '../model/scorecard/spec.ts';
import { id, sql, type Sql } from '../store/sql.ts';

/** A field that a scorecard reads, and how. */
export interface ReadField {
  readonly field: ScopeField;
  /** The rule that only asks whether the field is there: what is known of it is known of every rule that reads it. */
  readonly rule: CheckedRule;
  readonly type: ScoredVariable['type'];
}

/**
 * A field as rules may read it: one that knows the outcome, comes after screening or is not there is refused as in a rule.
 * `place`: where the specification names it. Throws 'scorecard-field' with the issue of the rule language, 'scorecard-type'.
 */
export function readField(path: string, kind: VariableSpec['kind'], scope: Scope, place: string): ReadField {
  const rule = check(`has(${path})`, scope);
  const at = { place: { field: place } };
  if (!rule.ok) {
    const issue = rule.issues.find(({ severity }) => severity === 'error');
    throw new ShinsaError('scorecard-field', { field: path, issue: issue?.code ?? 'empty', ...issue?.params }, at);
  }
  const [field] = rule.fields;
  if (field === undefined || rule.fields.length > 1) throw new ShinsaError('scorecard-field', { field: path }, at);
  const type = typeOf(field, kind);
  if (type === null) throw new ShinsaError('scorecard-type', { field: path }, at);
  return { field, rule, type };
}

function typeOf({ type }: ScopeField, kind: VariableSpec['kind']): ScoredVariable['type'] | null {
  switch (type) {
    case 'int':
    case 'double':
      return kind === 'categorical' ? 'category' : 'number';
    case 'money':
      return kind === 'categorical' ? 'category' : 'money';
    case 'string':
    case 'bool':
      // A text is no number, whatever it is called.
      return kind === 'numeric' ? null : 'category';
    default:
      return null;
  }
}

/** The value as it is cut: amounts of another currency are none. */
export function valueSql({ field, type }: ReadField, currency: string, single: string | null): Sql {
  const value = id(field.column);
  const own =
    field.type === 'money' && single !== currency ? sql`CASE WHEN currency = ${currency} THEN ${value} END` : value;
  return type === 'category' ? sql`CAST(${own} AS VARCHAR)` : sql`CAST(${own} AS DOUBLE)`;
}
