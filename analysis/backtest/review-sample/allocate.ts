import { ShinsaError } from '../../model/failure.ts';
import { leastPerStratum, mostSampled, type ReviewDesign } from '../../model/review-sample.ts';
import { plannedHalfWidth, sum } from './intervals.ts';

/** A stratum before it is drawn from. */
export interface Drawable {
  readonly orders: number;
  readonly alerted: boolean;
}

/**
 * Orders to draw of each stratum, in their order: at least `leastPerStratum` of each or all of it, the rest shared out as
 * the design says. Throws 'sample-too-small' where the sample has not even those, 'sample-too-large' where the wished
 * half-width needs more than `mostSampled`.
 */
export function allocate(strata: readonly Drawable[], design: ReviewDesign): readonly number[] {
  const least = sum(strata, leastOf);
  if (design.size.kind === 'orders') {
    if (design.size.orders < least) throw new ShinsaError('sample-too-small', { least, orders: design.size.orders });
    return shared(strata, design, design.size.orders);
  }
  const { halfWidth } = design.size;
  const wide = (orders: number): boolean =>
    (halfWidthOf(strata, shared(strata, design, orders), design) ?? 0) > halfWidth;
  const most = Math.min(
    mostSampled,
    sum(strata, ({ orders }) => orders),
  );
  if (least > most || wide(most)) throw new ShinsaError('sample-too-large', { most: mostSampled });
  let [low, high] = [least, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (wide(middle)) low = middle + 1;
    else high = middle;
  }
  return shared(strata, design, low);
}

/** Half-width expected of the alerts' precision; null without alerts. */
export function halfWidthOf(
  strata: readonly Drawable[],
  drawn: readonly number[],
  { assumed }: ReviewDesign,
): number | null {
  const cells = strata.flatMap(({ orders, alerted }, at) => (alerted ? [{ orders, drawn: drawn[at] ?? 0 }] : []));
  return cells.length === 0 ? null : plannedHalfWidth(cells, assumed.alerted);
}

const leastOf = ({ orders }: Drawable): number => Math.min(leastPerStratum, orders);

/** Shares out by weight between what a stratum must give and what it has, then by the largest remainders. */
function shared(strata: readonly Drawable[], design: ReviewDesign, wished: number): readonly number[] {
  const orders = Math.min(
    wished,
    sum(strata, (one) => one.orders),
  );
  const weights = strata.map((one) => weightOf(one, design));
  const at = (factor: number): number[] =>
    strata.map((one, n) => Math.min(one.orders, Math.max(leastOf(one), factor * (weights[n] ?? 0))));
  let [low, high] = [0, 1];
  while (sum(at(high), (one) => one) < orders && high < 2 ** 60) high *= 2;
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (sum(at(middle), (one) => one) < orders) low = middle;
    else high = middle;
  }
  return rounded(at(high), strata, orders);
}

function rounded(exact: readonly number[], strata: readonly Drawable[], orders: number): readonly number[] {
  const whole = exact.map((one) => Math.floor(one + 1e-9));
  let left = orders - sum(whole, (one) => one);
  const byRest = exact
    .map((one, n) => ({ n, rest: one - (whole[n] ?? 0) }))
    .sort((a, b) => b.rest - a.rest || a.n - b.n);
  for (const { n } of byRest) {
    if (left === 0) break;
    if ((whole[n] ?? 0) >= (strata[n]?.orders ?? 0)) continue;
    whole[n] = (whole[n] ?? 0) + 1;
    left -= 1;
  }
  return whole;
}

function weightOf({ orders, alerted }: Drawable, { allocation, assumed }: ReviewDesign): number {
  if (allocation === 'equal') return 1;
  if (allocation === 'proportional') return orders;
  const rate = alerted ? assumed.alerted : assumed.passed;
  return orders * Math.sqrt(rate * (1 - rate));
}
