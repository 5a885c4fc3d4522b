import { expect, test } from 'vitest';
import { celFileOf } from '../../analysis/export/cel-file.ts';
import { replayInTurns } from '../../analysis/export/replay-in-turns.ts';
import { check, scopeOf } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { Vector, VectorsFile } from '../../analysis/model/package.ts';
import { codeOf } from '../store/projects.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const ruleSet = ruleSetOf(ruleOf('GUEST', '!has(buyer.id)', 'NG'));
const checked = check('!has(buyer.id)', scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo'));
if (!checked.ok) throw new Error('the rule does not check');
const cel = celFileOf(ruleSet, [{ code: 'GUEST', checked }], []);
/** Every second one fires; one in the second turn says what is not so. */
const vectorAt = (n: number): Vector => {
  const guest = n % 2 === 0;
  const record: Vector['record'] = guest ? {} : { 'buyer.id': 'm' };
  const result = guest && n !== 700 ? 'NG' : 'OK';
  return { id: `v${n}`, origin: 'drawn', record, fired: guest ? ['GUEST'] : [], unevaluable: [], result };
};
const file: VectorsFile = {
  format: 'shinsa-vectors',
  formatVersion: 1,
  currency: 'JPY',
  fields: { 'buyer.id': 'string' },
  vectors: Array.from({ length: 1200 }, (_, n) => vectorAt(n)),
};

test('every vector has its turn, and whoever waits hears how far it is', async () => {
  const shares: number[] = [];
  const found = await replayInTurns(cel, file, ruleSet, { proved: (share) => void shares.push(share) });
  expect(found).toEqual([{ vector: 'v700', rule: null, expected: 'OK', got: 'NG rule:GUEST' }]);
  expect(shares).toEqual([500 / 1200, 1000 / 1200, 1]);
});

test('a proof that nobody wants any more ends between turns', async () => {
  const abort = new AbortController();
  const told: number[] = [];
  const proving = replayInTurns(cel, file, ruleSet, {
    signal: abort.signal,
    proved: (share) => {
      told.push(share);
      abort.abort();
    },
  });
  expect(await codeOf(proving)).toBe('cancelled');
  expect(told).toHaveLength(1);
});
