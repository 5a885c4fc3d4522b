import type { Filter } from '../../../analysis/model/filter.ts';
import { maturityFloor } from '../../../analysis/model/maturity/adjusted-rate.ts';
import { isoOfDay } from '../../../analysis/model/maturity/calendar-day.ts';
import type { MaturityReport } from '../../../analysis/model/maturity/report.ts';
import {
  cohortUnits,
  ladderOf,
  type Cohort,
  type CohortTriangle,
  type CohortUnit,
} from '../../../analysis/model/maturity/triangle.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { count, moneyShort, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { go, openOrders } from '../../state/address.ts';
import { TriangleCells } from './triangle-cells.tsx';

export type Measure = 'bad' | 'amount';

export interface TriangleTableProps {
  readonly info: ProjectInfo;
  readonly report: MaturityReport;
  readonly triangle: CohortTriangle;
  readonly unit: CohortUnit;
  readonly measure: Measure;
  readonly stale: boolean;
  readonly onMeasure: (measure: Measure) => void;
}

/** Cumulative bad rate of each cohort by age. */
export function TriangleTable(props: TriangleTableProps) {
  const { info, report, triangle, measure, stale } = props;
  const ladder = ladderOf(triangle, measure);
  const whole = (cohort: Cohort) => (measure === 'bad' ? cohort.orders : cohort.amount);
  const write = (value: number) => (measure === 'bad' ? count(value) : moneyShort(value, info.currency));
  const largest = Math.max(
    ...triangle.cohorts.flatMap((one) => one.cells.map((cell) => cell[measure] / whole(one) || 0)),
  );
  const title = outcomeText(report.target, 'maturity.triangle');
  return (
    <Panel title={title} note={t('maturity.triangleNote')} actions={<Choices {...props} />}>
      <div className={`scroll triangle ${stale ? 'old-figures' : ''}`} tabIndex={0} role="group" aria-label={title}>
        <table className="table sticky">
          <thead>
            <tr>
              <th scope="col">{t('maturity.cohort')}</th>
              <th scope="col" className="num">
                {t(measure === 'bad' ? 'maturity.orders' : 'maturity.amount')}
              </th>
              {triangle.ages.map((days) => (
                <th key={days} scope="col" className="num">
                  {t('maturity.within', { days: count(days) })}
                </th>
              ))}
              <th scope="col" className="num" title={t('maturity.expectedHint', { floor: maturityFloor * 100 })}>
                {t('maturity.expected')}
              </th>
            </tr>
          </thead>
          <tbody>
            {triangle.cohorts.map((cohort, index) => (
              <TriangleCells
                key={cohort.from}
                name={cohortName(cohort, triangle.unit)}
                cohort={cohort}
                ages={triangle.ages}
                measure={measure}
                whole={whole(cohort)}
                largest={largest}
                write={write}
                target={report.target}
                expected={expectedRate(cohort, ladder, index, whole(cohort))}
                onOpen={() => openCohort(report, index, info.target)}
              />
            ))}
          </tbody>
          {report.curve === null ? null : (
            <tfoot>
              <tr>
                <th scope="row" colSpan={2}>
                  {t('maturity.ladderRow')}
                </th>
                {triangle.ages.map((days, index) => (
                  <td key={days} className="num">
                    {ladder.maturity[index] === undefined ? '–' : rate(ladder.maturity[index])}
                  </td>
                ))}
                <td />
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </Panel>
  );
}

/** Ultimate ÷ whole, unless the cohort's complete cells show too little of it. */
function expectedRate(
  { cells }: Cohort,
  ladder: ReturnType<typeof ladderOf>,
  index: number,
  whole: number,
): number | null {
  const complete = cells.filter((cell) => cell.complete).length;
  const ultimate = ladder.ultimates[index];
  if (ultimate === undefined || ultimate === null || whole === 0) return null;
  return (ladder.maturity[complete - 1] ?? 0) < maturityFloor ? null : ultimate / whole;
}

const cohortName = ({ from }: Cohort, unit: CohortUnit): string =>
  unit === 'month' ? isoOfDay(from).slice(0, 7) : isoOfDay(from);

function openCohort({ bounds, target, asOf }: MaturityReport, index: number, inUse: Target): void {
  const cohort = bounds[index];
  if (cohort === undefined) return;
  const iso = (ms: number) => new Date(ms).toISOString();
  const filter: Filter = {
    clauses: [{ kind: 'time', column: 'ordered_at', from: iso(cohort.from), to: iso(cohort.to) }],
  };
  openOrders(filter, target.id === inUse.id ? undefined : { target, asOf });
}

function Choices({ unit, measure, onMeasure }: TriangleTableProps) {
  return (
    <>
      <select
        className="select small"
        aria-label={t('maturity.unit')}
        title={t('maturity.unit')}
        value={unit}
        onChange={(event) => go({ params: { cohorts: event.target.value }, replace: true })}
      >
        {[...cohortUnits].reverse().map((one) => (
          <option key={one} value={one}>
            {t(`maturity.unit.${one}`)}
          </option>
        ))}
      </select>
      <select
        className="select small"
        aria-label={t('maturity.measure')}
        title={t('maturity.measure')}
        value={measure}
        onChange={(event) => onMeasure(event.target.value === 'amount' ? 'amount' : 'bad')}
      >
        {(['bad', 'amount'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`maturity.measure.${one}`)}
          </option>
        ))}
      </select>
    </>
  );
}
