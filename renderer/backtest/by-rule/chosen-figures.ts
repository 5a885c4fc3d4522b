import { useMemo } from 'react';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import {
  chosenFigure,
  chosenNumbers,
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

/** A figure of some orders as if they alone were the alerts. */
export type FigureOf = (sums: ChosenSums, name: ChosenName) => Headline;

/** Intervals that are remembered: what is tried changes the figures of a few rules, and no others need be resampled. */
const known = new Map<string, Headline>();
const mostKnown = 20_000;

export const useFigureOf = (told: ByRule | null, beta: number): FigureOf | null =>
  useMemo(() => (told === null ? null : figuresIn(told, beta)), [told, beta]);

function figuresIn({ all, entities }: ByRule, beta: number): FigureOf {
  const every = undecided(all);
  const own = new Map<ChosenSums, { readonly part: Part; readonly key: string }>();
  return (sums, name) => {
    const { part, key } = own.get(sums) ?? { part: chosenPart(sums, all), key: `${undecided(sums)} ${every}` };
    own.set(sums, { part, key });
    const full = `${name} ${beta} ${entities.by} ${key}`;
    const found = known.get(full) ?? chosenFigure(name, part, entities, beta);
    known.set(full, found);
    if (known.size > mostKnown) for (const oldest of [...known.keys()].slice(0, mostKnown / 10)) known.delete(oldest);
    return found;
  };
}

/** Sums whatever is decided, as a text: no figure stands on the decisions of the others. */
function undecided(sums: ChosenSums): string {
  const size = chosenNumbers / 4;
  const folded = new Float64Array(sums.length / 4);
  sums.forEach((sum, at) => {
    const to = Math.floor(at / chosenNumbers) * size + (at % size);
    folded[to] = (folded[to] ?? 0) + sum;
  });
  return folded.join();
}
