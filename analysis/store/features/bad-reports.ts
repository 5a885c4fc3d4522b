import { usualBadKinds, type FeatureOutcome } from '../../model/features.ts';
import { isBillKind, type OutcomeKind } from '../../model/target.ts';
import { allFacts, countsFor } from '../outcome-state.ts';
import { chargeKinds, speaksOf, tellsOwn } from '../reversals.ts';
import { settledFacts } from '../settled-status.ts';
import { join, literal, nothing, sql, type Sql } from '../sql.ts';

/** What is reported of orders, in the words of outcome events (docs/event-format.md), and what of it a feature counts. */

/**
 * Where reports stand: with a project, whose bills fall due in a zone (null where none are told), or in a table `outcomes` that
 * others fill in those words.
 */
export type Reports = ProjectReports | { readonly kind: 'table' };
export interface ProjectReports {
  readonly kind: 'project';
  readonly bills: string | null;
}

/** Whether the labels of files are reports too, and what only settlement statuses say. */
export interface ReportedBeside {
  readonly labels: boolean;
  readonly settled: boolean;
}

/**
 * A relation `(order_id, kind, family, amount, days_past_due, repeats, reported_at, placed)` of what a project knows of its orders;
 * `facts` are its outcomes, with what follows from bills (`allFacts`). `placed`: when the very order was that a label or status stands
 * in, since an id may be used twice; NULL for what names an order by its id.
 */
export function reportsOf(facts: Sql, { labels, settled }: ReportedBeside): Sql {
  const bare = sql`NULL::VARCHAR, NULL::BIGINT, NULL::INTEGER, FALSE, NULL::TIMESTAMPTZ`;
  const label = labels
    ? sql` UNION ALL SELECT event_id, 'label-bad', ${bare}, ordered_at FROM orders WHERE label`
    : nothing;
  // Statuses ask the facts again and again: they are read once, and planned once.
  const told = sql`(FROM told)`;
  const status = settled
    ? sql` UNION ALL SELECT order_id, 'settled-' || kind, ${bare}, placed FROM (${settledKinds(told)})`
    : nothing;
  return sql`(WITH told AS MATERIALIZED (SELECT order_id, kind, family, amount, days_past_due, repeats, reported_at,
      NULL::TIMESTAMPTZ AS placed FROM ${facts})
    FROM told${label}${status})`;
}

/** What only statuses say; of a bill written off that facts call overdue, only to features that do not count overdue bills. */
function settledKinds(facts: Sql): Sql {
  const all = settledFacts({ kinds: ['chargeback', 'bad-debt', 'overdue'], reasonFamilies: [] }, facts);
  const writtenOff = settledFacts({ kinds: ['bad-debt'], reasonFamilies: [] }, facts);
  return sql`WITH whole AS MATERIALIZED (${all}) FROM whole
    UNION ALL SELECT order_id, 'bad-debt-overdue', placed FROM (${writtenOff}) ANTI JOIN whole USING (order_id)`;
}

/** Rows of `outcomes` that a feature counts, but for labels and statuses. */
export const countedBy = ({ kinds = [...usualBadKinds], reasonFamilies = [] }: FeatureOutcome): Sql =>
  countsFor({ kinds, reasonFamilies });

export const asksLabel = ({ kinds = [] }: FeatureOutcome): boolean => kinds.includes('label-bad');

/** Outcomes for a feature; `bills`: in which time zone they fall due, null where none are told. */
export const factsFor = ({ kinds = [...usualBadKinds] }: FeatureOutcome, bills: string | null): Sql =>
  allFacts(bills ?? '', bills !== null && kinds.some(isBillKind));

/** Reports for a feature: a status, which has no date, is one only where a delay is assumed. */
export function reportsFor(outcome: FeatureOutcome, reports: Reports): Sql {
  if (reports.kind === 'table')
    return sql`(SELECT order_id, kind, family, amount, days_past_due, repeats, reported_at, NULL::TIMESTAMPTZ AS placed FROM outcomes)`;
  const settled = outcome.assumedDelayDays !== undefined;
  return reportsOf(factsFor(outcome, reports.bills), { labels: asksLabel(outcome), settled });
}

/**
 * What a report `k` is to a feature: 'charge', 'uncounted charge' (of a family that it does not count), 'reversal', 'own
 * reversal' (it tells its family), 'other' for anything else that makes an order bad; NULL where it says nothing. Charges of other
 * families do not make an order bad, but a reversal that does not tell its family is measured against all that was charged
 * back, as for the order's state.
 */
export function roleOf(outcome: FeatureOutcome): Sql {
  const { reasonFamilies = [] } = outcome;
  const kinds: readonly OutcomeKind[] = outcome.kinds ?? usualBadKinds;
  const beside = [...(asksLabel(outcome) ? ['label-bad'] : []), ...settledBy(outcome)];
  const besides = beside.length === 0 ? nothing : sql` OR k.kind IN (${texts(beside)})`;
  const charge = sql`k.kind IN (${texts(chargeKinds)})`;
  const otherCharge = kinds.includes('chargeback') ? sql` WHEN ${charge} THEN 'uncounted charge'` : nothing;
  return sql`CASE
      WHEN k.kind = 'chargeback-reversed' THEN CASE WHEN ${speaksOf(sql`k.family`, reasonFamilies)}
        THEN CASE WHEN ${tellsOwn(sql`k.family`, reasonFamilies)} THEN 'own reversal' ELSE 'reversal' END END
      WHEN ${countedBy(outcome)}${besides} THEN CASE WHEN ${charge} THEN 'charge' ELSE 'other' END${otherCharge} END`;
}

/** Statuses that a feature counts: only where a delay is assumed, for none has a date; nobody knows the family of a chargeback. */
function settledBy({ kinds, reasonFamilies = [], assumedDelayDays }: FeatureOutcome): string[] {
  if (assumedDelayDays === undefined) return [];
  const all: readonly OutcomeKind[] = kinds ?? usualBadKinds;
  const asked = (kind: OutcomeKind): boolean => all.includes(kind);
  const ofAnyFamily = reasonFamilies.length === 0 || reasonFamilies.includes('unknown');
  return [
    ...(asked('chargeback') && ofAnyFamily ? ['settled-chargeback'] : []),
    ...(asked('bad-debt') ? ['settled-bad-debt'] : []),
    ...(asked('bad-debt') && !asked('overdue') ? ['settled-bad-debt-overdue'] : []),
    ...(asked('overdue') ? ['settled-overdue'] : []),
  ];
}

const texts = (values: readonly string[]): Sql => join(values.map(literal), sql`, `);
