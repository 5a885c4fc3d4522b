import { ShinsaError } from '../../model/failure.ts';
import { usualBadKinds, type Feature, type FeatureOutcome } from '../../model/features.ts';
import type { Connection } from '../connection.ts';
import { settledFacts } from '../settled-status.ts';
import { sql, type Sql } from '../sql.ts';
import { asksLabel, countedBy, factsFor } from './bad-reports.ts';

/** What makes orders bad for a feature without a date. */

/** A query `order_id, kind` of what settlement statuses alone say, of the kinds that a feature counts. */
const settledBy = ({ kinds = [...usualBadKinds], reasonFamilies = [] }: FeatureOutcome, facts: Sql): Sql =>
  settledFacts({ kinds, reasonFamilies }, facts);

/** What is told of the orders for a feature. */
interface BadTold {
  /** Facts that it counts, and those of them without a report date; the file's label, where asked for, never has one. */
  readonly facts: number;
  readonly undated: number;
  /**
   * Orders that only their settlement status calls bad, of the kinds it counts, and those that their file's label does, where
   * nothing that it counts is told: nobody says since when.
   */
  readonly settled: number;
  readonly labelled: number;
}

async function toldBad(db: Connection, outcome: FeatureOutcome, bills: string | null): Promise<BadTold> {
  const facts = factsFor(outcome, bills);
  const counted = await db.first(sql`SELECT count(*) AS n, count(*) FILTER (reported_at IS NULL) AS undated
    FROM ${facts} AS k SEMI JOIN orders ON event_id = k.order_id WHERE ${countedBy(outcome)}`);
  const apart = await db.first(sql`WITH settled AS (${settledBy(outcome, facts)})
    SELECT (SELECT count(DISTINCT order_id) FROM settled) AS settled, (SELECT count(*) FROM orders WHERE label) AS labels,
      (SELECT count(*) FROM orders AS o ANTI JOIN (SELECT order_id FROM ${facts} AS k WHERE ${countedBy(outcome)}
        UNION ALL SELECT order_id FROM settled) AS b ON b.order_id = o.event_id WHERE o.label) AS labelled`);
  const number = (row: typeof apart, name: string): number => Number(row?.[name] ?? 0);
  const labels = asksLabel(outcome) ? number(apart, 'labels') : 0;
  return {
    facts: number(counted, 'n') + labels,
    undated: number(counted, 'undated') + labels,
    settled: number(apart, 'settled'),
    labelled: asksLabel(outcome) ? 0 : number(apart, 'labelled'),
  };
}

/** What a feature of outcomes can say of these orders. */
export interface BadKnown {
  /** Parameters of 'feature-undated' where it cannot be told what was known when, or nothing that it counts is told at all. */
  readonly refused: Readonly<Record<string, string | number>> | null;
  /** Orders that are bad without a date, and that the feature does not count. */
  readonly uncounted: number;
}

/**
 * A fact without a date is refused where the feature assumes no delay. So are orders that are bad by their settlement status or
 * their label alone where no fact of the kinds asked for is told: counting none of them would call every key clean. With
 * `assumedDelayDays` settlement statuses count; a label only where it is asked for, because it does not say of what it speaks.
 * `bills`: see `ProjectReports`.
 */
export async function badKnown(
  db: Connection,
  { outcome = {}, by, window }: Feature,
  bills: string | null,
): Promise<BadKnown> {
  const assumes = outcome.assumedDelayDays !== undefined;
  const { facts, undated, settled, labelled } = await toldBad(db, outcome, bills);
  const nothing = assumes ? facts + settled === 0 && labelled > 0 : facts === 0 && settled + labelled > 0;
  const lacks = assumes ? 0 : undated;
  if (lacks === 0 && !nothing) return { refused: null, uncounted: (assumes ? 0 : settled) + labelled };
  const apart = assumes ? 0 : settled;
  const refused = {
    feature: `known_bad (${by.join(', ')}; ${window})`,
    outcomes: facts + apart + labelled,
    undated: lacks + apart + labelled,
    ...(labelled > 0 ? { labelled } : {}),
  };
  return { refused, uncounted: 0 };
}

/** 'feature-undated' where `badKnown` refuses the feature. */
export async function refuseUndated(db: Connection, feature: Feature, bills: string | null): Promise<void> {
  const { refused } = await badKnown(db, feature, bills);
  if (refused !== null) throw new ShinsaError('feature-undated', refused);
}
