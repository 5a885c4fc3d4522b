import {
  evaluate,
  leavesRange,
  recordOf,
  type CheckedRule,
  type EvaluationHost,
  type RecordList,
  type RecordValue,
  type RuleRecord,
  type ScopeField,
} from '../expression/index.ts';
import type { Vector, VectorValue } from '../model/package.ts';

/** What a rule can say of a record. */
export type RuleAnswer = 'true' | 'false' | 'unknown';

type Values = Pick<Vector, 'record' | 'lists'>;

/** What the plain reference says. */
export function answerOf(rule: CheckedRule, values: Values): RuleAnswer {
  const value = evaluate(rule, ruleRecord(rule, values), host);
  return value === null ? 'unknown' : value ? 'true' : 'false';
}

/** Whether a result that the rule makes of the record leaves the range of its numbers. */
export const beyondRange = (rule: CheckedRule, values: Values): boolean =>
  leavesRange(rule, ruleRecord(rule, values), host);

function ruleRecord(rule: CheckedRule, { record, lists }: Values): RuleRecord {
  const fields = [...rule.fields, ...(rule.currencyField === null ? [] : [rule.currencyField])];
  return recordOf(fields, (field) => told(record[field.path], field), lists);
}

const host: EvaluationHost = {
  matches: (text, pattern) => {
    try {
      return new RegExp(pattern, 'u').test(text);
    } catch {
      return false;
    }
  },
};

function told(value: VectorValue | undefined, { type }: ScopeField): RecordValue | RecordList | null {
  if (value === undefined) return null;
  if (Array.isArray(value))
    return value.map((line) =>
      Object.fromEntries(
        Object.entries(line).map(([name, own]) => [name, typeof own === 'number' ? BigInt(own) : own]),
      ),
    );
  if (type === 'int' || type === 'money') return BigInt(Number(value));
  return type === 'timestamp' ? new Date(String(value)) : value;
}
