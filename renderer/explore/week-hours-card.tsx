import type { LinkedAxis } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { weekdays } from '../i18n/values.ts';
import { HeatCard } from './heat-card.tsx';

export const weekHours: LinkedAxis = { kind: 'weekHours' };

const dayName = (at: number): string => t(`weekday.${weekdays[at] ?? 'mon'}`);

/** When orders come, and when bad ones do: a cell for every hour of every day of the week. */
export function WeekHoursCard({ info }: { readonly info: ProjectInfo }) {
  return (
    <HeatCard
      info={info}
      axis={weekHours}
      title={t('explore.weekHours')}
      className="week-hours"
      labelled={{ column: 'ordered_at', type: 'timestamp' }}
      height={262}
      cellOf={({ min }) => ({ x: (min ?? 0) % 24, y: dayName(Math.floor((min ?? 0) / 24)) })}
      frame={() => ({
        x: { axis: { ...plain, labelAngle: 0, values: [0, 3, 6, 9, 12, 15, 18, 21] } },
        y: { scale: { domain: weekdays.map((_, at) => dayName(at)) }, axis: plain },
      })}
    />
  );
}

const plain = { title: null, domain: false, ticks: false, labelFontSize: 10 };
