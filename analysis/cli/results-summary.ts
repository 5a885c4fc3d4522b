import { currencyDigits } from '../expression/index.ts';
import { fill } from '../model/messages/index.ts';
import { resultMessages } from '../model/messages/results.ts';
import { assumptionNames, basisOf } from '../model/results/assumptions.ts';
import type { Headline } from '../model/results/headline.ts';
import { figuresOf, type RunFigures } from '../model/results/of-run.ts';
import { fewCarriers, yenInterval } from '../model/results/headline.ts';
import type { Interval } from '../model/results/intervals.ts';
import type { YenLine } from '../model/results/money.ts';
import type { BacktestResult } from '../model/backtest.ts';
import type { Breakdown } from '../model/results/breakdown.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { TallySums } from '../model/results/tally.ts';
import { isBillKind, type Target } from '../model/target.ts';
import { dividedJson, dividedSummary, type Divided } from './by-summary.ts';
import type { Language } from './messages.ts';
import { notMeasured } from './summary.ts';
import { studyJson, studyLines, type CutStudy, type SplitRun } from './split-summary.ts';
import { splitTexts } from './split-texts.ts';

/** A backtest with the tally that its intervals are made of. */
export interface Backtested {
  readonly result: BacktestResult;
  readonly groups: TallySums;
  /** The same part by part, where it was asked for. */
  readonly divided?: Divided;
  /** By part, where orders were split. */
  readonly split?: readonly SplitRun[];
  readonly thresholds?: readonly CutStudy[];
  /** The rule set it is compared with, and the breakdown by its decisions. */
  readonly champion?: {
    readonly ruleSet: RuleSet;
    readonly told: Omit<Backtested, 'champion'>;
    readonly breakdown: Pick<Breakdown, 'parts' | 'entities'>;
  };
}

export function figures({ result, groups }: Pick<Backtested, 'result' | 'groups'>): RunFigures {
  const perMajor = 10 ** currencyDigits(result.currency);
  return figuresOf({ result, groups, given: result.assumptions ?? {}, perMajor });
}

/** The result with its figures, for JSON. Amounts are minor units, not rounded. */
export function resultsJson(told: Backtested): object {
  const { result, split, thresholds } = told;
  const { assumptions, clusters, headlines, money, queue } = figures(told);
  // Without a known outcome nothing but the cost of reviews can be told.
  const measured = money.cohort > 0;
  const yen = ({ name, value, products, linear, sign }: YenLine): object => ({
    ...{ name, value: measured || name === 'review' ? value : null, sign, products },
    interval: measured || name === 'review' ? yenInterval(linear, clusters) : null,
    carriers: measured || name === 'review' ? fewCarriers(linear, clusters) : null,
  });
  const { lines, net, beside, ...rest } = money;
  return {
    ...result,
    figures: {
      assumptions: assumptionNames.map((name) => ({
        ...{ name, value: assumptions[name], basis: basisOf(result.assumptions ?? {}, name, result.currency) },
      })),
      headlines,
      money: { lines: lines.map(yen), net: yen(net), beside: beside.map(yen), ...rest },
      queue,
    },
    ...(told.divided === undefined ? {} : { parts: dividedJson(told.divided, figures(told), result) }),
    ...(split === undefined ? {} : { split: split.map((run) => ({ name: run.name, ...resultsJson(run) })) }),
    ...(thresholds === undefined ? {} : { thresholds: thresholds.map(studyJson) }),
  };
}

/** The same in lines for a person. */
export function resultsSummary(told: Backtested, language: Language): string[] {
  const { target, currency } = told.result;
  const all = figures(told);
  const { headlines, money } = all;
  const texts = resultMessages(language);
  const words = wordsOf(target, language);
  const perMajor = 10 ** currencyDigits(currency);
  const amount = (minor: number): string => `${Math.round(minor / perMajor).toLocaleString('en-US')} ${currency}`;
  return [
    ...headlines.map((one) => `  ${fill(texts.headlines[one.name], words)}: ${headlineText(one, language)}`),
    ...[...money.lines, money.net].map(
      ({ name, value }) =>
        `  ${fill(texts.yen[name], words)}: ${money.cohort > 0 || name === 'review' ? amount(value) : notMeasured[language]}`,
    ),
    ...(told.divided === undefined ? [] : dividedSummary(told.divided, all, told.result, language)),
    ...(told.split ?? []).flatMap((run) => [partLine(run, language), ...resultsSummary(run, language)]),
    ...(told.thresholds === undefined ? [] : [splitTexts(language).thresholds]),
    ...studyLines(told.thresholds ?? [], amount, language),
  ];
}

function partLine({ name, result: { period, rows, asOf } }: SplitRun, language: Language): string {
  const { part, parts } = splitTexts(language);
  const days = { from: period?.from ?? '–', to: period?.to ?? '–', asOf: asOf ?? '–' };
  return fill(part, { name: parts[name], rows: count(rows), ...days });
}

function headlineText({ name, unit, value, interval, part, whole }: Headline, language: Language): string {
  const scale = { share: 100, bp: 10_000, ratio: 1, score: 1 }[unit];
  const sign = { share: ' %', bp: ' bp', ratio: '', score: '' }[unit];
  const written = (number: number): string => (number * scale).toFixed(2);
  const range = (found: Interval): string => ` (95 %: ${written(found.low)}–${written(found.high)})`;
  const of = name === 'fBeta' || name.endsWith('Amount') ? '' : ` [${count(part)} / ${count(whole)}]`;
  if (value === null) return `${notMeasured[language]}${of}`;
  return `${written(value)}${sign}${interval === null ? '' : range(interval)}${of}`;
}

const count = (value: number): string => value.toLocaleString('en-US');

export function wordsOf(
  { kinds }: Target,
  language: Language,
): { readonly badWord: string; readonly goodWord: string } {
  const unpaid = kinds.every(isBillKind);
  if (language === 'ja')
    return unpaid ? { badWord: '延滞・貸倒', goodWord: '正常入金' } : { badWord: '不正', goodWord: '正常' };
  return unpaid ? { badWord: 'unpaid', goodWord: 'paid' } : { badWord: 'bad', goodWord: 'good' };
}
