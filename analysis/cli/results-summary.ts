import { currencyDigits } from '../expression/index.ts';
import { fill } from '../model/messages/index.ts';
import { headlineTitle, resultMessages } from '../model/messages/results.ts';
import { assumptionNames, basisOf } from '../model/results/assumptions.ts';
import type { ByRule } from '../model/results/by-rule.ts';
import { figuresOf, type RunFigures } from '../model/results/of-run.ts';
import { fewCarriers, yenInterval, type Headline } from '../model/results/headline.ts';
import { daysPerMonth, type YenLine } from '../model/results/money.ts';
import { requirable, unknownBearer, type UnknownBearer } from '../model/results/unknown-bearer.ts';
import { maturityOf } from '../model/results/part-figures.ts';
import type { BacktestResult } from '../model/backtest.ts';
import type { Breakdown } from '../model/results/breakdown.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { TallySums } from '../model/results/tally.ts';
import { dividedJson, dividedSummary, type Divided } from './by-summary.ts';
import type { Language } from './messages.ts';
import { byRuleJson } from './by-rule-summary.ts';
import { bandText, headlineText, notMeasured, rangeText, wordsOf, type Write } from './headline-text.ts';
import { resultsTexts } from './results-texts.ts';
import { amountText, count } from './told-rows.ts';
import { studyJson, studyLines, type CutStudy, type SplitRun, type Unstudied } from './split-summary.ts';
import { splitTexts } from './split-texts.ts';

/** A backtest with the tally that its intervals are made of. */
export interface Backtested {
  readonly result: BacktestResult;
  readonly groups: TallySums;
  /** Its orders by rule and by what decides. */
  readonly byRule: ByRule;
  /** The same part by part, where it was asked for. */
  readonly divided?: Divided;
  /** By part, where orders were split. */
  readonly split?: readonly SplitRun[];
  readonly thresholds?: readonly CutStudy[];
  /** Numbers of its rules that were not studied, where thresholds were. */
  readonly unstudied?: readonly Unstudied[];
  /** The rule set it is compared with, and the breakdown by its decisions. */
  readonly champion?: {
    readonly ruleSet: RuleSet;
    readonly told: Pick<Backtested, 'result' | 'groups'>;
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
  const all = figures(told);
  const { assumptions, clusters, headlines, money, queue } = all;
  const bearer = bearerOf(result, all);
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
    ...byRuleJson(told),
    figures: {
      assumptions: assumptionNames.map((name) => ({
        ...{ name, value: assumptions[name], basis: basisOf(result.assumptions ?? {}, name, result.currency) },
      })),
      required: bearer === null ? [] : requirable,
      headlines,
      money: { lines: lines.map(yen), net: yen(net), beside: beside.map(yen), ...rest, bearer },
      queue,
    },
    ...(told.divided === undefined ? {} : { parts: dividedJson(told.divided, figures(told), result) }),
    ...(split === undefined ? {} : { split: split.map((run) => ({ name: run.name, ...resultsJson(run) })) }),
    ...(thresholds === undefined ? {} : { thresholds: thresholds.map(studyJson), notStudied: told.unstudied ?? [] }),
  };
}

const bearerOf = (result: BacktestResult, all: RunFigures): UnknownBearer | null =>
  unknownBearer(all, result.assumptions ?? {}, result, 10 ** currencyDigits(result.currency));

/** The same in lines for a person. */
export function resultsSummary(told: Backtested, language: Language): string[] {
  const { target, currency, blocked } = told.result;
  const all = figures(told);
  const texts = resultMessages(language);
  const words = wordsOf(target, language);
  const amount = (minor: number): string => amountText(minor, currency);
  const name = (one: Headline): string => fill(headlineTitle(texts, one.name, blocked), words);
  return [
    `  ${groundLine(told.result, all, language)}`,
    ...all.headlines.map((one) => `  ${name(one)}: ${headlineText(one, amount, language)}`),
    ...moneyLines(told.result, all, amount, language).map((line) => `  ${line}`),
    ...(told.divided === undefined ? [] : dividedSummary(told.divided, all, told.result, language)),
    ...(told.split ?? []).flatMap((run) => [partLine(run, language), ...resultsSummary(run, language)]),
    ...(told.thresholds === undefined ? [] : [splitTexts(language).thresholds]),
    ...studyLines(told.thresholds ?? [], amount, language),
    ...(told.unstudied ?? []).map((one) => `  ${fill(splitTexts(language).notStudied, { ...one })}`),
  ];
}

/** Period, as-of day and maturity of what the figures are of. */
function groundLine({ period, asOf, maturity }: BacktestResult, { cells }: RunFigures, language: Language): string {
  const texts = resultsTexts(language);
  const { matured, purchases, kind } = maturityOf(cells, maturity === 'measured');
  const aged = { old: count(matured), all: count(purchases) };
  return fill(texts.ground, {
    ...{ from: period?.from ?? '–', to: period?.to ?? '–', asOf: asOf ?? '–' },
    maturity: kind === 'notMeasured' ? texts.unmatured : fill(texts.matured, aged),
  });
}

/** Every line of the money with its interval, the net by month and by purchases, and what all of it is of. */
function moneyLines(result: BacktestResult, all: RunFigures, amount: Write, language: Language): string[] {
  const { target, maturity } = result;
  const { money, clusters } = all;
  const bearer = bearerOf(result, all);
  const texts = resultsTexts(language);
  const names = resultMessages(language).yen;
  const words = wordsOf(target, language);
  const { cohort, purchases, days, net, band } = money;
  const told = (title: string, { linear, name }: YenLine, value: number | null, per = 1): string => {
    if (value === null || (cohort === 0 && name !== 'review')) return `${title}: ${notMeasured[language]}`;
    const interval = value === 0 ? null : yenInterval(linear, clusters);
    const carriers = fewCarriers(linear, clusters);
    const scaled: Write = (end) => amount(end * per);
    const range =
      interval === null ? (value === 0 ? '' : ` (${texts.noInterval})`) : ` (95 %: ${rangeText(interval, scaled)})`;
    const few = value === 0 || carriers === null ? '' : `; ${fill(texts.carried, { count: carriers })}`;
    const unknown = name !== 'net' || band === null ? '' : `; ${bandText(band, scaled, language)}`;
    return `${title}: ${amount(value)}${range}${few}${unknown}`;
  };
  return [
    ...[...money.lines, net].map((line) => told(fill(names[line.name], words), line, line.value)),
    told(texts.perMonth, net, money.perMonth, days === null || days === 0 ? 0 : daysPerMonth / days),
    told(texts.perThousand, net, money.perThousand, cohort === 0 ? 0 : 1000 / purchases),
    fill(maturity === 'measured' ? texts.cohort : texts.cohortKnown, {
      ...{ count: count(cohort), days: days === null ? '–' : count(days) },
    }),
    ...(bearer === null
      ? []
      : [fill(texts.bearer, { loss: amount(bearer.loss), range: rangeText(bearer.net, amount) })]),
  ];
}

function partLine({ name, result: { period, rows, asOf } }: SplitRun, language: Language): string {
  const { part, parts } = splitTexts(language);
  const days = { from: period?.from ?? '–', to: period?.to ?? '–', asOf: asOf ?? '–' };
  return fill(part, { name: parts[name], rows: count(rows), ...days });
}
