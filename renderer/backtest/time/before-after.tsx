import { useMemo } from 'react';
import { dayAfter, daysBetween, startOfDay } from '../../../analysis/expression/index.ts';
import type { Marker } from '../../../analysis/model/markers.ts';
import { differenceOf, differentlyMatured, type Difference } from '../../../analysis/model/results/before-after.ts';
import { ordersOfPart, partAt } from '../../../analysis/model/results/breakdown.ts';
import {
  maturityOf,
  partFigures,
  type Measured,
  type PartFigure,
} from '../../../analysis/model/results/part-figures.ts';
import { timeFilter } from '../../../analysis/model/results/parts.ts';
import { count, points, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { address, go, openOrders } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { rangeText } from '../money/words.ts';
import type { ViewProps } from '../views.tsx';
import { figureName, figureWriter, intervalText, ordersOfFigure } from './figure-words.ts';
import { keyOf, Markers } from './markers.tsx';
import { useBreakdown, type Division } from './use-breakdown.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { plainFigure } from './figure-columns.tsx';

const spans = ['28', '91', 'all'] as const;

/** Calendar days [first, last] on one side of a date, and the instants around them. */
interface Side {
  readonly first: string;
  readonly last: string;
  readonly days: number;
  readonly from: number;
  readonly to: number;
}

const sideOf = (first: string, beyond: string, zone: string): Side => ({
  ...{ first, last: dayAfter(beyond, -1), days: daysBetween(first, beyond) },
  ...{ from: startOfDay(first, zone), to: startOfDay(beyond, zone) },
});

/** The days before a date and from it on, within the period of the run; null where there are none on a side. */
function sidesOf(
  { day }: Marker,
  period: { readonly from: string; readonly to: string },
  span: (typeof spans)[number],
  zone: string,
): readonly [Side, Side] | null {
  const reach = span === 'all' ? Infinity : Number(span);
  const before = Math.min(reach, daysBetween(period.from, day));
  const after = Math.min(reach, daysBetween(day, period.to) + 1);
  if (before < 1 || after < 1) return null;
  return [sideOf(dayAfter(day, -before), day, zone), sideOf(day, dayAfter(day, after), zone)];
}

export type BeforeAfterProps = ViewProps & { readonly markers: readonly Marker[] };

/** Every figure before a marked date and from it on, with what differs. */
export function BeforeAfter({ open, result, ruleSet, figures, info, markers }: BeforeAfterProps) {
  const { params } = useStore(address);
  const marker = markers.find((one) => keyOf(one) === params['marker']) ?? markers[0] ?? null;
  const span = spans.find((one) => one === params['span']) ?? '28';
  const { period } = result;
  const sides = useMemo(
    () => (marker === null || period === null ? null : sidesOf(marker, period, span, info.timezone)),
    [marker?.day, period, span, info.timezone],
  );
  const division = useMemo<Division<readonly [Side, Side]> | null>(
    () => (sides === null ? null : { parts: sides.map(timeFilter), about: sides }),
    [sides],
  );
  const key = JSON.stringify([open.run.runId, info.dataVersion, ruleSet, result.filter, sides]);
  const asked = useBreakdown({ ruleSet, filter: result.filter, judged: asRun(result) }, division, key);
  const { value } = asked;
  const told = useMemo(() => {
    if (value === null) return null;
    const [before, after] = [partAt(value.breakdown.parts, 0), partAt(value.breakdown.parts, 1)];
    const [a, b] = value.about;
    const both = { before, after, by: value.breakdown.entities.by, days: { before: a.days, after: b.days } };
    const dated = value.breakdown.maturity === 'measured';
    const ages = [maturityOf(before.cells, dated), maturityOf(after.cells, dated)] as const;
    const rows = partFigures(figures.money, figures.assumptions).map((figure) => ({
      figure,
      difference: differenceOf(figure, both),
    }));
    return { sides: value.about, rows, ages, apart: dated && differentlyMatured(...ages) };
  }, [value, figures]);
  if (period === null) return null;
  return (
    <Panel
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
    >
      <Markers markers={markers} chosen={marker} period={period} readOnly={info.readOnly} />
      {asked.failure === null ? null : <FailureCallout failure={asked.failure} />}
      {marker === null ? <p className="note">{t('overTime.noMarker')}</p> : null}
      {marker !== null && sides === null ? <p className="note">{t('overTime.oneSided')}</p> : null}
      {sides === null || told === null ? null : (
        <div className={asked.fresh ? '' : 'old-figures'} aria-busy={!asked.fresh}>
          {told.apart ? (
            <Callout kind="warn">
              <p>
                {t('overTime.apart', {
                  before: rate(told.ages[0].matured / Math.max(1, told.ages[0].purchases)),
                  after: rate(told.ages[1].matured / Math.max(1, told.ages[1].purchases)),
                })}
              </p>
            </Callout>
          ) : null}
          <DifferenceTable told={told} result={result} ruleSet={ruleSet} />
        </div>
      )}
    </Panel>
  );
}

interface Told {
  readonly sides: readonly [Side, Side];
  readonly rows: readonly { readonly figure: PartFigure; readonly difference: Difference }[];
}

function DifferenceTable({ told, result, ruleSet }: Pick<ViewProps, 'result' | 'ruleSet'> & { readonly told: Told }) {
  const [before, after] = told.sides;
  const cell = (figure: PartFigure, measured: Measured, side: Side) => {
    const write = figureWriter(figure, result.currency);
    return (
      <td className="num">
        <OrdersButton
          count={measured.value === null ? 0 : measured.part}
          onOpen={() => openOrders(ordersOfFigure(figure, ruleSet, ordersOfPart(result.filter, timeFilter(side))))}
        >
          {measured.value === null ? t('common.notMeasured') : write(measured.value)}
        </OrdersButton>
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
              {cell(figure, difference.before, before)}
              {cell(figure, difference.after, after)}
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

/** The same for a file. */
const differenceRows = ({ sides: [before, after], rows }: Told, result: ViewProps['result']): ResultTable => [
  [t('overTime.figure'), head(before), head(after), t('overTime.difference'), t('money.low'), t('money.high')],
  ...rows.map(({ figure, difference }) => {
    const { value } = plainFigure(figure, result.currency);
    return [
      ...[nameOf(figure, result), value(difference.before.value), value(difference.after.value)],
      ...[difference.value, difference.interval?.low ?? null, difference.interval?.high ?? null].map(value),
    ];
  }),
];

/** Sums are per day, as the sides may be of different lengths. */
function nameOf(figure: PartFigure, { target }: ViewProps['result']): string {
  const name = figureName(target, figure.name);
  return figure.whole === null ? t('overTime.perDay', { name }) : name;
}

/** `bare`: without the unit, as in an interval beside the difference. */
function differenceText(figure: PartFigure, value: number, currency: string, bare = false): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '±';
  if (figure.unit === 'share') {
    const size = points(Math.abs(value));
    return `${sign}${bare ? size : t('overTime.points', { value: size })}`;
  }
  if (figure.unit === 'ratio') return `${sign}${Math.abs(value).toFixed(2)}`;
  return `${sign}${figureWriter(figure, currency)(Math.abs(value))}`;
}

function saysOf({ interval }: Difference): string {
  if (interval === null) return '';
  if (interval.low > 0) return t('overTime.more');
  return interval.high < 0 ? t('overTime.less') : t('overTime.maybe');
}
