import type { BacktestResult, RuleFigures } from '../../../analysis/model/backtest.ts';
import { chosenNames, crossedOf, type ChosenName, type ChosenSums } from '../../../analysis/model/results/by-rule.ts';
import type { Headline } from '../../../analysis/model/results/headline.ts';
import { results, type ScreeningResult } from '../../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../../analysis/model/target.ts';
import { t, type TextKey } from '../../i18n/index.ts';
import { outcomeText, outcomeWord } from '../../i18n/outcome-words.ts';
import { createStore } from '../../state/store.ts';
import { headlineName, type Judging } from '../money/words.ts';
import type { FigureOf } from './chosen-figures.ts';

/** A rule as its row shows it. */
export interface RuleRow {
  readonly figures: RuleFigures;
  /** Its orders by group of entities; undefined until they are told. */
  readonly sums: ChosenSums | undefined;
  readonly figureOf: FigureOf | null;
  /** It only lets orders pass: it catches nothing. */
  readonly passing: boolean;
}

/** What columns read of the run as a whole. */
export type RunTotals = Pick<BacktestResult, 'bad' | 'good' | 'currency' | 'maturity'>;

export interface RuleColumn {
  readonly id: string;
  readonly title: (judging: Judging) => string;
  readonly unit: 'orders' | 'money' | 'figure';
  /** Null where it is not told, or not measured. */
  readonly value: (row: RuleRow, of: RunTotals) => number | null;
  readonly figure?: ChosenName;
  /** The orders behind the number; `other` for all that the rule does not hit. */
  readonly behind?: {
    readonly value: 'true' | 'unevaluable' | 'other';
    readonly states?: readonly OutcomeState[];
    readonly decided?: ScreeningResult;
  };
}

/** The figure of a row; undefined where there is none, or not yet. */
export const figureIn = ({ sums, figureOf, passing }: RuleRow, name: ChosenName): Headline | undefined =>
  passing || sums === undefined || figureOf === null ? undefined : figureOf(sums, name);

const named = (id: string, title: TextKey, unit: RuleColumn['unit'], value: RuleColumn['value']): RuleColumn => ({
  ...{ id, unit, value },
  title: () => t(title),
});

const hitsIn = (id: string, state: OutcomeState, value: (rule: RuleFigures) => number): RuleColumn => ({
  ...{ id, unit: 'orders', value: ({ figures }) => value(figures), behind: { value: 'true', states: [state] } },
  title: ({ target }) => outcomeWord(target, state),
});

const decidedAs = (decided: ScreeningResult): RuleColumn => ({
  ...{ id: decided, unit: 'orders', behind: { value: 'true', decided } },
  title: () => t('byRule.decided', { result: decided }),
  value: ({ sums }) => {
    if (sums === undefined) return null;
    const states = crossedOf(sums)[decided];
    return outcomeStates.reduce((sum, state) => sum + states[state].orders, 0);
  },
});

const figureColumn = (figure: ChosenName): RuleColumn => ({
  ...{ id: figure, unit: 'figure', figure },
  title: (judging) => headlineName(judging, figure),
  value: (row) => figureIn(row, figure)?.value ?? null,
});

/** What a rule is judged by comes first; how its hits are made up follows, then what they become. */
export const ruleColumns: readonly RuleColumn[] = [
  { ...named('hits', 'impact.hits', 'orders', ({ figures }) => figures.hits), behind: { value: 'true' } },
  ...chosenNames.map(figureColumn),
  {
    ...named('caught', 'metric.caught', 'money', ({ figures, passing }) => (passing ? null : figures.amount.caught)),
    behind: { value: 'true', states: ['bad'] },
  },
  hitsIn('tp', 'bad', ({ tp }) => tp),
  hitsIn('fp', 'good', ({ fp }) => fp),
  hitsIn('immature', 'immature', ({ hitsImmature }) => hitsImmature),
  hitsIn('blocked', 'blocked', ({ hitsBlocked }) => hitsBlocked),
  hitsIn('excluded', 'excluded', ({ hitsExcluded }) => hitsExcluded),
  {
    ...{ id: 'fn', unit: 'orders', value: ({ figures }, { bad }) => bad - figures.tp },
    title: ({ target }) => outcomeText(target, 'byRule.missed'),
    behind: { value: 'other', states: ['bad'] },
  },
  {
    ...{ id: 'tn', unit: 'orders', value: ({ figures }, { good }) => good - figures.fp },
    title: ({ target }) => outcomeText(target, 'byRule.spared'),
    behind: { value: 'other', states: ['good'] },
  },
  {
    ...named('unevaluable', 'impact.unevaluable', 'orders', ({ figures }) => figures.unevaluable),
    behind: { value: 'unevaluable' },
  },
  {
    ...named('amount', 'metric.hitAmount', 'money', ({ figures }) => figures.amount.hit),
    behind: { value: 'true' },
  },
  ...results.map(decidedAs),
];

/** Columns of rules that are shown, and figures of what decides. */
export const shownColumns = createStore<readonly string[]>([
  ...['hits', 'precision', 'recall', 'caught', 'tp', 'fp', 'immature', 'blocked', 'excluded', 'unevaluable', 'amount'],
]);
export const shownFigures = createStore<readonly ChosenName[]>(['precision', 'recall']);
