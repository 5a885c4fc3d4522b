import { useEffect, useState } from 'react';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { dayAfter, startOfDay } from '../../../analysis/model/calendar-periods.ts';
import type { HeadlineName } from '../../../analysis/model/results/headline.ts';
import { cameBy, judgedFigures, type JudgedFigures } from '../../../analysis/model/results/judged-figures.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { ordersOpened, type Opens } from '../../../analysis/model/results/opened.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../../analysis/model/target.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import { count, minorPerMajor } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { Panel } from '../../parts/panel.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { call } from '../../state/jobs.ts';
import { project } from '../../state/project.ts';
import { useLatest } from '../../state/request.ts';
import { attempt } from '../../state/toasts.ts';
import { headlineName, type Judging } from '../money/words.ts';
import { YenCell } from '../money/yen-cell.tsx';
import { besideRows } from '../money/tables.ts';
import { HeadlineCell } from '../headline-cell.tsx';
import { maturedText } from '../maturity.ts';
import { headlineEstimate } from '../pictured.ts';
import type { ViewProps } from '../views.tsx';

const dayMs = 86_400_000;
const settleMs = 120;
const shown: readonly HeadlineName[] = ['passedBad', 'precision', 'recall', 'falsePerBad', 'alertRate'];

/** 「この日に見えていた結果」: the same rule set as its figures would have stood on an earlier day. */
export function AsOfPanel({ ruleSet, result, figures, info, given, openDecided }: ViewProps) {
  const { period, filter, target, asOf, currency } = result;
  const first = Date.parse(period?.from ?? '');
  const last = Date.parse(asOf ?? '');
  const [at, setAt] = useState(last);
  const day = new Date(at).toISOString().slice(0, 10);
  const asked = useSettled(day);
  const dated = result.maturity === 'measured' && Number.isFinite(first) && Number.isFinite(last);
  // Orders of later days were not there yet.
  const there = asked === asOf || !dated ? filter : cameBy(filter, startOfDay(dayAfter(asked, 1), info.timezone));
  const judged = { ...asRun(result), target, asOf: asked };
  const input = dated ? { ruleSet, parts: [], filter: there, judged } : null;
  const found = useLatest('backtest.breakdown', input, JSON.stringify([info.dataVersion, input]));
  if (!dated)
    return (
      <Panel title={t('judged.asOf')}>
        <p className="note">{t('judged.notMeasured')}</p>
      </Panel>
    );
  // The slider still moves, or its day is asked for.
  const age = { fresh: found.fresh && asked === day, busy: found.busy || asked !== day };
  // What is shown is of the day it answers, also while a later one is asked for.
  const of = found.asked ?? { filter: there, judged };
  const toldDay = of.judged?.asOf ?? asked;
  const perMajor = minorPerMajor(result.currency);
  const { assumptions } = figures;
  const then =
    found.value === null ? null : judgedFigures({ breakdown: found.value, target, period, assumptions, perMajor });
  const openThen = (opens: Opens) => openOrders(ordersOpened(opens, ruleSet, of.filter), of.judged);
  const openNow = ({ results: rows, states, byPerson }: Opens) => openDecided(rows, states, byPerson);
  const judging = { target, blocked: Math.max(result.blocked, then?.states.blocked ?? 0) };
  const toProject = () => attempt(async () => project.set(await call('project.update', { asOf: asked })));
  const picture = () =>
    estimatesPicture({
      ...{ label: t('judged.asOf'), axis: t('chart.share'), unit: 'share' },
      items: shown.flatMap((name) => {
        const now = figures.headlines.find((one) => one.name === name);
        if (now === undefined || now.unit !== 'share') return [];
        const own = { name: headlineName(judging, name), currency };
        return [
          headlineEstimate({
            ...{ ...own, one: then?.headline(name), series: t('judged.on', { day: toldDay }), open: openThen },
          }),
          headlineEstimate({ ...own, one: now, series: t('judged.now', { day: asOf ?? '–' }), open: openNow }),
        ];
      }),
    });
  return (
    <ResultPanel
      title={t('judged.asOf')}
      pictures={then === null ? [] : [picture()]}
      pictureNote={t('chart.rest')}
      age={age}
      table={then === null ? undefined : () => asOfRows(then, figures, { ...result, toldDay, judging })}
      actions={
        <Button small disabled={info.readOnly || asked === asOf} onClick={toProject}>
          {t('judged.asOfProject')}
        </Button>
      }
      above={
        <>
          <Explained>{t('judged.asOfNote')}</Explained>
          <label className="as-of-slider">
            <span>{t('judged.asOfDay')}</span>
            <input
              type="range"
              min={first}
              max={last}
              step={dayMs}
              value={at}
              aria-valuetext={day}
              onChange={(event) => setAt(event.target.valueAsNumber)}
            />
            <output className="mono">{day}</output>
          </label>
          <p className="note as-of-status" role="status">
            {age.busy ? t('judged.computing', { day }) : null}
          </p>
          {found.failure === null ? null : <FailureCallout failure={found.failure} />}
        </>
      }
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t('judged.asOf')}>
        <table className="table" data-testid="as-of">
          <thead>
            <tr>
              <th scope="col">{t('judged.figure')}</th>
              <th scope="col" className="num">
                {t('judged.on', { day: toldDay })}
              </th>
              <th scope="col" className="num">
                {t('judged.on', { day: asOf ?? '–' })}
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t('top.period')}</th>
              <td className="num">{periodOf(period, toldDay)}</td>
              <td className="num">{periodOf(period, null)}</td>
            </tr>
            <tr>
              <th scope="row">{t('backtest.maturity')}</th>
              {[then, result].map((side, at) => (
                <td key={at} className="num">
                  {side === null ? '–' : <div className="note cell-note">{maturedText(side)}</div>}
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row">{t('judged.ordersKnown')}</th>
              <td className="num">
                {then === null ? (
                  '–'
                ) : (
                  <KnownOrders
                    orders={then.orders}
                    known={then.states.bad + then.states.good}
                    open={(states) => openThen({ results, states })}
                  />
                )}
              </td>
              <td className="num">
                <KnownOrders
                  orders={result.rows}
                  known={result.bad + result.good}
                  open={(states) => openDecided(results, states)}
                />
              </td>
            </tr>
            {shown.map((name) => {
              const now = figures.headlines.find((one) => one.name === name);
              return (
                <tr key={name}>
                  <th scope="row">{headlineName(judging, name)}</th>
                  <HeadlineCell one={then?.headline(name)} currency={currency} onOpen={openThen} />
                  <HeadlineCell one={now} currency={currency} onOpen={openNow} />
                </tr>
              );
            })}
            <tr>
              <th scope="row">{t('money.perThousand')}</th>
              {then === null ? (
                <td className="num">{t('common.notMeasured')}</td>
              ) : (
                <YenCell
                  row="perThousand"
                  figures={then}
                  judged={{ target, currency, maturity: then.maturity }}
                  given={given}
                  open={(rows, states = outcomeStates) => openThen({ results: rows, states })}
                />
              )}
              <YenCell row="perThousand" {...{ figures, given }} judged={result} open={openDecided} />
            </tr>
          </tbody>
        </table>
      </div>
    </ResultPanel>
  );
}

/** From the first order to the day that is looked at, or to the last one. */
const periodOf = (period: BacktestResult['period'], day: string | null): string =>
  period === null ? '–' : `${period.from} – ${day === null || day > period.to ? period.to : day}`;

interface KnownOrdersProps {
  readonly orders: number;
  readonly known: number;
  readonly open: (states: readonly OutcomeState[]) => void;
}

function KnownOrders({ orders, known, open }: KnownOrdersProps) {
  return (
    <>
      <OrdersButton count={known} onOpen={() => open(['bad', 'good'])} /> /{' '}
      <OrdersButton count={orders} onOpen={() => open(outcomeStates)}>
        {t('common.orders', { count: count(orders) })}
      </OrdersButton>
    </>
  );
}

/** The same for a file, money in major units. */
function asOfRows(
  then: JudgedFigures,
  { headlines, money }: ViewProps['figures'],
  { toldDay, judging, ...result }: ViewProps['result'] & { readonly toldDay: string; readonly judging: Judging },
): ResultTable {
  const { currency, asOf, period, rows, bad, good } = result;
  const major = (minor: number | null) => (minor === null ? null : minor / minorPerMajor(currency));
  const now = (wanted: HeadlineName) => headlines.find(({ name }) => name === wanted);
  return [
    [t('judged.figure'), t('judged.on', { day: toldDay }), t('judged.on', { day: asOf ?? '–' })],
    [t('top.period'), periodOf(period, toldDay), periodOf(period, null)],
    [t('backtest.maturity'), maturedText(then), maturedText(result)],
    [t('save.orders'), then.orders, rows],
    [t('save.known'), then.states.bad + then.states.good, bad + good],
    ...shown.flatMap((name) => besideRows(headlineName(judging, name), [then.headline(name), now(name)], currency)),
    [t('money.perThousand'), major(then.money.perThousand), major(money.perThousand)],
  ];
}

/** The last value, once it has stayed the same for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
