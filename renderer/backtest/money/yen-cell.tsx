import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { yenInterval } from '../../../analysis/model/results/headline.ts';
import type { Interval } from '../../../analysis/model/results/intervals.ts';
import type { Money, YenLine, YenName } from '../../../analysis/model/results/money.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { count, moneyShort } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import type { OpenDecided } from '../alert-results.ts';
import { Formula } from './formula.tsx';
import { netNames, netsOf, type Net, type NetName } from './nets.ts';
import { yenName } from './words.ts';

/** A line of the money, or the net of all, of a month, of a thousand purchases. */
export type YenRow = YenName | NetName;

/** What a figure in money is made of. */
export interface YenTold {
  readonly line: YenLine;
  /** Null where it is not measured; minor units. */
  readonly value: number | null;
  readonly net: Net | null;
}

export function yenTold(money: Money, row: YenRow, judged: Pick<BacktestResult, 'maturity'>): YenTold | null {
  const net = netsOf(money, judged).find(({ name }) => name === row) ?? null;
  if (net !== null) return { line: money.net, value: net.value, net };
  const line = [...money.lines, ...money.beside].find(({ name }) => name === row);
  if (line === undefined) return null;
  return { line, value: money.cohort > 0 || row === 'review' ? line.value : null, net: null };
}

/** Its interval; null where it is not measured or too few groups tell. */
export function yenRange({ line, value, net }: YenTold, clusters: RunFigures['clusters']): Interval | null {
  const found = value === null || value === 0 ? null : yenInterval(line.linear, clusters);
  const per = net?.per ?? 1;
  return found === null ? null : { ...found, low: found.low * per, high: found.high * per };
}

export interface YenValueProps {
  readonly row: YenRow;
  readonly figures: Pick<RunFigures, 'money' | 'clusters' | 'cells'>;
  readonly judged: Pick<BacktestResult, 'target' | 'currency' | 'maturity'>;
  readonly given: Assumptions;
  readonly open: OpenDecided;
}

/** A figure in money in a table: it opens its formula; beneath are interval, what it is of, and what the blocked may make of it. */
export function YenValue({ row, figures, judged, given, open }: YenValueProps) {
  const { money, clusters, cells } = figures;
  const told = yenTold(money, row, judged);
  const interval = told === null ? null : yenRange(told, clusters);
  if (told === null || told.value === null) return t('common.notMeasured');
  const write = (minor: number) => moneyShort(Math.round(minor), judged.currency);
  const { line, value, net } = told;
  const band = net === null ? null : money.band;
  const notes = [
    ...(interval === null ? [] : [rangeText(interval, write)]),
    ...(net === null ? [] : [net.of]),
    ...(band === null || net === null
      ? []
      : [
          t('money.bandShort', {
            range: rangeText({ low: band.low * net.per, high: band.high * net.per }, write),
            count: count(band.unknown),
          }),
        ]),
  ];
  return (
    <>
      <Formula
        {...{ line, given, cells, open }}
        result={judged}
        text={write(value)}
        {...(net === null ? {} : { parts: money.lines, net })}
      />
      {notes.map((note) => (
        <div key={note} className="note cell-note">
          {note}
        </div>
      ))}
    </>
  );
}

export const YenCell = (props: YenValueProps) => (
  <td className="num">
    <YenValue {...props} />
  </td>
);

/** What a row is called. */
export const yenRowName = (target: Target, row: YenRow): string =>
  row === 'perMonth' || row === 'perThousand' ? t(`money.${row}`) : yenName(target, row);

/** Every row of a run's money that adds up. */
export const yenRows = ({ lines }: Money): readonly YenRow[] => [...lines.map(({ name }) => name), ...netNames];
