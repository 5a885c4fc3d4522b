import { useMemo } from 'react';
import { failureOf, type Failure } from '../../../analysis/model/failure.ts';
import type { PartFigure } from '../../../analysis/model/results/part-figures.ts';
import { ordersOfPart } from '../../../analysis/model/results/breakdown.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { binFilter } from '../../../analysis/model/results/parts.ts';
import {
  leastOrders,
  mostShown,
  scanColumns,
  scanLevel,
  scanOf,
  type Apart,
  type ScanGround,
} from '../../../analysis/model/results/scan.ts';
import { count, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { openOrders } from '../../state/address.ts';
import { call } from '../../state/jobs.ts';
import { createStore, useStore } from '../../state/store.ts';
import { WorkProgress } from '../time/work-progress.tsx';
import { barLabel, divisionName } from './divisions.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import type { ViewProps } from '../views.tsx';
import { moneyAxis } from '../pictured.ts';
import { figureName, figureWriter, fractionText, intervalText, ordersOfFigure } from '../time/figure-words.ts';
import { FigureCells, FigureHeads, figureNumbers, figureTitles, ordersIn } from '../time/figure-columns.tsx';

/** What was scanned last, or is being; it goes on while other rooms are looked at. */
const scanning = createStore<{
  readonly key: string;
  readonly ground: ScanGround | null;
  /** Null when it has ended. */
  readonly running: { readonly share: number; readonly cancel: () => void } | null;
  readonly failure: Failure | null;
} | null>(null);

export type ScanPanelProps = ViewProps & { readonly figure: PartFigure };

/** 全列の走査: segments of every column known at screening whose figure chance does not explain. */
export function ScanPanel(props: ScanPanelProps) {
  const { open, result, ruleSet, info, figure } = props;
  const state = useStore(scanning);
  const key = JSON.stringify([open.run.runId, info.dataVersion, ruleSet, result.filter, asRun(result)]);
  const own = state?.key === key ? state : null;
  const ground = own?.ground ?? null;
  const scan = useMemo(() => (ground === null ? null : scanOf(figure, ground)), [ground, figure]);
  const columns = info.columns.filter(
    ({ present, knownAt, name }) => present && knownAt === 'screening' && name !== 'event_id',
  );
  const start = async () => {
    scanning.get()?.running?.cancel();
    const abort = new AbortController();
    const { signal } = abort;
    const told = (share: number) => {
      if (!signal.aborted)
        scanning.set({ key, ground: null, running: { share, cancel: () => abort.abort() }, failure: null });
    };
    const { filter } = result;
    const judged = asRun(result);
    const ended = (found: ScanGround | null, failure: Failure | null) => {
      // A later scan has its own place.
      if (scanning.get()?.key === key) scanning.set({ key, ground: found, running: null, failure });
    };
    told(0);
    try {
      const found = await scanColumns(
        columns.map(({ name }) => name),
        {
          column: (column) => call('explore.column', { column, filter, judged }, { signal }),
          breakdown: (parts) => call('backtest.breakdown', { ruleSet, filter, judged, parts }, { signal }),
          done: (done) => told(done / columns.length),
        },
      );
      ended(found, null);
    } catch (error) {
      const failure = failureOf(error);
      ended(null, failure.code === 'cancelled' ? null : failure);
    }
  };
  return (
    <ResultPanel
      pictures={scan === null || scan.apart.length === 0 ? [] : [apartPicture(props, scan.apart)]}
      title={t('segments.scan')}
      note={t('segments.scanNote', { columns: count(columns.length) })}
      table={scan === null || scan.apart.length === 0 ? undefined : () => apartRows(props, scan.apart)}
      above={
        <>
          {own?.running ? (
            <WorkProgress label={t('segments.scanning')} share={own.running.share} onCancel={own.running.cancel} />
          ) : (
            <div className="row">
              <Button small icon="play" onClick={() => void start()}>
                {t(ground === null ? 'segments.startScan' : 'segments.scanAgain')}
              </Button>
            </div>
          )}
          {own?.failure ? <FailureCallout failure={own.failure} /> : null}
          {scan === null || ground === null ? null : (
            <>
              <p data-testid="scan-told">
                {scan.tested === 0
                  ? t('segments.noTest')
                  : t('segments.told', {
                      columns: count(ground.columns),
                      segments: count(scan.tested),
                      small: count(ground.small),
                      least: count(leastOrders),
                      found: count(scan.found),
                      level: rate(scanLevel),
                    })}
              </p>
            </>
          )}
        </>
      }
      below={
        <>
          {scan !== null && scan.found > mostShown ? (
            <Explained>{t('segments.more', { count: count(mostShown) })}</Explained>
          ) : null}
          <Explained>{t('segments.explain')}</Explained>
        </>
      }
    >
      {scan === null || scan.apart.length === 0 ? null : <ApartTable {...props} apart={scan.apart} />}
    </ResultPanel>
  );
}

/** Segments that chance does not explain, each with its interval. */
function apartPicture({ figure, result, ruleSet, info }: ScanPanelProps, apart: readonly Apart[]) {
  const write = figureWriter(figure, result.currency);
  const name = figureName(result, figure.name);
  const values = apart.map(({ measured }) => measured.value);
  const axis =
    figure.unit === 'money'
      ? moneyAxis(name, values, result.currency)
      : figure.unit === 'bp'
        ? { axis: t('chart.withUnit', { title: name, unit: 'bp' }), per: 1e-4 }
        : { axis: name };
  return estimatesPicture({
    ...{ label: t('segments.scan'), unit: figure.unit === 'share' ? 'share' : 'number', ...axis },
    items: apart.map((one) => {
      const { value, interval } = one.measured;
      const filter = ordersOfPart(result.filter, binFilter(one.bin));
      return {
        name: `${divisionName(info, one.profile.column)}: ${barLabel(one.bin, one.profile, info)}`,
        ...{ value, interval, open: () => openOrders(ordersOfFigure(figure, ruleSet, filter)) },
        text: [
          value === null ? t('common.notMeasured') : write(value),
          intervalText(one.measured, write),
          fractionText(figure, one.measured, result.currency),
        ]
          .filter((line) => line !== '')
          .join('\n'),
      };
    }),
  });
}

function ApartTable({ figure, info, apart, ...run }: ScanPanelProps & { readonly apart: readonly Apart[] }) {
  const { result } = run;
  const label = ({ profile, bin }: Apart) => barLabel(bin, profile, info);
  return (
    <div className="scroll series-table" tabIndex={0} role="region" aria-label={t('segments.scan')}>
      <table className="table sticky" data-testid="scan">
        <thead>
          <tr>
            <th scope="col">{t('segments.segment')}</th>
            <FigureHeads figure={figure} judging={result} />
            <th scope="col">{t('overTime.says')}</th>
            <th scope="col" className="num">
              {t('segments.q')}
            </th>
          </tr>
        </thead>
        <tbody>
          {apart.map((one) => {
            const filter = ordersOfPart(result.filter, binFilter(one.bin));
            return (
              <tr key={`${one.profile.column} ${label(one)}`}>
                <th scope="row">
                  {divisionName(info, one.profile.column)}: {label(one)}
                </th>
                <FigureCells
                  {...{ figure, filter, run }}
                  measured={one.measured}
                  cells={one.part.cells}
                  orders={ordersIn(one)}
                />
                <td className="says">{t(one.worse ? 'segments.worse' : 'segments.better')}</td>
                <td className="num">{one.q < 1e-4 ? '< 0.0001' : one.q.toFixed(4)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The same for a file. */
const apartRows = ({ figure, result, info }: ScanPanelProps, apart: readonly Apart[]): ResultTable => [
  [t('segments.column'), t('segments.segment'), ...figureTitles(figure, result), t('segments.q')],
  ...apart.map((one) => [
    ...[divisionName(info, one.profile.column), barLabel(one.bin, one.profile, info)],
    ...[...figureNumbers(figure, one.measured, ordersIn(one), result.currency), one.q],
  ]),
];
