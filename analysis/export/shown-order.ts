import { randomBytes } from 'node:crypto';
import { orderColumnsOf } from '../model/columns.ts';
import type { Feature } from '../model/features.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { RuntimeEvent } from '../runtime/index.ts';
import { shownFields, type ShownFields } from './shown-fields.ts';
import { Surrogates } from './surrogate.ts';

/** Makes an order fit to be shown: personal values are surrogates, new ones for every report. */
export interface OrderShown {
  readonly id: (id: string) => string;
  readonly fields: (event: RuntimeEvent, features: Readonly<Record<string, number | string | null>>) => ShownFields;
  /** A value of a feature. */
  readonly feature: (id: string, value: number | null) => number | null;
}

/** `own`: paths of columns of the project with whether they are personal; whatever nobody classed is. */
export function orderShown(
  { rules, features = [] }: RuleSet,
  own: ReadonlyMap<string, boolean> = new Map(),
): OrderShown {
  const conditions = [...rules.map(({ when }) => when), ...features.flatMap(({ where = '' }) => where)];
  // What rules name a reader sees anyway; values of exceptions are of persons.
  const texts = conditions.flatMap(quoted);
  const surrogates = new Surrogates(randomBytes(32), { texts, numbers: [], times: [] });
  const isPersonal = personalPaths(features, own);
  return {
    id: (id) => surrogates.of(id),
    fields: ({ fields = {} }, values) => {
      const named = Object.entries(values).map(([id, value]) => [`velocity.${id}`, value]);
      return shownFields({ ...fields, ...Object.fromEntries(named) }, isPersonal, surrogates);
    },
    feature: (id, value) => (value === null || !isPersonal(`velocity.${id}`) ? value : surrogates.ofNumber(value)),
  };
}

/** Ids of features whose value is, or is made of, values of personal fields: the greatest of account numbers is one. */
export const personalFeatureIds = ({ features = [] }: RuleSet): string[] =>
  features.map(({ id }) => id).filter((id) => personalPaths(features, new Map())(`velocity.${id}`));

function personalPaths(features: readonly Feature[], own: ReadonlyMap<string, boolean>): (path: string) => boolean {
  const measured = new Map(
    features.map(({ id, agg, of }) => [`velocity.${id}`, agg === 'count_distinct' ? undefined : of]),
  );
  const isPersonal = (path: string): boolean => {
    if (measured.has(path)) {
      const of = measured.get(path);
      return of !== undefined && isPersonal(of);
    }
    return own.get(path) ?? classed.get(path) ?? true;
  };
  return isPersonal;
}

const classed: ReadonlyMap<string, boolean> = new Map(orderColumnsOf.map(({ path, pii }) => [path, pii !== 'none']));

/** The texts that a condition names. */
const quoted = (condition: string): string[] =>
  [...condition.matchAll(/"((?:[^"\\]|\\.)+)"|'((?:[^'\\]|\\.)+)'/g)].map(([, one = '', other = '']) => one || other);
