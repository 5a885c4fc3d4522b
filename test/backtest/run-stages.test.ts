import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { Progress } from '../../analysis/model/progress.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { fraudWithin30Days, listening, openHistory, type History } from './history.ts';

const ruleSet: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: '段階', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [{ code: 'A', description: { ja: '高額', en: 'Big' }, when: 'order.amount >= 10000', result: 'NG' }],
};

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  const orders = Array.from({ length: 40 }, (_, i) => ({
    ...{ event_id: `o${i}`, ordered_at: '2024-04-01T12:00:00+09:00', amount: 9990 + i, currency: 'JPY' },
    member_id: `m${i}`,
  }));
  await history.load(orders, []);
});
afterAll(() => history.close());

async function phasesOfRun(): Promise<readonly string[]> {
  const told: Progress[] = [];
  const context = { ...listening(), progress: (progress: Progress) => void told.push(progress) };
  await backtestHandlers(history.project)['backtest.run']({ ruleSet, filter: everything, save: false }, context);
  return told.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
}

test('a run says whether it reads columns, decides by the rules or adds up, and reads no column twice', async () => {
  const first = await phasesOfRun();
  expect(first).toContain('columns');
  expect(first.indexOf('columns')).toBeLessThan(first.lastIndexOf('rules'));
  expect(first.at(-1)).toBe('figures');
  expect(await phasesOfRun()).toEqual(['rules', 'figures']);
});
