import { expect, test } from 'vitest';
import { eachInTurn } from '../../analysis/export/in-turns.ts';

const sharesOf = async (all: readonly number[]): Promise<number[]> => {
  const shares: number[] = [];
  await eachInTurn(all, { done: (share) => shares.push(share) }, (one) => one);
  return shares;
};

test('the share that is done never leaves 0 to 1, and ends at 1, of nothing too', async () => {
  for (const all of [[], [1], [1, 2, 3]]) {
    const shares = await sharesOf(all);
    expect(shares.at(-1)).toBe(1);
    expect(shares.filter((share) => !(share >= 0 && share <= 1))).toEqual([]);
  }
});

test('a cancel is heard before the first is done', async () => {
  const done: number[] = [];
  const work = eachInTurn([1, 2], { signal: AbortSignal.abort() }, (one) => done.push(one));
  await expect(work).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  expect(done).toEqual([]);
});
