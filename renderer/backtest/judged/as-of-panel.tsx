import { useEffect, useState } from 'react';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { dayAfter, startOfDay } from '../../../analysis/model/calendar-periods.ts';
import type { HeadlineName } from '../../../analysis/model/results/headline.ts';
import { cameBy, judgedFigures, type JudgedFigures } from '../../../analysis/model/results/judged-figures.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import { count, minorPerMajor, moneyShort } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { call } from '../../state/jobs.ts';
import { project } from '../../state/project.ts';
import { useLatest } from '../../state/request.ts';
import { attempt } from '../../state/toasts.ts';
import { writer } from '../money/headline-panel.tsx';
import { headlineName, rangeText } from '../money/words.ts';
import type { ViewProps } from '../views.tsx';

const dayMs = 86_400_000;
const settleMs = 120;
const shown: readonly HeadlineName[] = ['passedBad', 'precision', 'recall', 'falsePerBad', 'alertRate'];

/** 「この日に見えていた結果」: the same rule set as its figures would have stood on an earlier day. */
export function AsOfPanel({ ruleSet, result, figures, info }: ViewProps) {
  const { period, filter, target, asOf } = result;
  const first = Date.parse(period?.from ?? '');
  const last = Date.parse(asOf ?? '');
  const [at, setAt] = useState(last);
  const day = new Date(at).toISOString().slice(0, 10);
  const asked = useSettled(day);
  const dated = result.maturity === 'measured' && Number.isFinite(first) && Number.isFinite(last);
  const input = dated
    ? {
        ...{ ruleSet, parts: [] },
        // Orders of later days were not there yet.
        filter: asked === asOf ? filter : cameBy(filter, startOfDay(dayAfter(asked, 1), info.timezone)),
        judged: { ...asRun(result), target, asOf: asked },
      }
    : null;
  const found = useLatest('backtest.breakdown', input, JSON.stringify([info.dataVersion, input]));
  if (!dated)
    return (
      <Panel title={t('judged.asOf')}>
        <p className="note">{t('judged.notMeasured')}</p>
      </Panel>
    );
  const perMajor = minorPerMajor(result.currency);
  const { assumptions } = figures;
  const then =
    found.value === null ? null : judgedFigures({ breakdown: found.value, target, period, assumptions, perMajor });
  const toProject = () => attempt(async () => project.set(await call('project.update', { asOf: asked })));
  return (
    <Panel
      title={t('judged.asOf')}
      note={t('judged.asOfNote')}
      table={then === null ? undefined : () => asOfRows(then, figures, result, asked)}
      actions={
        <Button small disabled={info.readOnly || asked === asOf} onClick={toProject}>
          {t('judged.asOfProject')}
        </Button>
      }
    >
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
        {!found.busy && asked === day ? null : t('judged.computing', { day })}
      </p>
      {found.failure === null ? null : <FailureCallout failure={found.failure} />}
      <table
        className={`table ${found.fresh && asked === day ? '' : 'old-figures'}`}
        aria-busy={found.busy}
        data-testid="as-of"
      >
        <thead>
          <tr>
            <th scope="col">{t('judged.figure')}</th>
            <th scope="col" className="num">
              {t('judged.on', { day: asked })}
            </th>
            <th scope="col" className="num">
              {t('judged.on', { day: asOf ?? '–' })}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('judged.ordersKnown')}</th>
            <td className="num">{then === null ? '–' : knownOf(then.orders, then.states.bad + then.states.good)}</td>
            <td className="num">{knownOf(result.rows, result.bad + result.good)}</td>
          </tr>
          {shown.map((name) => {
            const now = figures.headlines.find((one) => one.name === name);
            return (
              <tr key={name}>
                <th scope="row">{headlineName(target, name)}</th>
                <HeadlineCell one={then?.headline(name)} />
                <HeadlineCell one={now} />
              </tr>
            );
          })}
          <tr>
            <th scope="row">{t('money.perThousand')}</th>
            <td className="num">{yen(then?.money.perThousand ?? null, result.currency)}</td>
            <td className="num">{yen(figures.money.perThousand, result.currency)}</td>
          </tr>
        </tbody>
      </table>
    </Panel>
  );
}

/** The same for a file, money in major units. */
function asOfRows(
  then: JudgedFigures,
  { headlines, money }: ViewProps['figures'],
  { target, currency, asOf, rows, bad, good }: ViewProps['result'],
  asked: string,
): ResultTable {
  const major = (minor: number | null) => (minor === null ? null : minor / minorPerMajor(currency));
  const now = (wanted: HeadlineName) => headlines.find(({ name }) => name === wanted)?.value ?? null;
  return [
    [t('judged.figure'), t('judged.on', { day: asked }), t('judged.on', { day: asOf ?? '–' })],
    [t('save.orders'), then.orders, rows],
    [t('save.known'), then.states.bad + then.states.good, bad + good],
    ...shown.map((name) => [headlineName(target, name), then.headline(name)?.value ?? null, now(name)]),
    [t('money.perThousand'), major(then.money.perThousand), major(money.perThousand)],
  ];
}

const knownOf = (orders: number, known: number): string =>
  t('judged.knownOf', { known: count(known), orders: count(orders) });

export const yen = (value: number | null, currency: string): string =>
  value === null ? t('common.notMeasured') : moneyShort(Math.round(value), currency);

export function HeadlineCell({ one }: { readonly one: ViewProps['figures']['headlines'][number] | undefined }) {
  const write = one === undefined ? String : writer(one);
  return (
    <td className="num">
      {one === undefined || one.value === null ? t('common.notMeasured') : write(one.value)}
      {one === undefined || one.interval === null ? null : (
        <span className="figure-interval"> {rangeText(one.interval, write)}</span>
      )}
    </td>
  );
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
