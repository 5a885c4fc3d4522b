import { describe, expect, test } from 'vitest';
import { headlineNamed, type HeadlineName } from '../../analysis/model/results/headline.ts';
import { groupCount, wilson } from '../../analysis/model/results/intervals.ts';
import { cellNumbers, cellsOver, measureNames } from '../../analysis/model/results/tally.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { drawing } from '../kernels/rows.ts';

/**
 * Rings whose orders all end alike and are all alerted or not; every order has an amount of its own (lognormal), and a ring a
 * level that its orders share. Whether a ring is bad or alerted does not depend on amounts, so that shares of amounts are
 * those of orders in truth.
 */
const [badShare, caughtShare, wrongShare, ringShare, meanRing] = [0.3, 0.8, 0.2, 0.3, 7];
const [levelSpread, orderSpread, beta] = [0.6, 0.5, 2];
const [precision, recall] = [
  (badShare * caughtShare) / (badShare * caughtShare + (1 - badShare) * wrongShare),
  caughtShare,
];
const fBeta = ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
const falsePerBad = (1 - precision) / precision;

const [orders, amount] = [measureNames.indexOf('orders'), measureNames.indexOf('amount')];
const placeOf = (alerted: boolean, bad: boolean): number =>
  (results.indexOf(alerted ? 'NG' : 'OK') * outcomeStates.length + outcomeStates.indexOf(bad ? 'bad' : 'good')) *
  measureNames.length;

function world(draw: () => number, entities: number): Float64Array {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const groups = new Float64Array(groupCount * cellNumbers);
  for (let i = 0; i < entities; i += 1) {
    const size = draw() < ringShare ? 1 + Math.floor(Math.log(1 - draw()) / Math.log(1 - 1 / meanRing)) : 1;
    const bad = draw() < badShare;
    const alerted = draw() < (bad ? caughtShare : wrongShare);
    const level = 8 + levelSpread * normal();
    const at = Math.floor(draw() * groupCount) * cellNumbers + placeOf(alerted, bad);
    for (let order = 0; order < size; order += 1) {
      groups[at + orders] = (groups[at + orders] ?? 0) + 1;
      groups[at + amount] = (groups[at + amount] ?? 0) + Math.round(Math.exp(level + orderSpread * normal()));
    }
  }
  return groups;
}

describe('on rings with amounts of their own', () => {
  const draw = drawing(23);
  const worlds = Array.from({ length: 200 }, () => world(draw, 900));
  const held = (name: HeadlineName, truth: number): number =>
    worlds.filter((groups) => {
      const { interval } = headlineNamed(name, cellsOver(groups), { by: 'entity', count: 900, groups }, beta);
      return interval !== null && interval.low <= truth && truth <= interval.high;
    }).length / worlds.length;

  test.each([
    ['precisionAmount', precision],
    ['recallAmount', recall],
    ['falsePerBad', falsePerBad],
    ['falsePerBadAmount', falsePerBad],
    ['fBeta', fBeta],
    ['fBetaAmount', fBeta],
  ] as const)(
    '%s holds the truth about as often as it says',
    (name, truth) => {
      const share = held(name, truth);
      expect(share).toBeGreaterThan(0.91);
      expect(share).toBeLessThanOrEqual(0.99);
    },
    240_000,
  );

  test('intervals of independent orders do not hold the share of false alerts', () => {
    const naive = worlds.filter((groups) => {
      const { part, whole } = headlineNamed('precision', cellsOver(groups), null, beta);
      const found = wilson(part, whole);
      // Good per bad, of the ends of the share of bad.
      return (
        found !== null && (1 - found.high) / found.high <= falsePerBad && falsePerBad <= (1 - found.low) / found.low
      );
    });
    expect(naive.length / worlds.length).toBeLessThan(0.8);
  }, 240_000);
});
