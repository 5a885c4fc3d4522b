import { useMemo } from 'react';
import type { Marker } from '../../../analysis/model/markers.ts';
import {
  differenceOf,
  differentlyMatured,
  leastMaturedDays,
  maturedDaysOf,
  sidesAround,
  type Difference,
  type MaturedDays,
  type SideDays,
} from '../../../analysis/model/results/before-after.ts';
import { ordersOfPart, partAt } from '../../../analysis/model/results/breakdown.ts';
import { lastMaturedDay } from '../../../analysis/model/results/of-run.ts';
import {
  maturityOf,
  partFigures,
  type Measured,
  type PartFigure,
} from '../../../analysis/model/results/part-figures.ts';
import { timeFilter } from '../../../analysis/model/results/parts.ts';
import type { Cells } from '../../../analysis/model/results/tally.ts';
import { count, points, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { Button } from '../../parts/button.tsx';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { address, go } from '../../state/address.ts';
import { settled } from '../../state/latest.ts';
import { useStore } from '../../state/store.ts';
import type { ViewProps } from '../views.tsx';
import { FigureValue, type OfRun } from './figure-value.tsx';
import { figureName, figureWriter, fractionText, intervalText } from './figure-words.ts';
import { keyOf, Markers } from './markers.tsx';
import { useBreakdown, type Division } from './use-breakdown.ts';
import { apartCell, cellOf, type ResultTable } from '../../../analysis/model/results/result-file.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { plainFigure } from './figure-columns.tsx';

const spans = ['28', '91', 'all'] as const;

type Side = SideDays & { readonly matured: MaturedDays };

export type BeforeAfterProps = ViewProps & { readonly markers: readonly Marker[] };

/** Every figure before a marked date and from it on, with what differs. */
export function BeforeAfter({ open, info, markers, ...run }: BeforeAfterProps) {
  const { result, ruleSet, figures } = run;
  const { params } = useStore(address);
  const marker = markers.find((one) => keyOf(one) === params['marker']) ?? markers[0] ?? null;
  const span = spans.find((one) => one === params['span']) ?? '28';
  const { period } = result;
  const sides = useMemo(() => {
    const reach = span === 'all' ? Infinity : Number(span);
    return marker === null || period === null ? null : sidesAround(marker.day, period, reach, info.timezone);
  }, [marker?.day, period, span, info.timezone]);
  const division = useMemo<Division<readonly [SideDays, SideDays]> | null>(
    () => (sides === null ? null : { parts: sides.map(timeFilter), about: sides }),
    [sides],
  );
  const key = JSON.stringify([open.run.runId, info.dataVersion, ruleSet, result.filter, asRun(result), sides]);
  const asked = useBreakdown({ ruleSet, filter: result.filter, judged: asRun(result) }, division, key);
  const { value } = asked;
  const told = useMemo(() => {
    if (value === null) return null;
    const [before, after] = [partAt(value.breakdown.parts, 0), partAt(value.breakdown.parts, 1)];
    const matured = lastMaturedDay({ ...value.breakdown, target: result.target });
    const [a, b] = value.about.map((side): Side => ({ ...side, matured: maturedDaysOf(side, matured) }));
    if (a === undefined || b === undefined) return null;
    const both = { before, after, by: value.breakdown.entities.by, days: [a, b] as const };
    const dated = value.breakdown.maturity === 'measured';
    const ages = [maturityOf(before.cells, dated), maturityOf(after.cells, dated)] as const;
    const rows = partFigures(figures.money, figures.assumptions).map((figure) => ({
      figure,
      difference: differenceOf(figure, both),
    }));
    const cells = [before.cells, after.cells] as const;
    return { sides: [a, b] as const, cells, rows, ages, apart: dated && differentlyMatured(...ages) };
  }, [value, figures, result.target]);
  if (period === null) return null;
  return (
    <ResultPanel
      pictures={sides === null || told === null ? [] : [sharesPicture(told, result)]}
      pictureNote={t('chart.rest')}
      age={sides === null ? settled : asked}
      title={t('overTime.beforeAfter')}
      note={t('overTime.beforeAfterNote')}
      table={sides === null || told === null ? undefined : () => differenceRows(told, result)}
      actions={spans.map((one) => (
        <Button
          key={one}
          small
          look="quiet"
          aria-pressed={one === span}
          onClick={() => go({ params: { span: one }, replace: true })}
        >
          {t(`overTime.span.${one}`)}
        </Button>
      ))}
      above={
        <>
          <Markers markers={markers} chosen={marker} period={period} readOnly={info.readOnly} />
          {asked.failure === null ? null : <FailureCallout failure={asked.failure} />}
          {marker === null ? <p className="note">{t('overTime.noMarker')}</p> : null}
          {marker !== null && sides === null ? <p className="note">{t('overTime.oneSided')}</p> : null}
          {sides === null || told === null || !told.apart ? null : <Apart ages={told.ages} />}
        </>
      }
    >
      {sides === null || told === null ? null : <DifferenceTable told={told} run={run} />}
    </ResultPanel>
  );
}

type Age = ReturnType<typeof maturityOf>;

/** Says that the sides are not alike matured: of the table as of its picture. */
function Apart({ ages: [before, after] }: { readonly ages: readonly [Age, Age] }) {
  const share = ({ matured, purchases }: Age): string => rate(matured / Math.max(1, purchases));
  return (
    <Callout kind="warn">
      <p>{t('overTime.apart', { before: share(before), after: share(after) })}</p>
    </Callout>
  );
}

interface Told {
  readonly sides: readonly [Side, Side];
  readonly cells: readonly [Cells, Cells];
  readonly rows: readonly { readonly figure: PartFigure; readonly difference: Difference }[];
}

/** Shares on both sides, with their intervals. */
const sharesPicture = ({ rows }: Told, result: ViewProps['result']) =>
  estimatesPicture({
    ...{ label: t('overTime.beforeAfter'), axis: t('chart.share'), unit: 'share' },
    items: rows
      .filter(({ figure }) => figure.unit === 'share')
      .flatMap(({ figure, difference }) =>
        (['before', 'after'] as const).map((side) => {
          const { value, interval } = difference[side];
          const write = figureWriter(figure, result.currency);
          return {
            ...{ name: nameOf(figure, result), series: t(`overTime.side.${side}`), value, interval },
            text:
              value === null
                ? t('common.notMeasured')
                : `${write(value)} ${intervalText(difference[side], write)}\n${fractionText(figure, difference[side], result.currency)}`,
          };
        }),
      ),
  });

function DifferenceTable({ told, run }: { readonly told: Told; readonly run: OfRun }) {
  const { result } = run;
  const cell = (figure: PartFigure, measured: Measured, at: 0 | 1) => {
    const write = figureWriter(figure, result.currency);
    const filter = ordersOfPart(result.filter, timeFilter(told.sides[at]));
    return (
      <td className="num">
        <FigureValue {...{ figure, measured, filter, run }} cells={told.cells[at]} />
        <span className="figure-interval">{intervalText(measured, write)}</span>
      </td>
    );
  };
  return (
    <div className="scroll series-table" tabIndex={0} role="region" aria-label={t('overTime.beforeAfter')}>
      <table className="table sticky" data-testid="before-after">
        <thead>
          <tr>
            <th scope="col">{t('overTime.figure')}</th>
            {told.sides.map((side, at) => (
              <th key={side.first} scope="col" className="num">
                {t(at === 0 ? 'overTime.before' : 'overTime.after', { days: count(side.days) })}
                <span className="block note">{head(side)}</span>
                {side.matured.days === side.days ? null : (
                  <span className="block note matured-days">{maturedText(side)}</span>
                )}
              </th>
            ))}
            <th scope="col" className="num">
              {t('overTime.difference')}
            </th>
            <th scope="col">{t('overTime.says')}</th>
          </tr>
        </thead>
        <tbody>
          {told.rows.map(({ figure, difference }) => (
            <tr key={figure.name}>
              <th scope="row">{nameOf(figure, result)}</th>
              {cell(figure, difference.before, 0)}
              {cell(figure, difference.after, 1)}
              <td className="num">
                {difference.value === null ? '' : differenceText(figure, difference.value, result.currency)}
                <span className="figure-interval">
                  {difference.interval === null
                    ? ''
                    : rangeText(difference.interval, (value) => differenceText(figure, value, result.currency, true))}
                </span>
              </td>
              <td className="says">{saysOf(difference)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const head = (side: Side): string => `${side.first} – ${side.last}`;

/** The days that sums of outcomes are per day of. */
function maturedText({ first, matured: { last, days } }: Side): string {
  if (last === null) return t('overTime.noMaturedDay');
  const told = { from: first, to: last, days: count(days) };
  return days < leastMaturedDays
    ? t('overTime.fewMaturedDays', { ...told, least: count(leastMaturedDays) })
    : t('overTime.maturedDays', told);
}

/** The same for a file. */
const differenceRows = ({ sides: [before, after], rows }: Told, result: ViewProps['result']): ResultTable => [
  [t('overTime.figure'), head(before), head(after), t('overTime.difference'), t('money.low'), t('money.high')],
  ['', ...[before, after].map((side) => (side.matured.days === side.days ? '' : maturedText(side))), null, null, null],
  ...rows.map(({ figure, difference }) => {
    const { value } = plainFigure(figure, result.currency);
    return [
      nameOf(figure, result),
      ...[difference.before.value, difference.after.value].map((one) => cellOf(figure.unit, value(one))),
      ...[difference.value, difference.interval?.low ?? null, difference.interval?.high ?? null].map((one) =>
        apartCell(figure.unit, value(one)),
      ),
    ];
  }),
];

/** Sums are per day, as the sides may be of different lengths. */
function nameOf(figure: PartFigure, result: ViewProps['result']): string {
  const name = figureName(result, figure.name);
  return figure.whole === null ? t('overTime.perDay', { name }) : name;
}

/** `bare`: without the unit, as in an interval beside the difference. */
function differenceText(figure: PartFigure, value: number, currency: string, bare = false): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '±';
  if (figure.unit === 'share') {
    const size = points(Math.abs(value));
    return `${sign}${bare ? size : t('whatIf.points', { value: size })}`;
  }
  if (figure.unit === 'ratio') return `${sign}${Math.abs(value).toFixed(2)}`;
  return `${sign}${figureWriter(figure, currency)(Math.abs(value))}`;
}

function saysOf({ interval }: Difference): string {
  if (interval === null) return '';
  if (interval.low > 0) return t('overTime.more');
  return interval.high < 0 ? t('overTime.less') : t('overTime.maybe');
}
