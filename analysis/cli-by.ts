import { binText, type Divided } from './cli/by-summary.ts';
import type { Session } from './cli-session.ts';
import { periodUnits } from './model/calendar-periods.ts';
import { everything } from './model/filter.ts';
import type { BreakdownAsk } from './model/results/breakdown.ts';
import { binFilter, periodParts, weekdayFilter, weekdays } from './model/results/parts.ts';
import type { RuleSet } from './model/ruleset.ts';

/** A backtest of every order by day, week, month, weekday or the bars of a column. */
export async function dividedBy({ ask }: Session, of: Omit<BreakdownAsk, 'parts'>, by: string): Promise<Divided> {
  const parts = await partsBy(ask, of.ruleSet, by);
  const filters = parts.map(({ filter }) => filter);
  if (filters.length === 0) return { by, parts, breakdown: null };
  const breakdown = await ask('backtest.breakdown', { ...of, parts: filters });
  return { by, parts, breakdown };
}

async function partsBy(ask: Session['ask'], ruleSet: RuleSet, by: string): Promise<Divided['parts']> {
  const unit = periodUnits.find((one) => one === by);
  const info = await ask('project.info', {});
  if (unit !== undefined) {
    const parts = info.period === null ? [] : periodParts(info.period, unit, info.timezone);
    return parts.map((part) => ({ label: part.period.first, ...part }));
  }
  if (by === 'weekday')
    return weekdays.map((day) => ({ label: String(day), filter: weekdayFilter(day, String(day), ruleSet) }));
  const { bins } = await ask('explore.column', { column: by, filter: everything });
  return bins.map((bin) => ({ label: binText(bin), filter: binFilter(bin) }));
}
