import { useMemo, useState } from 'react';
import type { DelayCurve } from '../../../analysis/model/maturity/delay-curve.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import {
  measuredShare as measured,
  ripeningNames,
  ripeningSeries,
  ripeningTotal,
  type MaturedWeek,
  type Ripening,
  type RipeningName,
  type Share,
} from '../../../analysis/model/results/matured-series.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import type { Paint } from '../../chart/theme.ts';
import { count, date, rate } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { Outdated } from '../../parts/outdated.tsx';
import { Panel } from '../../parts/panel.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { useLatest, type Age } from '../../state/request.ts';
import { alertResults } from '../alert-results.ts';
import { groundText } from '../maturity.ts';
import { headlineName } from '../money/words.ts';
import type { ViewProps } from '../views.tsx';

const height = 190;
const periods = [1, 4, 13] as const;
type Every = (typeof periods)[number];

/** Raw, of matured orders only and adjusted for what is still to be reported: the same share three times. */
export function RipeningPanel({ ruleSet, result, info, openDecided }: ViewProps) {
  const { filter, target } = result;
  const [name, setName] = useState<RipeningName>('precision');
  const [every, setEvery] = useState<Every>(4);
  const judged = asRun(result);
  const key = JSON.stringify([info.dataVersion, ruleSet, filter, judged]);
  const dated = result.maturity === 'measured';
  const weeks = useLatest('backtest.matured', dated ? { ruleSet, filter, judged } : null, key);
  const report = useLatest('maturity.report', dated ? { unit: 'month', judged } : null, key);
  if (!dated)
    return (
      <Panel title={t('judged.ripening')}>
        <p className="note">{t('judged.notMeasured')}</p>
      </Panel>
    );
  const failure = weeks.failure ?? report.failure;
  const title = (one: RipeningName) =>
    one === 'badRate' ? outcomeText(target, 'judged.badRate') : headlineName(result, one);
  return (
    <Panel
      title={t('judged.ripening')}
      className="ripening"
      note={groundText(result)}
      table={
        weeks.value === null || report.value === null
          ? undefined
          : ripeningRows(ripeningSeries(weeks.value, report.value.curve, name, every), title(name), info.timezone)
      }
      actions={
        <>
          <select
            className="select"
            aria-label={t('judged.figure')}
            value={name}
            onChange={(event) => setName(ripeningNames.find((one) => one === event.target.value) ?? name)}
          >
            {ripeningNames.map((one) => (
              <option key={one} value={one}>
                {title(one)}
              </option>
            ))}
          </select>
          <select
            className="select"
            aria-label={t('judged.every')}
            value={every}
            onChange={(event) => setEvery(periods.find((one) => String(one) === event.target.value) ?? every)}
          >
            {periods.map((one) => (
              <option key={one} value={one}>
                {t('judged.weeks', { count: one })}
              </option>
            ))}
          </select>
        </>
      }
    >
      {failure === null ? null : <FailureCallout failure={failure} />}
      {report.value !== null && report.value.curve === null ? (
        <Callout kind="warn">
          <p>{t('judged.noCurve')}</p>
        </Callout>
      ) : null}
      {weeks.value === null || report.value === null ? (
        failure === null ? (
          <div className="skeleton tall" aria-busy="true" />
        ) : null
      ) : (
        <Ripe
          {...{ name, every, target }}
          weeks={weeks.value}
          curve={report.value.curve}
          title={title(name)}
          timezone={info.timezone}
          age={{ fresh: weeks.fresh && report.fresh, busy: weeks.busy || report.busy }}
          onOpen={() => openDecided(name === 'badRate' ? results : alertResults, ['bad'])}
        />
      )}
    </Panel>
  );
}

interface RipeProps {
  readonly weeks: readonly MaturedWeek[];
  readonly curve: DelayCurve | null;
  readonly name: RipeningName;
  readonly every: Every;
  readonly title: string;
  readonly target: Target;
  readonly timezone: string;
  readonly age: Age;
  /** Opens the bad ones that are old enough. */
  readonly onOpen: () => void;
}

function Ripe({ weeks, curve, name, every, title, target, timezone, age, onOpen }: RipeProps) {
  const lang = useLanguage();
  const rows = useMemo(
    () => ripeningSeries(weeks, curve, name, every).map((one) => rowOf(one, timezone)),
    [weeks, curve, name, every, timezone, lang],
  );
  const total = useMemo(() => ripeningTotal(weeks, curve, name), [weeks, curve, name]);
  const percent = (value: unknown): string => (typeof value === 'number' ? rate(value) : '–');
  const columns = [
    { title: t('judged.from'), text: (row: Row) => String(row['name']) },
    { title: t('judged.raw'), text: (row: Row) => percent(row['raw']), numeric: true },
    { title: t('judged.matured'), text: (row: Row) => percent(row['matured']), numeric: true },
    { title: t('judged.adjusted'), text: (row: Row) => percent(row['adjusted']), numeric: true },
    { title: t('judged.ripe'), text: (row: Row) => percent(row['ripe']), numeric: true },
  ];
  return (
    <Outdated age={age}>
      <Chart
        label={`${t('judged.ripening')} ${title}`}
        spec={ripeningSpec}
        specKey={`ripening ${lang}`}
        {...{ rows, columns, height }}
      />
      <table className="table" data-testid="ripening">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col" className="num">
              {t('judged.value')}
            </th>
            <th scope="col">{t('judged.whole')}</th>
            <th scope="col">{t('judged.meaning')}</th>
          </tr>
        </thead>
        <tbody>
          <ShareRow kind="raw" share={total.raw} note={t('judged.rawNote')} />
          <ShareRow
            kind="matured"
            share={total.matured}
            note={t('judged.maturedNote', { days: target.horizonDays })}
            onOpen={onOpen}
          />
          <tr>
            <th scope="row">{t('judged.adjusted')}</th>
            <td className="num">
              {total.adjusted === null ? t('common.notMeasured') : rate(total.adjusted.value)}
              {total.adjusted === null || total.adjusted.low === null || total.adjusted.high === null ? null : (
                <div className="note nowrap">
                  {rangeText({ low: total.adjusted.low, high: total.adjusted.high }, rate)}
                </div>
              )}
            </td>
            <td>
              {total.adjusted === null
                ? ''
                : t('judged.adjustedOf', {
                    ...{ part: count(total.adjusted.part), whole: count(total.adjusted.whole) },
                    ripe: rate(total.adjusted.maturity),
                  })}
            </td>
            <td>{t('judged.adjustedNote')}</td>
          </tr>
        </tbody>
      </table>
    </Outdated>
  );
}

interface ShareRowProps {
  readonly kind: 'raw' | 'matured';
  readonly share: Share;
  readonly note: string;
  /** Opens the orders of the numerator, where a filter tells them. */
  readonly onOpen?: () => void;
}

function ShareRow({ kind, share, note, onOpen }: ShareRowProps) {
  const value = measured(share);
  return (
    <tr>
      <th scope="row">{t(`judged.${kind}`)}</th>
      <td className="num">
        <OrdersButton count={value === null || onOpen === undefined ? 0 : share.part} onOpen={() => onOpen?.()}>
          {value === null ? t('common.notMeasured') : rate(value)}
        </OrdersButton>
      </td>
      <td>{t('money.of', { part: count(share.part), whole: count(share.whole) })}</td>
      <td>{note}</td>
    </tr>
  );
}

function rowOf({ from, weeks, raw, matured, adjusted }: Ripening, timezone: string): Row {
  const name = date(from, timezone);
  const text = (label: string, share: Share) => {
    const value = measured(share);
    const of = t('money.of', { part: count(share.part), whole: count(share.whole) });
    return `${label}: ${value === null ? t('common.notMeasured') : rate(value)} (${of})`;
  };
  return {
    name,
    // The chart draws in UTC; the calendar day of the project's zone is what it has to show.
    day: Date.parse(name),
    ...{ raw: measured(raw), matured: measured(matured) },
    ...{ adjusted: adjusted?.value ?? null, ripe: adjusted?.maturity ?? null },
    ...{ low: adjusted?.low ?? null, high: adjusted?.high ?? null },
    tip: [
      `${name} ${t('judged.weeks', { count: weeks })}`,
      text(t('judged.raw'), raw),
      text(t('judged.matured'), matured),
      `${t('judged.adjusted')}: ${adjusted === null ? '–' : rate(adjusted.value)}`,
    ].join('\n'),
  };
}

/** The same for a file. */
const ripeningRows =
  (series: readonly Ripening[], title: string, timezone: string): (() => ResultTable) =>
  () => [
    [
      ...[t('judged.from'), ...kinds.map((kind) => `${title}: ${t(`judged.${kind}`)}`)],
      ...[t('money.low'), t('money.high'), t('judged.ripe')],
    ],
    ...series.map(({ from, raw, matured, adjusted }) => [
      ...[date(from, timezone), measured(raw), measured(matured), adjusted?.value ?? null],
      ...[adjusted?.low ?? null, adjusted?.high ?? null, adjusted?.maturity ?? null],
    ]),
  ];

const kinds = ['raw', 'matured', 'adjusted'] as const;

function ripeningSpec(paint: Paint): object {
  const x = {
    field: 'day',
    type: 'temporal',
    scale: { type: 'utc' },
    axis: { format: '%Y-%m-%d', title: null, tickCount: 8 },
  };
  const y = { type: 'quantitative', scale: { zero: true }, axis: { format: '.1~%', title: null, minExtent: 46 } };
  const range = [paint('immature'), paint('accent'), paint('bad')];
  const names = Object.fromEntries(kinds.map((kind) => [kind, t(`judged.${kind}`)]));
  const label = kinds.map((kind) => `datum.label === '${kind}' ? '${names[kind] ?? ''}'`).join(' : ');
  const color = { field: 'kind', scale: { domain: [...kinds], range }, legend: { labelExpr: `${label} : ''` } };
  return {
    encoding: { tooltip: { field: 'tip' } },
    layer: [
      {
        mark: { type: 'area', color: paint('bad'), opacity: 0.14 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        transform: [{ fold: [...kinds], as: ['kind', 'share'] }, { filter: 'isValid(datum.share)' }],
        mark: { type: 'line', point: { size: 22 } },
        encoding: {
          ...{ x, y: { ...y, field: 'share' }, color },
          strokeDash: { condition: { test: "datum.kind === 'adjusted'", value: [4, 3] }, value: [1, 0] },
        },
      },
    ],
  };
}
