import type { ReactNode } from 'react';
import type { Comparison, Difference, HeadlineDifference } from '../../../analysis/model/results/comparison.ts';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { fractionOf, type ClusterKind } from '../../../analysis/model/results/headline.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import type { Opens } from '../../../analysis/model/results/opened.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { apartCell, cellOf } from '../../../analysis/model/results/result-file.ts';
import { minorPerMajor, moneyShort } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { estimatesPicture, type Estimate } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import type { Age } from '../../state/latest.ts';
import { Formula } from '../money/formula.tsx';
import { moneyAxis } from '../pictured.ts';
import { apartWriter, denominatorOf, writer } from '../money/headline-words.ts';
import { headlineName, texts, yenName, type Judging } from '../money/words.ts';

export interface DifferenceTableProps {
  readonly comparison: Comparison;
  readonly judging: Judging;
  readonly currency: string;
  readonly before: string;
  readonly after: string;
  readonly age: Age;
  /** What the figures are of: period and as-of day. */
  readonly ground: string;
  readonly open: { readonly before: OpenSide; readonly after: OpenSide };
  /** What both are worth, where that is told. */
  readonly figures?: {
    readonly before: RunFigures;
    readonly after: RunFigures;
    readonly given: Assumptions;
  };
}

type OpenSide = (opens: Opens) => void;
type Write = (value: number) => string;

interface Line {
  readonly name: string;
  readonly difference: Difference;
  readonly write: Write;
  /** Of a difference: shares differ by points. */
  readonly apart: Write;
  readonly scale: number;
  readonly unit: 'share' | 'money' | 'other';
  readonly total: boolean;
  /** Its orders on one side, and what it divides there. */
  readonly side: (at: 'before' | 'after', text: string) => ReactNode;
}

const signed =
  (write: Write): Write =>
  (value) =>
    value === 0 ? write(0) : `${value > 0 ? '+' : '−'}${write(Math.abs(value))}`;

/** Every headline figure and what both are worth, with the difference, its paired interval and what the unknown make of it. */
export function DifferenceTable(props: DifferenceTableProps) {
  const { comparison, before, after, age, ground } = props;
  const lines = [...comparison.headlines.map((one) => headlineLine(props, one)), ...moneyLines(props)];
  const table = () => [
    [
      t('compare.figure'),
      before,
      after,
      t('compare.difference'),
      t('money.low'),
      t('money.high'),
      t('compare.bandLow'),
      t('compare.bandHigh'),
    ],
    ...lines.map(({ name, unit, difference, scale }) => {
      const { interval, band } = difference;
      const scaled = (value: number | null | undefined) =>
        value === null || value === undefined ? null : value / scale;
      const apart = [difference.value, interval?.low, interval?.high, band?.low, band?.high];
      return [
        ...[name, cellOf(unit, scaled(difference.before)), cellOf(unit, scaled(difference.after))],
        ...apart.map((value) => apartCell(unit, scaled(value))),
      ];
    }),
  ];
  return (
    <ResultPanel
      pictures={differencePictures(lines, props.currency)}
      pictureNote={t('chart.rest')}
      title={t('compare.differences')}
      note={`${pairedNote(comparison.by)} · ${ground}`}
      age={age}
      table={table}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t('compare.differences')}>
        <table className="table differences" data-testid="differences">
          <thead>
            <tr>
              <th scope="col">{t('compare.figure')}</th>
              {[before, after, t('compare.difference'), t('compare.paired'), t('compare.band')].map((title, i) => (
                <th key={i} scope="col" className="num">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <DifferenceRow key={line.name} line={line} />
            ))}
          </tbody>
        </table>
      </div>
    </ResultPanel>
  );
}

/** Differences of shares on one axis and of money on another, each with its paired interval. */
function differencePictures(lines: readonly Line[], currency: string) {
  const of = (unit: Line['unit']) => lines.filter((one) => one.unit === unit);
  const [shares, money] = [of('share'), of('money')];
  const items = (some: readonly Line[], per: number) =>
    some.map(({ name, difference: { value, interval, band }, apart }): Estimate => {
      const scaled = (ends: typeof interval | typeof band) =>
        ends === null ? null : { low: ends.low * per, high: ends.high * per };
      const range = interval === null ? '' : ` (${rangeText(interval, signed(apart))})`;
      return {
        ...{ name, value: value === null ? null : value * per, interval: scaled(interval), band: scaled(band) },
        text: value === null ? t('common.notMeasured') : `${signed(apart)(value)}${range}`,
      };
    });
  const ends = money.flatMap(({ difference: { value, interval } }) => [value, interval?.low, interval?.high]);
  return [
    estimatesPicture({
      ...{ label: t('compare.differenceOfShares'), axis: t('compare.differenceOfShares'), unit: 'sum' },
      items: items(shares, 100),
    }),
    ...(money.length === 0
      ? []
      : [
          estimatesPicture({
            ...{ label: t('compare.differenceOfMoney'), unit: 'sum', items: items(money, 1) },
            ...moneyAxis(t('compare.differenceOfMoney'), ends, currency),
          }),
        ]),
  ];
}

function DifferenceRow({ line: { name, difference, write, apart, total, side } }: { readonly line: Line }) {
  const { interval, band, value } = difference;
  const written = (of: number | null) => (of === null ? t('common.notMeasured') : write(of));
  return (
    <tr className={total ? 'total' : ''}>
      <th scope="row">{name}</th>
      <td className="num">{side('before', written(difference.before))}</td>
      <td className="num">{side('after', written(difference.after))}</td>
      <td className="num">{value === null ? '–' : signed(apart)(value)}</td>
      <td className="num note">
        {interval === null
          ? value === null || value === 0
            ? '–'
            : t('compare.tooFew')
          : rangeText(interval, signed(apart))}
      </td>
      <td className="num note">{band === null ? '–' : rangeText(band, signed(apart))}</td>
    </tr>
  );
}

function headlineLine({ judging, currency, open }: DifferenceTableProps, difference: HeadlineDifference): Line {
  const { name, unit, of } = difference;
  const write = writer(difference);
  const { opens } = fractionOf(name, 1);
  return {
    ...{ name: headlineName(judging, name), difference, write, scale: 1, total: false },
    unit: unit === 'share' ? 'share' : 'other',
    apart: apartWriter(difference),
    side: (at, text) => (
      <>
        <OrdersButton count={difference[at] === null ? 0 : of[at].part} onOpen={() => open[at](opens)}>
          {text}
        </OrdersButton>
        <div className="note">{denominatorOf({ name, value: difference[at], ...of[at] }, currency)}</div>
      </>
    ),
  };
}

function moneyLines({
  comparison: { money },
  judging: { target },
  currency,
  open,
  figures,
}: DifferenceTableProps): Line[] {
  if (money === null) return [];
  const write = (minor: number) => moneyShort(Math.round(minor), currency);
  return [...money.lines, money.net].map((difference) => ({
    ...{ name: yenName(target, difference.name), difference, write, apart: write },
    ...{ scale: minorPerMajor(currency), total: difference.name === 'net', unit: 'money' },
    side: (at, text) => {
      const told = figures?.[at].money;
      const line =
        told === undefined ? undefined : [...told.lines, told.net].find(({ name }) => name === difference.name);
      if (figures === undefined || line === undefined || difference[at] === null) return text;
      return (
        <Formula
          {...{ line, text }}
          {...(line.name === 'net' ? { parts: figures[at].money.lines } : {})}
          result={{ target, currency }}
          given={figures.given}
          cells={figures[at].cells}
          open={(rows, states = outcomeStates) => open[at]({ results: rows, states })}
        />
      );
    },
  }));
}

const pairedNote = (by: ClusterKind): string =>
  by === 'order' ? t('compare.pairedByOrder') : t('compare.pairedBy', { by: texts().clusters[by] });
