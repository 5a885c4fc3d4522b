import { afterEach, describe, expect, it, vi } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { backtestSummary } from '../../analysis/cli/summary.ts';
import { featureMaker } from '../../analysis/features/index.ts';
import type * as matrixMemory from '../../analysis/kernels/matrix/memory.ts';
import { OutOfMemory } from '../../analysis/kernels/matrix/pool.ts';
import type * as velocityKernel from '../../analysis/kernels/velocity/kernel.ts';
import { Matrix } from '../../analysis/backtest/matrix/matrix.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import type { ToldByRule } from '../../analysis/cli/by-rule-summary.ts';
import { everything } from '../../analysis/model/filter.ts';
import { everyRule } from '../../analysis/model/results/by-rule.ts';
import { modelMessages } from '../../analysis/model/messages/index.ts';
import type { FeatureMaker } from '../../analysis/store/features/compute.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fileLabel, listening, openHistory } from './history.ts';

const machine = vi.hoisted(() => ({ simd: true }));
vi.mock('../../analysis/kernels/matrix/memory.ts', async (actual) => {
  const real = await actual<typeof matrixMemory>();
  return { ...real, canRun: () => machine.simd && real.canRun() };
});
vi.mock('../../analysis/kernels/velocity/kernel.ts', async (actual) => {
  const real = await actual<typeof velocityKernel>();
  return { ...real, canRunVelocity: () => machine.simd && real.canRunVelocity() };
});

const plain = ruleSetOf(ruleOf('HIGH', 'order.amount > 1500'));
const withFeature = {
  ...ruleSetOf(ruleOf('V', 'velocity.n >= 1')),
  features: [{ id: 'n', agg: 'count' as const, by: ['buyer.id'], window: '24h' as const }],
};

async function run(ruleSet: typeof plain, features: FeatureMaker): Promise<BacktestResult> {
  return (await told(ruleSet, features)).result;
}

async function told(ruleSet: typeof plain, features: FeatureMaker): Promise<ToldByRule> {
  const history = await openHistory({ target: fileLabel, features });
  try {
    const order = { currency: 'JPY', member_id: 'm1', label: false };
    await history.load([
      { ...order, event_id: 'A', ordered_at: '2024-01-05T01:00:00Z', amount: 1000 },
      { ...order, event_id: 'B', ordered_at: '2024-01-05T02:00:00Z', amount: 2000 },
    ]);
    const asked = { ruleSet, filter: everything, save: false };
    const handlers = backtestHandlers(history.project);
    const { result } = await handlers['backtest.run'](asked, listening());
    return {
      result,
      byRule: await handlers['backtest.byRule'](everyRule({ ruleSet, filter: everything }), listening()),
    };
  } finally {
    await history.close();
  }
}

const loops = (memory?: number): FeatureMaker =>
  featureMaker({ fromOrders: 0, threads: 1, ...(memory === undefined ? {} : { memory }) });

afterEach(() => {
  machine.simd = true;
  vi.restoreAllMocks();
});

describe('what is done by the slow way says so', () => {
  it('and nothing is said where nothing was slow', async () => {
    const { engine } = await run(withFeature, loops());
    expect([engine.rules, engine.slower]).toEqual(['matrix', undefined]);
  });

  it('where WebAssembly has no SIMD: rules and features come out the same', async () => {
    const toldFast = await told(withFeature, loops());
    machine.simd = false;
    const toldSlow = await told(withFeature, loops());
    const [fast, slow] = [toldFast.result, toldSlow.result];
    expect(slow.rules).toEqual(fast.rules);
    expect(slow.decisions).toEqual({ OK: 1, REVIEW: 0, HOLD: 0, NG: 1 });
    expect(slow.engine.rules).toBe('duckdb');
    expect(slow.engine.slower).toEqual([
      { what: 'rules', why: 'simd' },
      { what: 'features', why: 'simd' },
    ]);
    for (const language of ['ja', 'en'] as const) {
      const { rules, features } = modelMessages(language).slower;
      expect(backtestSummary(toldSlow, language).slice(-2)).toEqual([rules.simd, features.simd]);
      expect(backtestSummary(toldFast, language)).not.toContain(rules.simd);
    }
  });

  it('where rules read no feature, nothing is said of features', async () => {
    machine.simd = false;
    expect((await run(plain, loops())).engine.slower).toEqual([{ what: 'rules', why: 'simd' }]);
  });

  it('where the memory is too small for the orders, or for the features', async () => {
    expect((await run(withFeature, loops(1))).engine.slower).toEqual([{ what: 'features', why: 'memory' }]);
    vi.spyOn(Matrix.prototype, 'measure').mockRejectedValue(new OutOfMemory());
    const { engine } = await run(plain, loops());
    expect([engine.rules, engine.slower]).toEqual(['duckdb', [{ what: 'rules', why: 'memory' }]]);
  });
});
