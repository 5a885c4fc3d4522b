import { currencyDigits } from '../../../analysis/expression/index.ts';
import type { FeatureBin, FeaturePreview, MeasuredDifference } from '../../../analysis/model/feature-preview.ts';
import { velocityPath } from '../../../analysis/model/features.ts';

/** One bar of the distribution: what share of the bad, or of the good, orders has these values. */
export interface ShareRow {
  readonly index: number;
  readonly state: 'bad' | 'good';
  /** Of the orders of that state that have a value. */
  readonly share: number;
  /** The longer of the two bars of its values. */
  readonly longest: number;
  readonly bin: FeatureBin;
}

/** Two bars per bin. A state without orders has bars of no length. */
export function shareRows(bins: readonly FeatureBin[]): readonly ShareRow[] {
  const sum = (state: 'bad' | 'good'): number => bins.reduce((all, bin) => all + bin[state], 0);
  const whole = { bad: sum('bad'), good: sum('good') };
  const share = (bin: FeatureBin, state: 'bad' | 'good'): number =>
    whole[state] === 0 ? 0 : bin[state] / whole[state];
  return bins.flatMap((bin, index) => {
    const longest = Math.max(share(bin, 'bad'), share(bin, 'good'));
    return (['bad', 'good'] as const).map((state) => ({ index, state, share: share(bin, state), longest, bin }));
  });
}

/** The bad share of the orders whose outcome is known; null where none is. */
export const knownRate = ({ bad, good }: Pick<FeatureBin, 'bad' | 'good'>): number | null =>
  bad + good === 0 ? null : bad / (bad + good);

/** A whole number of minor units as rules write money: in major units. */
function moneyLiteral(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const major = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minor < 0 ? `-${major}` : major;
}

/** A condition that exactly the orders of a bin meet; null where its bounds cannot be written in a rule. */
export function binCondition(
  { feature, type, currency }: Pick<FeaturePreview, 'feature' | 'type' | 'currency'>,
  { from, to }: Pick<FeatureBin, 'from' | 'to'>,
): string | null {
  const whole = Number.isSafeInteger(from) && Number.isSafeInteger(to);
  if (!whole || (type !== 'int' && type !== 'money')) return null;
  const literal = (value: number): string => (type === 'money' ? moneyLiteral(value, currency) : String(value));
  const path = velocityPath(feature.id);
  if (from === to) return `${path} == ${literal(from)}`;
  return `${path} >= ${literal(from)} && ${path} <= ${literal(to)}`;
}

/** What a naive reading would have made of the feature. */
export type HindsightClaim =
  | { readonly kind: 'same' }
  /** It would seem to catch more. */
  | { readonly kind: 'more'; readonly orders: number; readonly bad: number }
  /** More orders would stand out, no more bad ones. */
  | { readonly kind: 'wider'; readonly orders: number }
  /** Other values, that do not show at "1 or more". */
  | { readonly kind: 'other' };

export function claimOf({ differ, atLeastOne }: MeasuredDifference): HindsightClaim {
  if (differ === 0) return { kind: 'same' };
  if (atLeastOne === null) return { kind: 'other' };
  const { pointInTime, hindsight } = atLeastOne;
  const [orders, bad] = [hindsight.orders - pointInTime.orders, hindsight.bad - pointInTime.bad];
  if (bad > 0) return { kind: 'more', orders, bad };
  return orders > 0 ? { kind: 'wider', orders } : { kind: 'other' };
}
