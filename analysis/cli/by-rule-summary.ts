import type { BacktestResult, RuleFigures } from '../model/backtest.ts';
import { fill } from '../model/messages/index.ts';
import { headlineTitle, resultMessages } from '../model/messages/results.ts';
import { completed } from '../model/results/assumptions.ts';
import {
  chosenFigure,
  chosenNames,
  chosenPart,
  confusionOf,
  crossedOf,
  type ByRule,
  type ChosenName,
  type ChosenSums,
} from '../model/results/by-rule.ts';
import type { Headline } from '../model/results/headline.ts';
import { results } from '../model/ruleset.ts';
import { outcomeStates } from '../model/target.ts';
import { cliMessages, type Language } from './messages.ts';
import { headlineText, wordsOf } from './headline-text.ts';
import { amountText, counts } from './told-rows.ts';

/** A result, and its orders by rule and by what decides. */
export interface ToldByRule {
  readonly result: BacktestResult;
  readonly byRule: ByRule;
}

/** `rules` and `decidedBy` for JSON: each with its figures as if its orders alone were the alerts. Amounts in minor units. */
export function byRuleJson({ result, byRule }: ToldByRule): object {
  const sums = new Map(byRule.rules.map((one) => [one.code, one.sums]));
  const deciders = new Map(byRule.deciders.map((one) => [`${one.result} ${one.by}`, one.sums]));
  const figured = (own: ChosenSums | undefined): object => (own === undefined ? {} : figuresJson(own, byRule, result));
  return {
    rules: result.rules.map((rule) => {
      const own = sums.get(rule.code);
      return { ...rule, ...(own === undefined ? {} : { decided: decidedOrders(own) }), ...figured(own) };
    }),
    ...(result.decidedBy === undefined
      ? {}
      : {
          decidedBy: result.decidedBy.map((one) => ({ ...one, ...figured(deciders.get(`${one.result} ${one.by}`)) })),
        }),
  };
}

function decidedOrders(sums: ChosenSums): object {
  const crossed = crossedOf(sums);
  const orders = (given: (typeof results)[number]): number =>
    outcomeStates.reduce((sum, state) => sum + crossed[given][state].orders, 0);
  return Object.fromEntries(results.map((given) => [given, orders(given)]));
}

function figuresJson(sums: ChosenSums, { all, entities }: ByRule, result: BacktestResult): object {
  const part = chosenPart(sums, all);
  const { beta } = completed(result.assumptions ?? {}, result.currency);
  const told = chosenNames.map((name) => chosenFigure(name, part, entities, beta));
  return {
    confusion: { orders: confusionOf(part, 'orders'), amount: confusionOf(part, 'amount') },
    figures: Object.fromEntries(
      told.map(({ name, unit, part: top, whole, value, interval }) => [
        name,
        { unit, part: top, whole, value, interval },
      ]),
    ),
    unmeasured: told.filter(({ value, whole }) => value === null && whole > 0).map(({ name }) => name),
  };
}

/** What is printed of each. */
const printed = ['precision', 'recall', 'falsePerBad', 'fBeta'] as const satisfies readonly ChosenName[];

/** A line for what decides. */
export function deciderLines({ result, byRule }: ToldByRule, language: Language): string[] {
  const { decidedBy } = cliMessages(language);
  const sums = new Map(byRule.deciders.map((one) => [`${one.result} ${one.by}`, one.sums]));
  return (result.decidedBy ?? []).map(({ by, result: given, orders }) => {
    const line = fill(decidedBy, { by, result: given, ...counts({ orders }) });
    const own = sums.get(`${given} ${by}`);
    // What passes is no alert.
    return own === undefined || given === 'OK' ? line : `${line} ${figureTexts(own, { result, byRule }, language)}`;
  });
}

/** A line for each rule. */
export function ruleLines({ result, byRule }: ToldByRule, language: Language): string[] {
  const sums = new Map(byRule.rules.map((one) => [one.code, one.sums]));
  return result.rules.map((rule) => {
    const own = sums.get(rule.code);
    return fill(cliMessages(language).rule, {
      ...ruleCounts(rule),
      figures: own === undefined ? '–' : figureTexts(own, { result, byRule }, language),
    });
  });
}

const ruleCounts = ({ code, hits, tp, fp, unevaluable }: RuleFigures): Record<string, string> => ({
  code,
  ...counts({ hits, tp, fp, unevaluable }),
});

function figureTexts(sums: ChosenSums, { result, byRule: { all, entities } }: ToldByRule, language: Language): string {
  const part = chosenPart(sums, all);
  const { beta } = completed(result.assumptions ?? {}, result.currency);
  const texts = resultMessages(language);
  const words = wordsOf(result.target, language);
  const amount = (minor: number): string => amountText(minor, result.currency);
  const text = (one: Headline): string =>
    `${fill(headlineTitle(texts, one.name, result.blocked), words)} ${one.whole === 0 ? '–' : headlineText(one, amount, language)}`;
  return printed.map((name) => text(chosenFigure(name, part, entities, beta))).join(language === 'ja' ? '、' : ', ');
}
