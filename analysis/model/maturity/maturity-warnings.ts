import { ageOf, shareAt, type DelayCurve } from './delay-curve.ts';
import type { ReportCount } from './report-counts.ts';
import { trustedShare, type MaturityReport, type MaturityWarning } from './report.ts';

/** Points of share (0..1) by which the two estimates may differ before it is said. */
const agreement = 0.1;
/** A curve that reaches the trusted share only in its last fifth may not have reached its end. */
const settledPart = 0.8;

/** What a person should know before using the curve. */
export function maturityWarnings(
  counts: readonly ReportCount[],
  curve: DelayCurve | null,
  ladder: MaturityReport['ladder'],
  horizon: number,
): readonly MaturityWarning[] {
  const orders = (which: (count: ReportCount) => boolean): number =>
    counts.filter(which).reduce((total, count) => total + count.orders, 0);
  const undated = orders(({ bad, delay }) => bad && delay === null);
  const early = orders(({ delay }) => delay !== null && delay < 0);
  return [
    ...(curve === null ? [] : curveWarnings(curve, ladder, horizon)),
    ...(undated > 0 ? [{ code: 'undated-reports' as const, params: { orders: undated } }] : []),
    ...(early > 0 ? [{ code: 'before-order' as const, params: { orders: early } }] : []),
  ];
}

function curveWarnings(curve: DelayCurve, ladder: MaturityReport['ladder'], horizon: number): MaturityWarning[] {
  const found: MaturityWarning[] = [];
  const { end, beyond } = curve;
  const days = ageOf(curve, trustedShare).age;
  if (horizon < days)
    found.push({ code: 'horizon-short', params: { horizon, days, percent: percent(shareAt(curve, horizon)) } });
  if (end < horizon) found.push({ code: 'history-short', params: { end, horizon } });
  if (days > end * settledPart) found.push({ code: 'still-rising', params: { days, end } });
  const apart = ladder
    .map(({ age, share }) => ({ age, ladder: share, curve: shareAt(curve, age) }))
    .reduce((most, one) => (differ(one) > differ(most) ? one : most), { age: 0, ladder: 0, curve: 0 });
  if (differ(apart) > agreement)
    found.push({
      code: 'estimates-differ',
      params: { days: apart.age, percent: percent(apart.curve), other: percent(apart.ladder) },
    });
  if (beyond > 0) found.push({ code: 'reported-beyond', params: { orders: beyond, end } });
  if (curve.points[0]?.low === null) found.push({ code: 'few-weeks', params: {} });
  return found;
}

const differ = (one: { readonly ladder: number; readonly curve: number }): number => Math.abs(one.ladder - one.curve);
const percent = (share: number): number => Math.round(share * 100);
