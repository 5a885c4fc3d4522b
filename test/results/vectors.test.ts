import { describe, expect, test } from 'vitest';
import { cellNumbers, cellsAt, linearOf, measureNames, type Linear } from '../../analysis/model/results/tally.ts';
import { pairedInterval, xorshift } from '../../analysis/model/results/intervals.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { netBand } from '../../analysis/model/results/unknown-band.ts';

/** Published numbers that the project's own functions must come to. */
describe('a swap set whose swap-ins nobody has seen', () => {
  // γ = 0.0283405822, LGD 0.85; 12.0 M swapped out at 4 % bad, 13.5 M swapped in.
  const [gamma, lgd] = [0.0283405822, 0.85];
  const worth = (bad: number): number => gamma - bad * lgd;
  const passed = (weight: number): Linear => [{ results: ['OK'], states: ['blocked'], measure: 'amount', weight }];
  const { blocked } = cellsAt(new Float64Array(cellNumbers), 0).OK;
  const hidden = [{ decided: ['OK'], blocked: { ...blocked, orders: 1, intents: 1, amount: 13_500_000 } }] as const;
  const worths = [{ good: passed(worth(0)), bad: passed(worth(1)) }];

  test('is worth between −11,024,489 and +450,511, whatever became of them', () => {
    const out = -12_000_000 * worth(0.04);
    expect(Math.round(-out)).toBe(-67_913);
    const band = netBand(out, worths, hidden);
    expect(Math.round(band?.low ?? NaN)).toBe(-11_024_489);
    expect(Math.round(band?.high ?? NaN)).toBe(450_511);
  });
});

test('a swap set is worth less the worse its swap-ins are, and nothing at 1.570 times what the model says', () => {
  const [gamma, lgd, model] = [0.0283405822, 0.85, 0.025];
  /** Decided otherwise: 13.5 M of OK gained, 12.0 M lost, as cells of amounts by how they ended. */
  const delta = (k: number): number => {
    const sums = new Float64Array(cellNumbers);
    const at = (state: 'bad' | 'good'): number =>
      (results.indexOf('OK') * outcomeStates.length + outcomeStates.indexOf(state)) * measureNames.length +
      measureNames.indexOf('amount');
    const bad = k * model * 13_500_000 - 0.04 * 12_000_000;
    sums[at('bad')] = bad;
    sums[at('good')] = 13_500_000 - 12_000_000 - bad;
    const weigh = (state: 'bad' | 'good', weight: number): Linear[number] => ({
      ...{ results: ['OK'], states: [state], measure: 'amount', weight },
    });
    return linearOf(cellsAt(sums, 0), [weigh('good', gamma), weigh('bad', gamma - lgd)]);
  };
  expect([1, 1.25, 1.5, 2].map((k) => Math.round(delta(k)))).toEqual([163_636, 91_917, 20_198, -123_239]);
  expect(delta(1.569)).toBeGreaterThan(0);
  expect(delta(1.571)).toBeLessThan(0);
});

test('two shares of 10,000 customers each, 85.6 % and 86.9 %, differ by 1.30 points, 0.346 to 2.254', () => {
  const next = xorshift(7);
  const side = (good: number) => {
    const [parts, wholes] = [new Float64Array(256), new Float64Array(256)];
    for (let i = 0; i < 10_000; i += 1) {
      const group = next() % 256;
      wholes[group] = (wholes[group] ?? 0) + 1;
      if (i < good) parts[group] = (parts[group] ?? 0) + 1;
    }
    return { parts, wholes };
  };
  const found = pairedInterval(side(8560), side(8690));
  // Resampled, and of groups: within a tenth of the width of the normal interval.
  expect(Math.abs(100 * (found?.low ?? NaN) - 0.346)).toBeLessThan(0.19);
  expect(Math.abs(100 * (found?.high ?? NaN) - 2.254)).toBeLessThan(0.19);
});
