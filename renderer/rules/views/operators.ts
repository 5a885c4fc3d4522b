import type { BuilderCondition, BuilderTest, BuilderValue } from '../../../analysis/expression/builder/index.ts';
import type { FieldType } from '../../../analysis/expression/index.ts';

/** How a condition looks at its subject, denied or not: what the list of operators offers. */
export const operatorIds = [
  '==',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'in',
  'not-in',
  'contains',
  'not-contains',
  'startsWith',
  'not-startsWith',
  'endsWith',
  'not-endsWith',
  'matches',
  'not-matches',
  'listed',
  'not-listed',
  'yes',
  'no',
  'present',
  'absent',
] as const;
export type OperatorId = (typeof operatorIds)[number];

const presence = ['present', 'absent'] as const;
const membership = ['in', 'not-in'] as const;
const numbers: readonly OperatorId[] = ['>=', '>', '<=', '<', '==', '!=', ...membership];

/** The operators for a type of value; `whole`: the subject is a field itself, of which can be asked whether it is there. */
export function operatorsFor(type: FieldType | 'list' | null, whole: boolean): readonly OperatorId[] {
  const asked = whole ? presence : [];
  switch (type) {
    case 'bool':
      return ['yes', 'no', ...asked];
    case 'list':
      return asked;
    case 'int':
    case 'money':
    case 'double':
      return [...numbers, ...asked];
    case 'timestamp':
      return ['>=', '>', '<=', '<', '==', '!=', ...asked];
    case 'string':
    case null:
      return [
        ...(['==', '!=', ...membership, 'contains', 'not-contains', 'startsWith', 'not-startsWith'] as const),
        ...(['endsWith', 'not-endsWith', 'matches', 'not-matches', 'listed', 'not-listed'] as const),
        ...asked,
      ];
  }
}

/** The operator a condition has; null where it denies a comparison, which no operator says. */
export function operatorOf({ test, negated }: BuilderCondition): OperatorId | null {
  switch (test.kind) {
    case 'compare':
      return negated ? null : test.op;
    case 'in':
      return negated ? 'not-in' : 'in';
    case 'text':
      return negated ? `not-${test.name}` : test.name;
    case 'listed':
      return negated ? 'not-listed' : 'listed';
    case 'yes':
      return negated ? 'no' : 'yes';
    case 'present':
      return negated ? 'absent' : 'present';
  }
}

/** The condition with another operator, its value kept where there is one of that kind. */
export function withOperator(
  condition: BuilderCondition,
  id: OperatorId,
  type: FieldType | 'list' | null,
): BuilderCondition {
  const { test: before } = condition;
  if (before.kind === 'in' && (id === 'in' || id === 'not-in')) return { ...condition, negated: id === 'not-in' };
  if (before.kind === 'listed' && (id === 'listed' || id === 'not-listed'))
    return { ...condition, negated: id === 'not-listed' };
  const value = firstValue(before, type);
  const { test, negated } = tested(id, value);
  return { ...condition, test, negated };
}

/** What is compared with, whatever the test; empty where there is nothing yet. */
function firstValue(test: BuilderTest, type: FieldType | 'list' | null): BuilderValue {
  if (test.kind === 'compare') return test.value;
  const [first] = test.kind === 'in' ? test.values : [];
  if (first !== undefined) return first;
  if (test.kind === 'text') return { kind: 'string', value: test.value };
  return emptyValue(type);
}

export function emptyValue(type: FieldType | 'list' | null): BuilderValue {
  switch (type) {
    case 'int':
    case 'money':
    case 'double':
      return { kind: 'number', text: '' };
    case 'timestamp':
      return { kind: 'instant', text: '' };
    case 'bool':
      return { kind: 'bool', value: true };
    case 'string':
    case 'list':
    case null:
      return { kind: 'string', value: null };
  }
}

function tested(id: OperatorId, value: BuilderValue): { readonly test: BuilderTest; readonly negated: boolean } {
  switch (id) {
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { test: { kind: 'compare', op: id, value }, negated: false };
    case 'in':
    case 'not-in':
      return { test: { kind: 'in', values: listed(value) }, negated: id === 'not-in' };
    case 'listed':
    case 'not-listed':
      return { test: { kind: 'listed', list: '' }, negated: id === 'not-listed' };
    case 'yes':
    case 'no':
      return { test: { kind: 'yes' }, negated: id === 'no' };
    case 'present':
    case 'absent':
      return { test: { kind: 'present' }, negated: id === 'absent' };
    default: {
      const name = textNames[id];
      return {
        test: { kind: 'text', name, value: value.kind === 'string' ? value.value : null },
        negated: id.startsWith('not-'),
      };
    }
  }
}

const textNames = {
  contains: 'contains',
  'not-contains': 'contains',
  startsWith: 'startsWith',
  'not-startsWith': 'startsWith',
  endsWith: 'endsWith',
  'not-endsWith': 'endsWith',
  matches: 'matches',
  'not-matches': 'matches',
} as const;

function listed(value: BuilderValue): readonly BuilderValue[] {
  const empty =
    value.kind === 'field' ||
    (value.kind === 'string' && value.value === null) ||
    ((value.kind === 'number' || value.kind === 'instant') && value.text === '');
  return empty ? [] : [value];
}
