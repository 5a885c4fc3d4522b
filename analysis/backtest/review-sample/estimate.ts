import {
  leastVerdicts,
  type ByVerdict,
  type Interval,
  type ReviewEstimate,
  type ReviewEstimates,
  type ReviewSample,
  type ReviewStratum,
} from '../../model/review-sample.ts';
import type { ScreeningResult } from '../../model/ruleset.ts';
import { verdictStates, type VerdictState } from '../../model/verdict.ts';
import { partOf, shareOf, sum } from './intervals.ts';

/** A sampled order as estimates read it. */
export interface Judged {
  readonly stratum: number;
  readonly hits: readonly string[];
  readonly verdict: VerdictState;
}

/** What outcomes tell of sets of orders, see `ReviewEstimate.outcomes`. */
export interface KnownOutcomes {
  readonly results: { readonly [R in ScreeningResult]: Known };
  readonly rules: ReadonlyMap<string, Known>;
}
type Known = { readonly bad: number; readonly good: number };

/** Orders of a set that lie in one stratum: how many there are, and the verdicts on those drawn. */
interface Part extends ByVerdict {
  readonly orders: number;
}

/** Everything that follows from the verdicts and the strata alone. */
export type FromVerdicts = Pick<
  ReviewEstimates,
  'alerts' | 'results' | 'all' | 'unhit' | 'rules' | 'strata' | 'recall' | 'recallBand'
>;

/**
 * Estimates of a sample. An order stands for `orders` ÷ decided orders of its stratum: those without a clear verdict are
 * taken to be like the decided ones of their stratum, and what if they are not is the band.
 */
export function estimatesOf(
  { strata, ruleSet }: Pick<ReviewSample, 'strata' | 'ruleSet'>,
  judged: readonly Judged[],
  known: KnownOutcomes | null,
): FromVerdicts {
  const told = judged.reduce<Map<number, Judged[]>>(
    (by, one) => by.set(one.stratum, [...(by.get(one.stratum) ?? []), one]),
    new Map(),
  );
  const parts = strata.map(({ orders }, at): Part => ({ orders, ...counted(told.get(at) ?? []) }));
  const among = (wanted: (stratum: ReviewStratum) => boolean, outcomes: Known | null): ReviewEstimate =>
    estimateOf(
      parts.filter((_, at) => wanted(strata[at] ?? noStratum)),
      outcomes,
    );
  const outcomesOf = (...of: readonly ScreeningResult[]): Known | null =>
    known === null ? null : added(of.map((result) => known.results[result]));
  const one = (result: ScreeningResult): ReviewEstimate => among((s) => s.result === result, outcomesOf(result));
  const alerts = among(({ result }) => result !== 'OK', outcomesOf('REVIEW', 'HOLD', 'NG'));
  const results = { OK: one('OK'), REVIEW: one('REVIEW'), HOLD: one('HOLD'), NG: one('NG') };
  const ofRule = (code: string): ReviewEstimate => {
    const own = strata.flatMap(({ hits }, at): Part[] => {
      const orders = hits[code] ?? 0;
      const drawn = (told.get(at) ?? []).filter((order) => order.hits.includes(code));
      return orders === 0 ? [] : [{ orders, ...counted(drawn) }];
    });
    return estimateOf(own, known?.rules.get(code) ?? null);
  };
  return {
    alerts,
    results,
    all: among(() => true, outcomesOf('OK', 'REVIEW', 'HOLD', 'NG')),
    unhit: among(({ hit }) => !hit, null),
    rules: ruleSet.rules.map(({ code }) => ({ code, estimate: ofRule(code) })),
    strata: parts.map((part) => estimateOf([part], null)),
    ...recallOf(alerts, results.OK),
  };
}

const noStratum: ReviewStratum = { result: 'OK', by: '', hit: false, band: null, orders: 0, drawn: 0, hits: {} };

function counted(orders: readonly Pick<Judged, 'verdict'>[]): ByVerdict {
  const [good = 0, bad = 0, unclear = 0, missing = 0] = verdictStates.map((state) =>
    sum(orders, ({ verdict }) => (verdict === state ? 1 : 0)),
  );
  return { good, bad, unclear, missing };
}

const added = (all: readonly Known[]): Known => ({
  bad: sum(all, ({ bad }) => bad),
  good: sum(all, ({ good }) => good),
});
const drawnOf = ({ good, bad, unclear, missing }: ByVerdict): number => good + bad + unclear + missing;

/** Share of bad orders in parts of strata, each drawn from at random. */
function estimateOf(parts: readonly Part[], outcomes: Known | null): ReviewEstimate {
  const orders = sum(parts, (part) => part.orders);
  const total = (state: VerdictState): number => sum(parts, (part) => part[state]);
  const verdicts = { good: total('good'), bad: total('bad'), unclear: total('unclear'), missing: total('missing') };
  const decided = verdicts.good + verdicts.bad;
  const reached = parts.filter(({ good, bad }) => good + bad > 0);
  const covered = orders === 0 ? 0 : sum(reached, (part) => part.orders) / orders;
  const unmeasured =
    orders === 0
      ? 'no-orders'
      : decided < Math.min(leastVerdicts, orders)
        ? 'few-verdicts'
        : covered < 0.5
          ? 'uncovered'
          : null;
  const cells = parts.map(({ orders: of, good, bad }) => ({ orders: of, decided: good + bad, bad }));
  const rate = unmeasured === null ? shareOf(cells) : null;
  return {
    orders,
    drawn: drawnOf(verdicts),
    verdicts,
    covered,
    rate,
    unmeasured,
    bad: rate === null ? null : times(rate, orders),
    band: bandOf(parts),
    outcomes,
  };
}

const times = ({ value, low, high }: Interval, by: number): Interval => ({
  value: value * by,
  low: low * by,
  high: high * by,
});

/** Of the strata that were drawn from. */
function bandOf(parts: readonly Part[]): { low: number; high: number } | null {
  const drawn = parts.filter((part) => drawnOf(part) > 0);
  const orders = sum(drawn, (part) => part.orders);
  if (orders === 0) return null;
  const rate = (bad: (part: Part) => number): number =>
    sum(drawn, (part) => (part.orders / orders) * (bad(part) / drawnOf(part)));
  return { low: rate(({ bad }) => bad), high: rate(({ bad, unclear, missing }) => bad + unclear + missing) };
}

function recallOf(alerts: ReviewEstimate, passed: ReviewEstimate): Pick<ReviewEstimates, 'recall' | 'recallBand'> {
  const recall = alerts.bad === null || passed.bad === null ? null : partOf(alerts.bad, passed.bad);
  if (alerts.band === null || passed.band === null) return { recall, recallBand: null };
  const share = (caught: number, missed: number): number =>
    caught * alerts.orders === 0 ? 0 : (caught * alerts.orders) / (caught * alerts.orders + missed * passed.orders);
  return {
    recall,
    recallBand: { low: share(alerts.band.low, passed.band.high), high: share(alerts.band.high, passed.band.low) },
  };
}
