import { isoOfDay } from './calendar-day.ts';
import { ageOf, delayCurve, type DelayCurve } from './delay-curve.ts';
import { observations, reportsIn, type ReportCount } from './report-counts.ts';
import { toldShares, trustedShare, type DelaySummary, type NamedSummary } from './report.ts';

/** The curve in a few numbers; `curve` is null when there are too few reports. */
export function summaryOf(curve: DelayCurve | null, reports: number, asOfDay: number): DelaySummary {
  if (curve === null) return { state: 'too-few', reports, ages: [], trustedUntil: null };
  return {
    state: 'measured',
    reports,
    ages: toldShares.map((share) => ageOf(curve, share)),
    trustedUntil: isoOfDay(asOfDay - ageOf(curve, trustedShare).age),
  };
}

/** Where no report has a date that tells anything. */
export const unmeasured: DelaySummary = { state: 'not-measured', reports: 0, ages: [], trustedUntil: null };

/** How fast the reports among these counts come, without a band. */
export function summaryOfCounts(counts: readonly ReportCount[], asOfDay: number): DelaySummary {
  const observed = observations(counts, asOfDay);
  return summaryOf(delayCurve(observed, asOfDay, { banded: false }), reportsIn(observed), asOfDay);
}

/** The same for each way to pay or each family, those with most reports first. */
export function summariesBy(
  counts: readonly ReportCount[],
  key: 'payment' | 'family',
  asOfDay: number,
  most: number,
): readonly NamedSummary[] {
  const groups = new Map<string | null, ReportCount[]>();
  for (const count of counts) {
    if (count.delay === null) continue;
    const known = groups.get(count[key]);
    if (known === undefined) groups.set(count[key], [count]);
    else known.push(count);
  }
  return [...groups]
    .map(([name, group]) => ({ name, group, reports: group.reduce((n, { orders }) => n + orders, 0) }))
    .sort((a, b) => b.reports - a.reports || String(a.name).localeCompare(String(b.name)))
    .slice(0, most)
    .map(({ name, group }) => ({ name, ...summaryOfCounts(group, asOfDay) }));
}
