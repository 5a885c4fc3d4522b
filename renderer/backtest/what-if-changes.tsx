import { useRef } from 'react';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import type { Assumptions } from '../../analysis/model/results/assumptions.ts';
import type { Headline, HeadlineName } from '../../analysis/model/results/headline.ts';
import type { RunFigures } from '../../analysis/model/results/of-run.ts';
import { apartCell, cellOf, type ResultTable } from '../../analysis/model/results/result-file.ts';
import { changePicture, type Change } from '../chart/change-picture.ts';
import { minorPerMajor, moneyShort } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { rangeText } from '../i18n/interval.ts';
import { useInSight } from '../parts/in-sight.ts';
import { ResultPanel } from '../parts/result-panel.tsx';
import type { Age } from '../state/latest.ts';
import type { OpenDecided } from './alert-results.ts';
import { HeadlineCell } from './headline-cell.tsx';
import { apartWriter, writer } from './money/headline-words.ts';
import { headlineName } from './money/words.ts';
import { yenRange, yenRowName, yenRows, yenTold, YenCell, type YenRow } from './money/yen-cell.tsx';
import { moneyAxis } from './pictured.ts';

/** A set with its figures, and what opens its orders. */
export interface TriedSide {
  readonly result: Pick<BacktestResult, 'target' | 'currency' | 'maturity' | 'blocked'>;
  readonly figures: Pick<RunFigures, 'headlines' | 'money' | 'clusters' | 'cells'>;
  readonly open: OpenDecided;
}

export interface WhatIfChangesProps {
  /** As it ran; null while nothing is changed, or it is being computed. */
  readonly before: TriedSide | null;
  readonly after: TriedSide;
  /** Whether the rules are others than those that ran. */
  readonly changed: boolean;
  readonly given: Assumptions;
  readonly age: Age;
}

/** One figure that changed. */
interface ChangedFigure {
  readonly name: string;
  readonly unit: Headline['unit'] | 'money';
  readonly before: number | null;
  readonly after: number | null;
  readonly interval: Change['interval'];
  readonly write: (value: number) => string;
  /** Of a difference, without its sign. */
  readonly apart: (value: number) => string;
  readonly of: { readonly headline: HeadlineName } | { readonly yen: YenRow };
  readonly open?: () => void;
}

/** 変わった指標: what of the figures is another with what is tried, before and after. */
export function WhatIfChanges({ before, after, changed, given, age }: WhatIfChangesProps) {
  // What nobody sees is not worth the wait of what is on the screen.
  const place = useRef<HTMLDivElement>(null);
  const seen = useInSight(place);
  const figures = before === null || !seen ? [] : changedFigures(before, after);
  const { currency } = after.result;
  return (
    <div ref={place}>
      <ResultPanel
        title={t('whatIf.changed')}
        className="what-if-changes"
        table={figures.length === 0 ? undefined : () => changesTable(figures, currency)}
        pictures={changePictures(figures, currency)}
        pictureNote={t('chart.rest')}
        age={age}
      >
        {!changed ? (
          <p className="note">{t('whatIf.nothingTried')}</p>
        ) : before === null || !seen ? (
          <div className={`what-if-waiting ${before === null ? 'skeleton' : ''}`} aria-busy={before === null} />
        ) : figures.length === 0 ? (
          <p className="note">{t('whatIf.sameFigures')}</p>
        ) : (
          <ChangesTable {...{ figures, before, after, given }} />
        )}
      </ResultPanel>
    </div>
  );
}

/** Every figure of the trade and in money that is another, in the order in which they stand everywhere. */
export function changedFigures(before: TriedSide, after: TriedSide): readonly ChangedFigure[] {
  const headlines = after.figures.headlines.flatMap((one): ChangedFigure[] => {
    const was = before.figures.headlines.find(({ name }) => name === one.name)?.value ?? null;
    if (was === one.value) return [];
    const write = writer(one);
    return [
      {
        ...{ name: headlineName(after.result, one.name), unit: one.unit, before: was, after: one.value, write },
        ...{ interval: one.interval, of: { headline: one.name } },
        apart: apartWriter(one),
        ...(one.part === 0 ? {} : { open: () => after.open(one.opens.results, one.opens.states, one.opens.byPerson) }),
      },
    ];
  });
  const write = (minor: number): string => moneyShort(Math.round(minor), after.result.currency);
  const yen = yenRows(after.figures.money).flatMap((row): ChangedFigure[] => {
    const [was, is] = [
      yenTold(before.figures.money, row, before.result),
      yenTold(after.figures.money, row, after.result),
    ];
    if (was === null || is === null || was.value === is.value) return [];
    return [
      {
        ...{ name: yenRowName(after.result.target, row), unit: 'money', before: was.value, after: is.value },
        ...{ interval: yenRange(is, after.figures.clusters), write, apart: write, of: { yen: row } },
      },
    ];
  });
  return [...headlines, ...yen];
}

const differenceOf = ({ before, after }: Pick<ChangedFigure, 'before' | 'after'>): number | null =>
  before === null || after === null ? null : after - before;

function differenceText(one: ChangedFigure): string {
  const value = differenceOf(one);
  if (value === null) return '–';
  return `${value > 0 ? '+' : '−'}${one.apart(Math.abs(value))}`;
}

/** For a file: shares of 1, amounts in major units. */
function changesTable(figures: readonly ChangedFigure[], currency: string): ResultTable {
  const perMajor = minorPerMajor(currency);
  return [
    [t('save.figure'), t('whatIf.was'), t('whatIf.is'), t('compare.difference'), t('money.low'), t('money.high')],
    ...figures.map((one) => {
      const per = one.unit === 'money' ? perMajor : 1;
      const major = (value: number | null | undefined) => (value === null || value === undefined ? null : value / per);
      return [
        ...[one.name, cellOf(one.unit, major(one.before)), cellOf(one.unit, major(one.after))],
        ...[differenceOf(one), one.interval?.low, one.interval?.high].map((value) => apartCell(one.unit, major(value))),
      ];
    }),
  ];
}

/** Shares on one axis, those of a hundredth of a per cent on another and money on a third. */
function changePictures(figures: readonly ChangedFigure[], currency: string) {
  const sides = [t('whatIf.was'), t('whatIf.is')] as const;
  const items = (unit: ChangedFigure['unit']): readonly Change[] =>
    figures
      .filter((one) => one.unit === unit)
      .map((one) => {
        const { name, before, after, interval, write, open } = one;
        const written = (value: number | null): string => (value === null ? t('common.notMeasured') : write(value));
        const range = interval === null ? '' : ` (${rangeText(interval, write)})`;
        return {
          ...{ name, before, after, interval, open },
          text: `${written(before)} → ${written(after)}${range}\n${differenceText(one)}`,
        };
      });
  const money = items('money');
  const ends = money.flatMap(({ before, after, interval }) => [before, after, interval?.low, interval?.high]);
  return [
    changePicture({
      ...{ label: `${t('whatIf.changed')}: ${t('chart.share')}`, axis: t('chart.share'), unit: 'share', sides },
      items: items('share'),
    }),
    changePicture({
      ...{ label: `${t('whatIf.changed')}: bp`, axis: 'bp', unit: 'number', per: 1e-4, sides, items: items('bp') },
    }),
    changePicture({
      ...{ label: `${t('whatIf.changed')}: ${t('money.title')}`, unit: 'number', sides, items: money },
      ...moneyAxis(t('money.title'), ends, currency),
    }),
  ];
}

interface ChangesTableProps extends Pick<WhatIfChangesProps, 'after' | 'given'> {
  readonly figures: readonly ChangedFigure[];
  readonly before: TriedSide;
}

function ChangesTable({ figures, before, after, given }: ChangesTableProps) {
  const cell = ({ of }: ChangedFigure, side: TriedSide) => {
    const { currency } = side.result;
    if ('yen' in of)
      return <YenCell row={of.yen} figures={side.figures} judged={side.result} given={given} open={side.open} />;
    return (
      <HeadlineCell
        one={side.figures.headlines.find(({ name }) => name === of.headline)}
        currency={currency}
        onOpen={(opens) => side.open(opens.results, opens.states, opens.byPerson)}
      />
    );
  };
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('whatIf.changed')}>
      <table className="table sticky" data-testid="what-if-changes">
        <thead>
          <tr>
            <th scope="col">{t('save.figure')}</th>
            {[t('whatIf.was'), t('whatIf.is'), t('compare.difference')].map((head) => (
              <th key={head} scope="col" className="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.name}</th>
              {cell(one, before)}
              {cell(one, after)}
              <td className="num">{differenceText(one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
