import { useEffect, useMemo, useRef } from 'react';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import {
  chosenFigure,
  chosenPart,
  type ByRule,
  type ChosenName,
  type ChosenSums,
} from '../../../analysis/model/results/by-rule.ts';
import type { Part } from '../../../analysis/model/results/breakdown.ts';
import type { Headline } from '../../../analysis/model/results/headline.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { useLatest, type Latest } from '../../state/request.ts';

export interface ByRuleOf {
  readonly ruleSet: RuleSet;
  readonly result: BacktestResult;
  readonly dataVersion: string;
  readonly codes: readonly string[];
  readonly deciders: boolean;
}

/** The orders of rules, and of what decides, of a run; nothing is asked for no rule and nothing that decides. */
export function useByRule({ ruleSet, result, dataVersion, codes, deciders }: ByRuleOf): Latest<ByRule> {
  const judged = asRun(result);
  const asked = { ruleSet, filter: result.filter, judged, codes: [...codes], deciders };
  const key = JSON.stringify([dataVersion, asked]);
  return useLatest('backtest.byRule', codes.length === 0 && !deciders ? null : asked, key);
}

/**
 * The set as far as it says which orders its rules hit: their conditions as they are tried, whatever they decide, in whatever
 * order, and whether they are off. So what rules hit is asked once while they are tried otherwise.
 */
export function conditionsOf(ran: RuleSet, tried: RuleSet): RuleSet {
  const texts = new Map(tried.rules.map(({ code, when }) => [code, when]));
  return { ...ran, rules: ran.rules.map((rule) => ({ ...rule, when: texts.get(rule.code) ?? rule.when })) };
}

/** What is told, where it is of the same orders by the very objects of an answer before: figures are kept by them. */
export function sharing(told: ByRule, before: ByRule | null): ByRule {
  if (before === null) return told;
  const deciderOf = ({ by, result }: ByRule['deciders'][number]): string => `${result} ${by}`;
  const rules = new Map(before.rules.map(({ code, sums }) => [code, sums]));
  const deciders = new Map(before.deciders.map((one) => [deciderOf(one), one.sums]));
  const shared = (own: ChosenSums, other: ChosenSums | undefined): ChosenSums =>
    other !== undefined && own.length === other.length && own.every((sum, at) => sum === other[at]) ? other : own;
  return {
    ...told,
    all: shared(told.all, before.all),
    rules: told.rules.map((one) => ({ ...one, sums: shared(one.sums, rules.get(one.code)) })),
    deciders: told.deciders.map((one) => ({ ...one, sums: shared(one.sums, deciders.get(deciderOf(one))) })),
  };
}

/** A figure of some orders as if they alone were the alerts. */
export type FigureOf = (sums: ChosenSums, name: ChosenName) => Headline;

export const useFigureOf = (told: ByRule | null, beta: number): FigureOf | null =>
  useMemo(
    () => (told === null ? null : figuresIn(told, beta)),
    [told?.all, told?.entities.by, told?.entities.count, beta],
  );

/** The answer on screen as `sharing` has it. */
export function useShared(told: ByRule | null): ByRule | null {
  const before = useRef<ByRule | null>(null);
  const shared = useMemo(() => (told === null ? null : sharing(told, before.current)), [told]);
  useEffect(() => void (before.current = shared ?? before.current), [shared]);
  return shared;
}

/** By the orders that are chosen of all, and by what the figure is of: what is tried changes those of a few, and no others need be resampled. */
const known = new WeakMap<ChosenSums, { readonly all: ChosenSums; readonly figures: Map<string, Headline> }>();

/** Figures with their intervals; what was told of the same objects before is not resampled. */
export function figuresIn({ all, entities }: ByRule, beta: number): FigureOf {
  // The figures of a line are asked one after the other.
  let last: { readonly sums: ChosenSums; readonly part: Part } | null = null;
  const partOf = (sums: ChosenSums): Part =>
    (last?.sums === sums ? last : (last = { sums, part: chosenPart(sums, all) })).part;
  return (sums, name) => {
    const own = known.get(sums) ?? { all, figures: new Map<string, Headline>() };
    if (own.all !== all) own.figures.clear();
    known.set(sums, { ...own, all });
    const key = `${name} ${beta} ${entities.by}`;
    const found = own.figures.get(key) ?? chosenFigure(name, partOf(sums), entities, beta);
    own.figures.set(key, found);
    return found;
  };
}
