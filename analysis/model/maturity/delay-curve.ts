import { bootstrapBand } from './bootstrap-band.ts';
import { reportsIn, type Observation } from './report-counts.ts';
import { lastTellingDelay, reverseTimeShares } from './reverse-time.ts';

/** Dated reports below which no curve is drawn. */
export const fewestReports = 30;
/** The curve ends at the age that fewer reports than this could have reached. */
export const fewestAtRisk = 20;

/** Share of the bad orders of the end that have been reported by an age in days, with its 95 % band. */
export interface CurvePoint {
  readonly age: number;
  readonly share: number;
  /** Null where none was asked for, or too few weeks have reports to tell. */
  readonly low: number | null;
  readonly high: number | null;
}

/** How reports come in: `points` hold every day from 0 to `end`, where the share is 1 by definition. */
export interface DelayCurve {
  /** Days after the order up to which the data tell; shares are of what is reported by then. */
  readonly end: number;
  /** Reports the curve is made of. */
  readonly reports: number;
  /** Reports that came later than `end`, left out. */
  readonly beyond: number;
  readonly points: readonly CurvePoint[];
}

/** An age at which a share is reached, with the ages at which the band's bounds reach it. */
export interface QuantileAge {
  readonly share: number;
  readonly age: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The curve of the observed delays, or null when there are too few reports for one. A band takes 400 more of them. */
export function delayCurve(
  observed: readonly Observation[],
  asOfDay: number,
  { banded }: { readonly banded: boolean },
): DelayCurve | null {
  const end = reportsIn(observed) < fewestReports ? null : lastTellingDelay(observed, fewestAtRisk);
  if (end === null) return null;
  const within = observed.filter(({ delay }) => delay <= end);
  const reports = reportsIn(within);
  if (reports < fewestReports) return null;
  const shares = reverseTimeShares(within, end);
  const band = banded ? bootstrapBand(within, end, asOfDay) : null;
  return {
    end,
    reports,
    beyond: reportsIn(observed) - reports,
    points: Array.from(shares, (share, age) => ({
      age,
      share,
      low: band === null ? null : Math.min(share, band.low[age] ?? share),
      high: band === null ? null : Math.max(share, band.high[age] ?? share),
    })),
  };
}

/** Share of the reports that have come at an age: 0 before the order, 1 from the end of the curve on. */
export function shareAt(curve: DelayCurve, age: number): number {
  return age < 0 ? 0 : (curve.points[age]?.share ?? 1);
}

/** The point of the curve at an age; at its end for older orders. */
export function pointAt(curve: DelayCurve, age: number): CurvePoint {
  return curve.points[Math.min(age, curve.end)] ?? { age, share: age < 0 ? 0 : 1, low: null, high: null };
}

/** The first age at which at least that share has been reported. */
export function ageOf(curve: DelayCurve, share: number): QuantileAge {
  const first = (of: (point: CurvePoint) => number | null): number | null =>
    curve.points.find((point) => (of(point) ?? -1) >= share - 1e-9)?.age ?? null;
  return {
    share,
    age: first((point) => point.share) ?? curve.end,
    low: first(({ high }) => high),
    high: first(({ low }) => low),
  };
}
