import { asRun } from '../../../analysis/model/results/judged.ts';
import { useMemo, useRef, useState } from 'react';
import { dayAfter } from '../../../analysis/model/calendar-periods.ts';
import { sidesAround } from '../../../analysis/model/results/before-after.ts';
import { failureOf, type Failure } from '../../../analysis/model/failure.ts';
import type { Filter } from '../../../analysis/model/filter.ts';
import { crossed, daysFilter, timeFilter } from '../../../analysis/model/results/parts.ts';
import { psiConventions, psiFloor } from '../../../analysis/model/results/stability.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import {
  firstAndLast,
  mostChanged,
  watchedBetween,
  worstChanged,
  type Share,
  type StabilityCalls,
  type Watched,
} from '../../../analysis/model/results/watched.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { binLabel } from '../../explore/bin-words.ts';
import { count, plain, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { columnName } from '../../i18n/values.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { call } from '../../state/jobs.ts';
import type { BeforeAfterProps } from './before-after.tsx';
import { periodsOf, periodText } from './periods.ts';
import { WorkProgress } from './work-progress.tsx';

interface Window {
  readonly label: string;
  readonly filter: Filter;
}

interface Answer {
  readonly key: string;
  readonly reference: Window;
  readonly current: Window;
  readonly watched: readonly Watched[];
}

/** 安定性: PSI of hits, decisions and of the columns that rules read, between two windows. */
export function StabilityPanel({ open, result, ruleSet, info, markers }: BeforeAfterProps) {
  const windows = useMemo(() => windowsOf(result, info, markers), [result.period, info.timezone, markers]);
  const [chosen, setChosen] = useState<readonly [string | null, string | null]>([null, null]);
  const [first, last] = firstAndLast(windows) ?? [];
  const reference = windows.find(({ label }) => label === chosen[0]) ?? first;
  const current = windows.find(({ label }) => label === chosen[1]) ?? last;
  const [running, setRunning] = useState<number | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const abort = useRef<AbortController | null>(null);
  const key = JSON.stringify([
    open.run.runId,
    info.dataVersion,
    ruleSet,
    result.filter,
    asRun(result),
    reference,
    current,
  ]);
  if (reference === undefined || current === undefined) return null;
  const start = async () => {
    const own = new AbortController();
    abort.current = own;
    setFailure(null);
    setRunning(0);
    try {
      const known = new Set(info.columns.filter(({ present }) => present).map(({ name }) => name));
      const judged = asRun(result);
      const between = { reference: reference.filter, current: current.filter };
      const asked = { ruleSet, filter: result.filter, judged, known, ...between };
      const watched = await watchedBetween(callsWith(own.signal), asked, setRunning);
      setAnswer({ key, reference, current, watched: worstChanged(watched) });
    } catch (error) {
      const found = failureOf(error);
      if (found.code !== 'cancelled') setFailure(found);
    } finally {
      setRunning(null);
    }
  };
  const choice = (place: 0 | 1, title: string, window: Window) => (
    <label className="row">
      <span className="label">{title}</span>
      <select
        className="select small"
        value={window.label}
        onChange={({ target }) => setChosen(place === 0 ? [target.value, chosen[1]] : [chosen[0], target.value])}
      >
        {windows.map(({ label }) => (
          <option key={label}>{label}</option>
        ))}
      </select>
    </label>
  );
  const old = answer !== null && answer.key !== key;
  return (
    <ResultPanel
      title={t('stability.title')}
      note={t('stability.note')}
      table={answer === null ? undefined : () => stabilityRows(answer, info)}
      pictures={answer === null ? [] : [stabilityPicture(answer, info)]}
      age={{ fresh: !old, busy: false }}
      above={
        <>
          <div className="row wrap">
            {choice(0, t('stability.reference'), reference)}
            {choice(1, t('stability.current'), current)}
            {running === null ? (
              <Button small icon="play" disabled={reference.label === current.label} onClick={() => void start()}>
                {t('stability.start')}
              </Button>
            ) : null}
          </div>
          {running === null ? null : (
            <WorkProgress label={t('stability.running')} share={running} onCancel={() => abort.current?.abort()} />
          )}
          {failure === null ? null : <FailureCallout failure={failure} />}
          {old ? <p className="note">{t('stability.old')}</p> : null}
        </>
      }
      below={
        <Explained>
          {t('stability.explain', { some: psiConventions.some, much: psiConventions.much, floor: plain(psiFloor) })}
        </Explained>
      }
    >
      {answer === null ? null : <StabilityTable answer={answer} filter={result.filter} info={info} />}
    </ResultPanel>
  );
}

const callsWith = (signal: AbortSignal): StabilityCalls => ({
  hits: (ask) => call('backtest.hits', ask, { signal }),
  column: (ask) => call('explore.column', ask, { signal }),
  breakdown: (ask) => call('backtest.breakdown', ask, { signal }),
});

/** Months, and the days before and from each marked date. */
function windowsOf(
  result: BeforeAfterProps['result'],
  { timezone }: ProjectInfo,
  markers: BeforeAfterProps['markers'],
): readonly (Window & { readonly covered: boolean })[] {
  const months = periodsOf(result, 'month', timezone).map((month) => ({
    ...{ label: periodText(month), filter: timeFilter(month), covered: month.covered === month.days },
  }));
  const { period } = result;
  if (period === null) return months;
  const sides = markers.flatMap((marker) => {
    if (sidesAround(marker.day, period, Infinity, timezone) === null) return [];
    const name = `${marker.day} ${marker.name}`;
    const beyond = dayAfter(period.to, 1);
    return [
      {
        ...{ label: t('stability.before', { name }), covered: false },
        filter: daysFilter(period.from, marker.day, timezone),
      },
      { label: t('stability.after', { name }), filter: daysFilter(marker.day, beyond, timezone), covered: false },
    ];
  });
  return [...months, ...sides];
}

const watchedName = ({ kind, name }: Watched, info: ProjectInfo): string =>
  kind === 'column' ? columnName(info, name) : kind === 'rule' ? name : t('stability.decisions');

/** For a file. */
function stabilityRows({ watched, reference, current }: Answer, info: ProjectInfo): ResultTable {
  return [
    [
      t('stability.what'),
      t('stability.kind'),
      'PSI',
      t('stability.limit'),
      t('stability.says'),
      reference.label,
      current.label,
    ],
    ...watched.map((one) => [
      ...[
        watchedName(one, info),
        t(`stability.kind.${one.kind}`),
        one.stability?.psi ?? null,
        one.stability?.limit ?? null,
      ],
      ...[t(`stability.says.${one.stability?.says ?? 'unmeasured'}`), one.orders.before, one.orders.after],
    ]),
  ];
}

/** How far each has moved, those that moved most first. */
const stabilityPicture = ({ watched }: Answer, info: ProjectInfo) =>
  estimatesPicture({
    ...{ label: t('stability.title'), axis: 'PSI', unit: 'sum' },
    items: watched.map((one) => {
      const { stability } = one;
      const says = t(`stability.says.${stability?.says ?? 'unmeasured'}`);
      return {
        name: watchedName(one, info),
        value: stability === null || stability.says === 'unmeasured' ? null : stability.psi,
        text: stability === null ? says : `PSI ${stability.psi.toFixed(4)} · ${says}`,
      };
    }),
  });

interface TableProps {
  readonly answer: Answer;
  readonly filter: Filter;
  readonly info: ProjectInfo;
}

function StabilityTable({ answer, filter, info }: TableProps) {
  const { watched } = answer;
  const shareName = ({ label }: Share, { profile, kind }: Watched) => {
    if (typeof label !== 'string')
      return profile === null
        ? ''
        : `${binLabel(label, profile, info)}${label.kind === 'hour' ? t('stability.hour') : ''}`;
    if (label === 'hit' || label === 'unevaluable' || label === 'new') return t(`stability.${label}`);
    return kind === 'decisions' ? label : '';
  };
  return (
    <div className="scroll series-table" tabIndex={0} role="region" aria-label={t('stability.title')}>
      <table className="table sticky" data-testid="stability">
        <thead>
          <tr>
            <th scope="col">{t('stability.what')}</th>
            <th scope="col" className="num">
              PSI
            </th>
            <th scope="col" className="num">
              {t('stability.limit')}
            </th>
            <th scope="col">{t('stability.says')}</th>
            <th scope="col">{t('stability.most')}</th>
            <th scope="col" className="num">
              {answer.reference.label}
              <span className="block note">{count(watched[0]?.orders.before ?? 0)}</span>
            </th>
            <th scope="col" className="num">
              {answer.current.label}
              <span className="block note">{count(watched[0]?.orders.after ?? 0)}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {watched.map((one) => {
            const most = mostChanged(one);
            const share = (side: 'before' | 'after', window: Window) => {
              const all = one.orders[side];
              if (most === null || all === 0) return '';
              const text = rate(most[side] / all);
              const own = most.filter;
              if (own === null) return text;
              const opened = crossed(crossed(filter, window.filter), own);
              return (
                <OrdersButton count={most[side]} onOpen={() => openOrders(opened)}>
                  {text}
                </OrdersButton>
              );
            };
            const { stability } = one;
            return (
              <tr key={`${one.kind} ${one.name}`}>
                <th scope="row">
                  <span className={one.kind === 'rule' ? 'mono' : ''}>{watchedName(one, info)}</span>{' '}
                  <span className="note">{t(`stability.kind.${one.kind}`)}</span>
                </th>
                <td className="num">
                  {stability === null || stability.says === 'unmeasured'
                    ? t('common.notMeasured')
                    : stability.psi.toFixed(4)}
                </td>
                <td className="num">{stability === null ? '' : stability.limit.toFixed(4)}</td>
                <td>
                  {t(`stability.says.${stability?.says ?? 'unmeasured'}`)}
                  {stability !== null && stability.floored > 0 ? (
                    <span className="note">
                      {' '}
                      {t('stability.floored', { count: count(stability.floored), bins: count(stability.bins) })}
                    </span>
                  ) : null}
                </td>
                <td>{most === null ? '' : shareName(most, one)}</td>
                <td className="num">{share('before', answer.reference)}</td>
                <td className="num">{share('after', answer.current)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
