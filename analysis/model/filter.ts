import { z } from 'zod';
import { columnClauses } from './column-clause.ts';
import { featuresSchema } from './features.ts';
import { fileSays } from './import-report.ts';
import { toldOrders } from './outcome-report.ts';
import { distanceClasses } from './prefecture-places.ts';
import { findingFilterCodes } from './quality.ts';
import { results, resultSchema, ruleSetSchema } from './ruleset.ts';
import { outcomeStateSchema } from './target.ts';
import { sampledSchema } from './verdict.ts';

/** A decision of history. */
export const recordedResults = [...results, 'none'] as const;
export type RecordedResult = (typeof recordedResults)[number];

const singleClauses = [
  ...columnClauses,
  z.strictObject({ kind: z.literal('hour'), from: z.int().min(0).max(23), to: z.int().min(1).max(24) }),
  /** Hours of days of the week, in the project's zone: 24 × day (Monday 0) + hour. */
  z.strictObject({ kind: z.literal('weekHours'), cells: z.array(z.int().min(0).max(167)).min(1).max(168) }),
  z.strictObject({ kind: z.literal('state'), states: z.array(outcomeStateSchema).min(1) }),
  /** How far from where their buyer lives goods go. */
  z.strictObject({
    kind: z.literal('deliveryDistance'),
    classes: z.array(z.enum(distanceClasses)).min(1).max(distanceClasses.length),
  }),
  /** Orders that went one of these ways (`ways` of stages.ts, by place), and, where it says so, ended in one of these states. */
  z.strictObject({
    kind: z.literal('stages'),
    cells: z.array(z.int().min(0).max(44)).min(1).max(45),
    states: z.array(outcomeStateSchema).min(1).exactOptional(),
  }),
  /** Orders on which the rule is true / false / not evaluable. */
  z.strictObject({
    kind: z.literal('rule'),
    code: z.string(),
    when: z.string(),
    currency: z.string(),
    timezone: z.string(),
    /** Features of the rule set it is of. */
    features: featuresSchema.optional(),
    value: z.enum(['true', 'false', 'unevaluable']),
  }),
  /** Orders behind a finding of the data quality report that no other clause tells; `column` where it is about one. */
  z.strictObject({ kind: z.literal('finding'), code: z.enum(findingFilterCodes), column: z.string().nullable() }),
  /** Orders with a value of a column that was on a list at the order, or is on it today. */
  z.strictObject({
    kind: z.literal('listed'),
    list: z.string(),
    column: z.string(),
    when: z.enum(['order', 'today']),
  }),
  /** Orders that a rule hits and none of some others: what it adds to them. */
  z.strictObject({
    kind: z.literal('added'),
    ruleSet: ruleSetSchema,
    code: z.string(),
    beside: z.enum(['before', 'others']),
  }),
  /** Orders on which exactly these rules of a set are true. */
  z.strictObject({ kind: z.literal('fired'), ruleSet: ruleSetSchema, codes: z.array(z.string()).max(2000) }),
  /** Orders by what a file of orders did with them or says of them; `column` for one column of theirs, or of the file. */
  z.strictObject({
    kind: z.literal('file'),
    importId: z.string(),
    says: z.enum(fileSays),
    column: z.string().nullable(),
  }),
  /** Orders behind a count of the outcomes taken together; `name` is a kind of outcome, a conflict, or an import of outcomes. */
  z.strictObject({ kind: z.literal('told'), what: z.enum(toldOrders), name: z.string().nullable() }),
  /** Orders that a rule set gives one of these results; `by`: and for that reason; `exception`: for which that one holds. */
  z.strictObject({
    kind: z.literal('decision'),
    ruleSet: ruleSetSchema,
    results: z.array(resultSchema).min(1),
    by: z.string().max(200).exactOptional(),
    exception: z.int().min(0).exactOptional(),
  }),
  /** Orders by what was decided of them in history: automatically, or by a person in the end (OK or NG); `none`: not recorded. */
  z.strictObject({
    kind: z.literal('recorded'),
    by: z.enum(['auto', 'person']),
    results: z.array(z.enum(recordedResults)).min(1),
  }),
  sampledSchema,
] as const;

/** One condition on orders. */
export const clauseSchema = z.discriminatedUnion('kind', [
  ...singleClauses,
  /** Orders for which not all of these hold: everything else. */
  z.strictObject({
    kind: z.literal('outside'),
    clauses: z.array(z.discriminatedUnion('kind', singleClauses)).min(1).max(50),
  }),
]);
export type Clause = z.infer<typeof clauseSchema>;

/** All clauses must hold; an empty filter is every order. */
export const filterSchema = z.strictObject({ clauses: z.array(clauseSchema).max(50) });
export type Filter = z.infer<typeof filterSchema>;

export const everything: Filter = { clauses: [] };

/** Everything that is not in the filter; null for what leaves nothing out, or is told by what it leaves out itself. */
export function outsideOf({ clauses }: Filter): Filter | null {
  const single = clauses.flatMap((clause) => (clause.kind === 'outside' ? [] : [clause]));
  if (clauses.length === 0 || single.length < clauses.length) return null;
  return { clauses: [{ kind: 'outside', clauses: single }] };
}

/** All that a filter asks, also of what it leaves out. */
export const askedOf = ({ clauses }: Filter): readonly Clause[] =>
  clauses.flatMap((clause) => (clause.kind === 'outside' ? clause.clauses : [clause]));
