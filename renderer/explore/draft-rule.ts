import { celOf, type BuilderNode } from '../../analysis/expression/builder/index.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { minorPerMajor } from '../i18n/format.ts';
import { columnOf } from '../i18n/values.ts';

/**
 * The condition of a rule that asks what clauses filter to; null where one of them says what no rule can ask: of columns that are not
 * known when an order is screened, or how orders ended.
 */
export function draftCondition(clauses: readonly Clause[], info: ProjectInfo): string | null {
  const nodes = clauses.map((clause) => nodeOf(clause, info));
  const known = nodes.filter((node) => node !== null);
  if (known.length === 0 || known.length < nodes.length) return null;
  return celOf({ kind: 'group', needs: 'all', negated: false, nodes: known });
}

const all = (nodes: readonly BuilderNode[]): BuilderNode => ({ kind: 'group', needs: 'all', negated: false, nodes });
const any = (nodes: readonly BuilderNode[]): BuilderNode => ({ kind: 'group', needs: 'any', negated: false, nodes });

function nodeOf(clause: Clause, info: ProjectInfo): BuilderNode | null {
  if (clause.kind === 'hour') return clause.from < clause.to ? hoursNode(clause.from, clause.to) : null;
  if (clause.kind !== 'range' && clause.kind !== 'in') return null;
  const column = columnOf(info, clause.column);
  if (column === undefined || column.knownAt !== 'screening') return null;
  const subject = { kind: 'field', path: column.path } as const;
  if (clause.kind === 'range') {
    const unit = column.type === 'money' ? minorPerMajor(info.currency) : 1;
    const side = (op: '>=' | '<', bound: number | null): BuilderNode[] =>
      bound === null
        ? []
        : [
            {
              kind: 'condition',
              negated: false,
              subject,
              test: { kind: 'compare', op, value: { kind: 'number', text: String(bound / unit) } },
            },
          ];
    const sides = [...side('>=', clause.min), ...side('<', clause.max)];
    return sides.length === 0 ? null : all(sides);
  }
  const absent: BuilderNode[] = clause.values.includes(null)
    ? [{ kind: 'condition', negated: true, subject, test: { kind: 'present' } }]
    : [];
  const values = clause.values.flatMap((value) => (value === null ? [] : [value]));
  if (column.type === 'bool')
    return any([
      ...absent,
      ...values.map((value): BuilderNode => ({
        kind: 'condition',
        negated: value !== true,
        subject,
        test: { kind: 'yes' },
      })),
    ]);
  if (column.type !== 'text') return absent.length === clause.values.length ? any(absent) : null;
  const listed: BuilderNode[] =
    values.length === 0
      ? []
      : [
          {
            kind: 'condition',
            negated: false,
            subject,
            test: { kind: 'in', values: values.map((value) => ({ kind: 'string', value: String(value) })) },
          },
        ];
  return any([...absent, ...listed]);
}

function hoursNode(from: number, to: number): BuilderNode {
  const subject = { kind: 'part', path: 'order.time', part: 'getHours', zone: null } as const;
  const side = (op: '>=' | '<', hour: number): BuilderNode => ({
    ...{ kind: 'condition', negated: false, subject },
    test: { kind: 'compare', op, value: { kind: 'number', text: String(hour) } },
  });
  return all([...(from > 0 ? [side('>=', from)] : []), ...(to < 24 ? [side('<', to)] : [])]);
}
