import type { Observation } from './report-counts.ts';

/** Reports by delay 0..end, and by how many more (or fewer) each delay is seen by than the one before. */
export interface DelayCounts {
  readonly reported: Float64Array;
  readonly steps: Float64Array;
}

/**
 * The share of reports that have come by each age 0..end, among those that come by `end`: Kaplan-Meier in reversed time.
 *
 * A delay is seen only when it is not longer than the order is old (right truncation), so young orders show short
 * delays only and a plain histogram is too fast. Running time backwards from `end` turns right truncation into left
 * truncation, for which the product limit is known: with d(t) the reports at delay t and R(t) those with
 * delay <= t <= age, F(t - 1) = F(t) * (1 - d(t) / R(t)) and F(end) = 1.
 *
 * D. Lynden-Bell, Monthly Notices of the RAS 155 (1971) 95; S. W. Lagakos, L. M. Barraj, V. De Gruttola, Biometrika 75
 * (1988) 515; J. D. Kalbfleisch, J. F. Lawless, JASA 84 (1989) 360. With cohorts and ages of one day the chain ladder
 * gives the same numbers, because R(t) / (R(t) - d(t)) is its factor.
 *
 * What comes after `end` cannot be known from these data. Orders must not differ in their delays by when they were
 * placed, and reports that were taken back are not among them.
 */
export function reverseTimeShares(observed: readonly Observation[], end: number): Float64Array {
  return sharesOf(delayCounts(observed, end));
}

/** The same of counts already made, which may be added up over cohorts. */
export function sharesOf({ reported, steps }: DelayCounts): Float64Array {
  const shares = new Float64Array(reported.length);
  let share = 1;
  let seen = 0;
  for (const step of steps) seen += step;
  for (let delay = reported.length - 1; delay >= 0; delay--) {
    seen -= steps[delay + 1] ?? 0;
    shares[delay] = share;
    if (seen > 0) share *= Math.max(0, 1 - (reported[delay] ?? 0) / seen);
  }
  return shares;
}

/** The highest delay up to which at least `fewest` reports are told of orders old enough to show it; null for none. */
export function lastTellingDelay(observed: readonly Observation[], fewest: number): number | null {
  const oldest = observed.reduce((most, { age }) => Math.max(most, age), 0);
  const { steps } = delayCounts(observed, oldest);
  let [seen, last]: [number, number | null] = [0, null];
  for (let delay = 0; delay <= oldest; delay++) {
    seen += steps[delay] ?? 0;
    if (seen >= fewest) last = delay;
  }
  return last;
}

/** Counts of the delays up to `end`; each is seen from its own delay to the age of its order. */
export function delayCounts(observed: readonly Observation[], end: number): DelayCounts {
  const reported = new Float64Array(end + 1);
  const steps = new Float64Array(end + 2);
  for (const { delay, age, orders } of observed) {
    if (delay > end) continue;
    const gone = Math.min(age, end) + 1;
    reported[delay] = (reported[delay] ?? 0) + orders;
    steps[delay] = (steps[delay] ?? 0) + orders;
    steps[gone] = (steps[gone] ?? 0) - orders;
  }
  return { reported, steps };
}
