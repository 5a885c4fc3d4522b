import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partGroups } from '../../analysis/model/results/breakdown.ts';
import {
  chosenFigure,
  chosenNumbers,
  chosenPart,
  type ByRule,
  type ChosenSums,
} from '../../analysis/model/results/by-rule.ts';
import type { Headline } from '../../analysis/model/results/headline.ts';
import { conditionsOf, figuresIn, sharing } from '../../renderer/backtest/by-rule/chosen-figures.ts';
import { asItRan, moved, toggled, tried, withResult, withText, type WhatIf } from '../../renderer/backtest/what-if.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

/** Orders of some groups, the same for the same seed. */
function sumsOf(seed: number): ChosenSums {
  const sums = new Float64Array(partGroups * chosenNumbers);
  for (let at = 0; at < sums.length; at += 1) sums[at] = (Math.imul(at + 1, seed * 2_654_435_761) >>> 20) % 7;
  return sums;
}

interface Told {
  readonly all: number;
  readonly rules: readonly number[];
  readonly deciders: readonly number[];
}

const byRule = ({ all, rules, deciders }: Told): ByRule => ({
  all: sumsOf(100 + all),
  rules: rules.map((seed, i) => ({ code: `R${i}`, sums: sumsOf(seed) })),
  deciders: deciders.map((seed, i) => ({ by: `rule R${i}`, result: 'NG', sums: sumsOf(seed) })),
  entities: { by: 'entity', count: 900 },
  ...{ currency: 'JPY', asOf: null, maturity: 'not measured', dataVersion: '1' },
});

const seeds = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 });
/** A share, one by amount, and one that the assumed β changes. */
const names = ['precision', 'recallAmount', 'fBeta'] as const;

const alone = new Map<string, Headline>();
/** The figure by itself, each once. */
function expected(name: (typeof names)[number], chosen: number, all: number, beta: number): Headline {
  const key = `${name} ${chosen} ${all} ${beta}`;
  const part = chosenPart(sumsOf(chosen), sumsOf(100 + all));
  const found = alone.get(key) ?? chosenFigure(name, part, { by: 'entity', count: 900 }, beta);
  alone.set(key, found);
  return found;
}

const told = fc.record({ all: fc.integer({ min: 1, max: 2 }), rules: seeds, deciders: seeds });

test('figures of a sequence of answers are those of each answer alone, whatever was told before', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(told, fc.constantFrom(0.5, 1, 2)), { minLength: 2, maxLength: 5 }), (answers) => {
      let before: ByRule | null = null;
      for (const [asked, beta] of answers) {
        before = sharing(byRule(asked), before);
        expect(before).toEqual(byRule(asked));
        const figureOf = figuresIn(before, beta);
        for (const group of ['rules', 'deciders'] as const)
          before[group].forEach(({ sums }, i) => {
            for (const name of names)
              expect(figureOf(sums, name)).toEqual(expected(name, asked[group][i] ?? 0, asked.all, beta));
          });
      }
    }),
    { numRuns: 20 },
  );
});

test('orders told again are the same objects, so that their figures are kept; others are not', () => {
  const first = byRule({ all: 1, rules: [1, 2], deciders: [1, 2] });
  const next = sharing(byRule({ all: 1, rules: [1, 3], deciders: [2, 2] }), first);
  expect(next.all).toBe(first.all);
  expect(next.rules[0]?.sums).toBe(first.rules[0]?.sums);
  expect(next.rules[1]?.sums).toEqual(sumsOf(3));
  expect(next.deciders[0]?.sums).toEqual(sumsOf(2));
  expect(next.deciders[1]?.sums).toBe(first.deciders[1]?.sums);
});

test('what rules hit is asked by their conditions alone: off, in another order or with another result they are the same', () => {
  const ran = ruleSetOf(
    ruleOf('A', 'order.amount > 1', 'NG'),
    ruleOf('B', 'order.amount > 2', 'NG'),
    ruleOf('C', 'order.amount > 3', 'REVIEW'),
  );
  const of = (whatIf: WhatIf) => conditionsOf(ran, tried(ran, whatIf));
  expect(of(asItRan)).toEqual(ran);
  expect(of(toggled(asItRan, ['A'], false))).toEqual(ran);
  expect(of(moved(ran, asItRan, 'A', 1))).toEqual(ran);
  expect(of(withResult(ran, asItRan, 'C', 'HOLD'))).toEqual(ran);
  const rewritten = of(toggled(withText(ran, asItRan, 'B', 'order.amount > 9'), ['A'], false));
  expect(rewritten.rules.map(({ when }) => when)).toEqual(['order.amount > 1', 'order.amount > 9', 'order.amount > 3']);
});
