import {
  calendarPeriods,
  spanOfDays,
  type CalendarPeriod,
  type PeriodUnit,
} from '../../../analysis/expression/index.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { timeFilter } from '../../../analysis/model/results/parts.ts';
import { t } from '../../i18n/index.ts';
import type { Division } from './use-breakdown.ts';

/** The periods of a run's orders; none where it has none. */
export function periodsOf(
  { period }: Pick<BacktestResult, 'period'>,
  unit: PeriodUnit,
  zone: string,
): readonly CalendarPeriod[] {
  if (period === null) return [];
  return calendarPeriods(spanOfDays(period, zone), unit, zone);
}

export const divisionOf = (periods: readonly CalendarPeriod[]): Division<readonly CalendarPeriod[]> => ({
  parts: periods.map(timeFilter),
  about: periods,
});

/** `2024-05` of a month, the first day of anything else; with what of it is there. */
export function periodText({ first, last, days, covered }: CalendarPeriod): string {
  const name =
    first.endsWith('-01') && days > 7 ? first.slice(0, 7) : first === last || days === 7 ? first : `${first} – ${last}`;
  return covered < days ? t('overTime.partial', { name, covered, days }) : name;
}
