import type { Beside, StabilityTold } from './cli/beside-summary.ts';
import type { StabilityGiven } from './cli/stability-args.ts';
import type { Session } from './cli-session.ts';
import { calendarPeriods, dayAfter, localDayOf, type CalendarPeriod } from './model/calendar-periods.ts';
import type { BacktestResult } from './model/backtest.ts';
import type { Filter } from './model/filter.ts';
import type { Judged } from './model/results/judged.ts';
import { daysFilter, timeFilter } from './model/results/parts.ts';
import { recordedParts } from './model/results/recorded-comparison.ts';
import { firstAndLast, watchedBetween, worstChanged, type StabilityCalls } from './model/results/watched.ts';
import type { RuleSet } from './model/ruleset.ts';

/** A rule set on the orders of a backtest, as it read them. */
interface Asked {
  readonly ruleSet: RuleSet;
  readonly filter: Filter;
  readonly judged: Judged;
}

/**
 * What a backtest says beside its figures: how shares ripen where outcomes are dated, what persons decided, what was decided
 * in history where anything of it is recorded, and what has changed between two windows where that was asked for.
 */
export async function besideOf(
  { ask }: Session,
  so: Asked,
  { maturity }: Pick<BacktestResult, 'maturity'>,
  stability: StabilityGiven | null,
): Promise<Beside> {
  const { filter, judged } = so;
  const persons = await ask('backtest.personReview', { filter, judged });
  const recorded = persons.cells.some(({ auto }) => auto !== 'none');
  return {
    persons,
    ripening:
      maturity === 'measured'
        ? {
            weeks: await ask('backtest.matured', so),
            curve: (await ask('maturity.report', { unit: 'month', judged })).curve,
          }
        : null,
    recorded: recorded ? await ask('backtest.breakdown', { ...so, parts: recordedParts }) : null,
    ...(stability === null ? {} : { stability: await stabilityOf(ask, so, stability) }),
  };
}

/** Null where there are no two windows to compare. */
async function stabilityOf(ask: Session['ask'], so: Asked, given: StabilityGiven): Promise<StabilityTold | null> {
  const { period, timezone, columns } = await ask('project.info', {});
  if (period === null) return null;
  const covered = { from: localDayOf(period.from, timezone), to: localDayOf(period.to, timezone) };
  const windows = windowsOf(given, calendarPeriods(period, 'month', timezone), covered, timezone);
  if (windows === null) return null;
  const [reference, current] = windows;
  const known = new Set(columns.filter(({ present }) => present).map(({ name }) => name));
  const calls: StabilityCalls = {
    hits: (asked) => ask('backtest.hits', asked),
    column: (asked) => ask('explore.column', asked),
    breakdown: (asked) => ask('backtest.breakdown', asked),
  };
  const between = { reference: reference.filter, current: current.filter };
  const watched = await watchedBetween(calls, { ...so, known, ...between });
  return { reference, current, watched: worstChanged(watched) };
}

/** `covered`: the first and the last day with an order. */
function windowsOf(
  given: StabilityGiven,
  months: readonly CalendarPeriod[],
  covered: { readonly from: string; readonly to: string },
  timezone: string,
): readonly [StabilityTold['reference'], StabilityTold['current']] | null {
  const days = (from: string, to: string): StabilityTold['reference'] => ({
    ...{ from, to },
    filter: daysFilter(from, dayAfter(to, 1), timezone),
  });
  if (given.kind === 'day') {
    const { from, to } = covered;
    return given.day <= from || given.day > to ? null : [days(from, dayAfter(given.day, -1)), days(given.day, to)];
  }
  if (given.months !== null) {
    const [reference, current] = given.months.map((month) => monthOf(month));
    return reference === undefined || current === undefined
      ? null
      : [days(reference.from, reference.to), days(current.from, current.to)];
  }
  const found = firstAndLast(months.map((month) => ({ ...month, covered: month.covered === month.days })));
  if (found === null || found[0].first === found[1].first) return null;
  const window = (month: (typeof found)[number]): StabilityTold['reference'] => ({
    ...{ from: month.first, to: month.last },
    filter: timeFilter(month),
  });
  return [window(found[0]), window(found[1])];
}

/** First and last day of a month (`2024-05`). */
function monthOf(month: string): { readonly from: string; readonly to: string } {
  const from = `${month}-01`;
  const after = dayAfter(from, 31);
  return { from, to: dayAfter(`${after.slice(0, 7)}-01`, -1) };
}
