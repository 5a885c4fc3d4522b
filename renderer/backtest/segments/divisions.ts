import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { Filter } from '../../../analysis/model/filter.ts';
import { mostParts } from '../../../analysis/model/results/breakdown.ts';
import { binFilter, crossed, weekdayFilter, weekdays } from '../../../analysis/model/results/parts.ts';
import { binLabel } from '../../explore/bin-words.ts';
import { t } from '../../i18n/index.ts';
import { columnName } from '../../i18n/values.ts';
import { call } from '../../state/jobs.ts';
import type { Bin, ColumnProfile } from '../../../analysis/model/explore.ts';

/** Days of the week stand among the columns under this name. */
export const weekday = 'weekday';

export interface Labelled {
  readonly label: string;
  readonly filter: Filter;
}

export const divisionName = (info: ProjectInfo, name: string): string =>
  name === weekday ? t('segments.weekday') : name === 'ordered_at' ? t('segments.hour') : columnName(info, name);

export const barLabel = (bin: Bin, profile: ColumnProfile, info: ProjectInfo): string =>
  bin.kind === 'hour' ? t('explore.hours', { from: bin.min ?? 0, to: bin.max ?? 24 }) : binLabel(bin, profile, info);

/** The parts that a column, or the days of the week, divide orders into. */
export async function dividedBy(
  name: string,
  result: Pick<BacktestResult, 'filter' | 'target' | 'asOf'>,
  info: ProjectInfo,
  signal: AbortSignal,
): Promise<readonly Labelled[]> {
  if (name === weekday)
    return weekdays.map((day) => {
      const label = t(`segments.day.${day}`);
      return { label, filter: weekdayFilter(day, label, info) };
    });
  const asked = { column: name, filter: result.filter, judged: asRun(result) };
  const profile = await call('explore.column', asked, { signal });
  const bins = profile.bins.filter(({ orders }) => orders > 0);
  return bins.map((bin) => ({ label: barLabel(bin, profile, info), filter: binFilter(bin) }));
}

/** Every part of one division in every part of another; of more than can be told apart the rest is left out, which `left` counts. */
export function crossedParts(
  a: readonly Labelled[],
  b: readonly Labelled[],
): { readonly parts: readonly Labelled[]; readonly left: number } {
  const all = a.flatMap((one) =>
    b.map((other) => ({ label: `${one.label} × ${other.label}`, filter: crossed(one.filter, other.filter) })),
  );
  return { parts: all.slice(0, mostParts), left: Math.max(0, all.length - mostParts) };
}
