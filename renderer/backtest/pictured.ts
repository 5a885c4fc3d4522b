import type { Headline } from '../../analysis/model/results/headline.ts';
import type { Opens } from '../../analysis/model/results/opened.ts';
import { outcomeStates, type OutcomeState } from '../../analysis/model/target.ts';
import type { Picture, Row } from '../chart/chart.tsx';
import type { Estimate } from '../chart/pictures.ts';
import type { Paint } from '../chart/theme.ts';
import { count, minorPerMajor, rate } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { rangeText } from '../i18n/interval.ts';
import { denominatorOf, writer } from './money/headline-words.ts';

export interface HeadlineEstimateOf {
  readonly one: Headline | undefined;
  readonly name: string;
  readonly series?: string;
  readonly currency: string;
  readonly open?: (opens: Opens) => void;
}

/** A figure of the trade as a line of a picture: written with its interval and fraction. */
export function headlineEstimate({ one, name, series, currency, open }: HeadlineEstimateOf): Estimate {
  const own = { name, ...(series === undefined ? {} : { series }) };
  if (one === undefined || one.value === null) return { ...own, value: null, text: t('common.notMeasured') };
  const write = writer(one);
  const range = one.interval === null ? '' : ` (${rangeText(one.interval, write)})`;
  return {
    ...{ ...own, value: one.value, interval: one.interval, band: one.band },
    text: `${write(one.value)}${range}\n${denominatorOf(one, currency)}`,
    ...(open === undefined || one.part === 0 ? {} : { open: () => open(one.opens) }),
  };
}

const man = 10_000;

/** An axis of amounts: what it says, and what divides minor units so that it has that unit. */
export function moneyAxis(
  title: string,
  amounts: readonly (number | null | undefined)[],
  currency: string,
): { readonly axis: string; readonly per: number } {
  const perMajor = minorPerMajor(currency);
  const most = Math.max(0, ...amounts.map((one) => Math.abs(one ?? 0))) / perMajor;
  const inMan = language.get() === 'ja' && currency === 'JPY' && most >= 10 * man;
  const unit = inMan ? t('cut.unitMan') : currency === 'JPY' ? t('cut.unitYen') : currency;
  return { axis: t('chart.withUnit', { title, unit }), per: inMan ? perMajor * man : perMajor };
}

export interface StatesOf {
  readonly name: string;
  /** Orders, or their amounts. */
  readonly values: Readonly<Record<OutcomeState, number>>;
  readonly open?: (state: OutcomeState) => void;
}

/** A measure of each outcome state. */
export function byState<M extends string>(
  states: Readonly<Record<OutcomeState, Readonly<Record<M, number>>>>,
  measure: M,
): StatesOf['values'] {
  const { bad, good, immature, blocked, excluded } = states;
  return {
    ...{ bad: bad[measure], good: good[measure], immature: immature[measure] },
    ...{ blocked: blocked[measure], excluded: excluded[measure] },
  };
}

export interface StatesPictureOf {
  readonly label: string;
  /** What each state is called. */
  readonly word: (state: OutcomeState) => string;
  readonly lines: readonly StatesOf[];
  /** What the values are where they are not orders: how the axis calls their shares, and how they are written. */
  readonly axis?: string;
  readonly write?: (value: number) => string;
}

/** How orders ended, one bar of 100 % for each line; how many they are stands at its end. */
export function statesPicture(of: StatesPictureOf): Picture {
  const { label, word, lines, axis = t('chart.shareOfOrders'), write = count } = of;
  const shown = lines.filter(({ values }) => outcomeStates.some((state) => values[state] > 0));
  const rows = shown.flatMap(({ name, values }, line): Row[] => {
    const all = outcomeStates.reduce((sum, state) => sum + values[state], 0);
    return outcomeStates.map((state, rank): Row => ({
      ...{ line, name, state, rank, share: values[state] / all, all: write(all) },
      tip: `${name}\n${word(state)}: ${write(values[state])} (${rate(values[state] / all)})`,
    }));
  });
  const words = outcomeStates.map(word);
  const names = shown.map(({ name }) => name);
  return {
    ...{ label, rows, height: 70 + 24 * shown.length, viewHeight: 460 },
    spec: (paint) => statesSpec(paint, { words, names, axis }),
    specKey: JSON.stringify([label, words, names, axis]),
    onPick: (row) => {
      const state = outcomeStates.find((one) => one === row['state']);
      if (state !== undefined) shown[Number(row['line'])]?.open?.(state);
    },
  };
}

interface StatesLook {
  readonly words: readonly string[];
  readonly names: readonly string[];
  readonly axis: string;
}

function statesSpec(paint: Paint, { words, names, axis }: StatesLook): object {
  const labels = outcomeStates.map((state, at) => `datum.label === '${state}' ? '${words[at] ?? ''}'`).join(' : ');
  const range = [paint('bad'), paint('good'), paint('immature'), paint('blocked'), paint('line-strong')];
  return {
    encoding: {
      y: {
        ...{ field: 'name', type: 'nominal', sort: [...names] },
        axis: { title: null, labelLimit: 260, domain: false, ticks: false },
      },
    },
    layer: [
      {
        mark: { type: 'bar', height: 14 },
        encoding: {
          x: {
            ...{ field: 'share', type: 'quantitative', stack: 'zero', scale: { domain: [0, 1.14], nice: false } },
            axis: { format: '.0%', title: axis, values: [0, 0.25, 0.5, 0.75, 1], grid: true },
          },
          color: {
            ...{ field: 'state', type: 'nominal', scale: { domain: [...outcomeStates], range } },
            legend: { labelExpr: `${labels} : ''`, symbolType: 'square' },
          },
          order: { field: 'rank', type: 'quantitative' },
          tooltip: { field: 'tip' },
        },
      },
      {
        transform: [{ filter: 'datum.rank === 0' }],
        mark: { type: 'text', align: 'left', dx: 4 },
        encoding: { x: { datum: 1, type: 'quantitative' }, text: { field: 'all' } },
      },
    ],
  };
}
