import type { RunSummary } from '../../analysis/model/backtest.ts';
import { orderShare } from '../../analysis/model/results/intervals.ts';
import { rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { rangeText } from '../i18n/interval.ts';

interface Shared {
  readonly part: number;
  readonly whole: number;
}

/** A share of orders as text, null where too few have an outcome for it to be measured. */
export function shareText({ part, whole }: Shared): string | null {
  if (whole === 0) return t('metric.noDenominator');
  const { value } = orderShare(part, whole);
  return value === null ? null : rate(value);
}

/** The ends of its interval, as if orders were independent; undefined where it is not measured. */
function shareInterval({ part, whole }: Shared): string | undefined {
  const { interval } = orderShare(part, whole);
  return interval === null ? undefined : rangeText(interval, rate);
}

/** The same for a `Figure`. */
export function measuredShare(of: Shared): { readonly value: string | null; readonly interval?: string } {
  const interval = shareInterval(of);
  return { value: shareText(of), ...(interval === undefined ? {} : { interval }) };
}

/** A figure of a kept run. */
export function runShare(run: RunSummary, name: 'precision' | 'recall'): string {
  if (run.unmeasured.includes(name)) return t('common.notMeasured');
  const value = run[name];
  if (value !== null) return rate(value);
  return t(run.known === 0 ? 'common.notMeasured' : 'metric.noDenominator');
}
