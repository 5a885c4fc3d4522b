import type { AdjustedCohort } from '../../analysis/model/maturity/adjusted-rate.ts';
import type { AdjustedRates } from '../../analysis/model/maturity/report.ts';
import { rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { address } from '../state/address.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { useLatest, type Latest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { enoughKnown } from './weekly-rates.ts';

/** Adjusted rates of the orders in view, asked for once there is something to put them beside. */
export function useAdjusted(ready: boolean): Latest<AdjustedRates> {
  const info = useProject();
  const { filter } = useStore(address);
  const input = ready && hasOrders(info) ? { filter } : null;
  return useLatest('maturity.adjusted', input, JSON.stringify([info?.dataVersion ?? null, input]));
}

/** The weeks by their Monday (epoch ms). */
export function adjustedByWeek(rates: AdjustedRates | null): ReadonlyMap<number, AdjustedCohort> {
  return new Map((rates?.weeks ?? []).map((one) => [one.week, one]));
}

/** What the line shows of a week: none below the floor of maturity, or of few orders, as for observed rates. */
export function drawnRate(week: AdjustedCohort | undefined): number | null {
  return week === undefined || week.orders < enoughKnown ? null : week.rate;
}

/** How mature a week is, in words. */
export function maturityText({ maturity, low, high }: AdjustedCohort): string {
  return low === null || high === null
    ? t('maturity.ofWeek', { share: rate(maturity) })
    : t('maturity.ofWeekBanded', { share: rate(maturity), low: rate(low), high: rate(high) });
}
