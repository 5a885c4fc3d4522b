import { currencyDigits } from '../expression/index.ts';
import type { Bin } from '../model/explore.ts';
import { fill } from '../model/messages/index.ts';
import { headlineTitle, resultMessages } from '../model/messages/results.ts';
import type { Filter } from '../model/filter.ts';
import { ordersOfPart, type Breakdown } from '../model/results/breakdown.ts';
import type { RunFigures } from '../model/results/of-run.ts';
import {
  measuredParts,
  partFigures,
  type MeasuredPart,
  type PartFigure,
  type PartMaturity,
} from '../model/results/part-figures.ts';
import type { BacktestResult } from '../model/backtest.ts';
import type { Language } from './messages.ts';
import { resultsTexts } from './results-texts.ts';
import { percent } from './told-rows.ts';

/** The parts of a backtest, in their order, with the sums of each; null where there is no order. */
export interface Divided {
  readonly by: string;
  readonly parts: readonly {
    readonly label: string;
    readonly filter: Filter;
    /** Of periods: calendar days, and how many of them orders cover. */
    readonly period?: {
      readonly first: string;
      readonly last: string;
      readonly days: number;
      readonly covered: number;
    };
  }[];
  readonly breakdown: Breakdown | null;
}

/** A bar of a column: its value, its bounds, or what kind of bar it is. */
export const binText = ({ label, kind, min, max }: Pick<Bin, 'label' | 'kind' | 'min' | 'max'>): string =>
  label ?? (kind === 'range' || kind === 'hour' ? `${min ?? ''}..${max ?? ''}` : kind);

const columns = (divided: Divided, figure: PartFigure): readonly MeasuredPart[] =>
  divided.breakdown === null ? [] : measuredParts(figure, divided.breakdown, divided.parts.length);

/** Every figure of every part, for JSON; `settled` is false where it will change as orders mature. */
export function dividedJson(divided: Divided, { money, assumptions }: RunFigures, { filter }: BacktestResult): object {
  const all = partFigures(money, assumptions).map((figure) => ({ figure, of: columns(divided, figure) }));
  return {
    by: divided.by,
    parts: divided.parts.map(({ label, filter: part, period }, at) => ({
      label,
      ...(period === undefined
        ? {}
        : { first: period.first, last: period.last, days: period.days, covered: period.covered }),
      filter: ordersOfPart(filter, part),
      maturity: all[0]?.of[at]?.maturity,
      figures: Object.fromEntries(
        all.map(({ figure, of }) => [
          figure.name,
          { unit: figure.unit, ...of[at]?.measured, settled: of[at]?.settled ?? false },
        ]),
      ),
    })),
  };
}

const told = ['orders', 'alertRate', 'precision', 'recall', 'net'] as const;

/** A line for every part. */
export function dividedSummary(
  divided: Divided,
  { money, assumptions }: RunFigures,
  { currency, blocked }: Pick<BacktestResult, 'currency' | 'blocked'>,
  language: Language,
): string[] {
  const perMajor = 10 ** currencyDigits(currency);
  const texts = resultMessages(language);
  const figures = partFigures(money, assumptions).filter(({ name }) => told.some((one) => one === name));
  const words = { badWord: '', goodWord: '' };
  const name = (figure: PartFigure): string =>
    figure.name === 'alertRate' || figure.name === 'precision' || figure.name === 'recall'
      ? fill(headlineTitle(texts, figure.name, blocked), words)
      : figure.name === 'net'
        ? texts.yen.net
        : texts.measures.orders;
  const cells = figures.map((figure) => ({ figure, of: columns(divided, figure) }));
  return divided.parts.map(({ label }, at) =>
    [
      label,
      ...cells.map(({ figure, of }) => `${name(figure)} ${valueText(figure, of[at], perMajor)}`),
      ageText(cells[0]?.of[at]?.maturity, language),
    ].join('  '),
  );
}

function ageText(age: PartMaturity | undefined, language: Language): string {
  const { ages } = resultsTexts(language);
  if (age === undefined) return ages.empty;
  return fill(ages[age.kind], { old: age.matured, all: age.purchases });
}

function valueText({ unit }: PartFigure, part: MeasuredPart | undefined, perMajor: number): string {
  const value = part?.measured.value ?? null;
  if (value === null) return '–';
  if (unit === 'share') return percent(value);
  return Math.round(unit === 'money' ? value / perMajor : value).toLocaleString('en-US');
}
