import type { WeekPoint } from '../../analysis/model/explore.ts';

/** Matured orders with a known result below which a week's bad rate says little. */
export const enoughKnown = 30;

/** `rate` is bad ÷ known, null where nothing is known; `drawn` is what the line shows of it, `solid` how. */
export interface WeekRate {
  readonly rate: number | null;
  readonly drawn: number | null;
  readonly solid: boolean;
}

/**
 * The bad rate of each week. Weeks with too few matured orders are left out of the line: in the last, partial week the
 * bad orders are reported before the good ones can be known. A week whose bills are partly open is not settled: those
 * paid are known before those that never will be. Where no week has enough, all are drawn, none solid.
 */
export function weekRates(weeks: readonly WeekPoint[]): readonly WeekRate[] {
  const enough = weeks.map(hasEnough);
  const few = fewEverywhere(weeks);
  return weeks.map((week, index) => {
    const all = known(week);
    const rate = all === 0 ? null : week.states.bad.orders / all;
    const settled = (week.mature === null || week.mature >= 1) && week.openBills === 0;
    return {
      rate,
      drawn: few || enough[index] === true ? rate : null,
      solid: settled && enough[index] === true,
    };
  });
}

/** Whether no week has enough matured orders, so that every rate rests on few. */
export const fewEverywhere = (weeks: readonly WeekPoint[]): boolean => weeks.length > 0 && !weeks.some(hasEnough);

const hasEnough = (week: WeekPoint): boolean => matured(week) >= enoughKnown;

const known = ({ states }: WeekPoint): number => states.bad.orders + states.good.orders;

const matured = (week: WeekPoint): number => Math.min(known(week), (week.mature ?? 1) * week.orders);
