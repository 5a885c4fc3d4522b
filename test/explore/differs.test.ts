import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differsByDuckdb } from '../../analysis/explore/linked/by-duckdb.ts';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import { leastSupport, rankedDifferences, type Differs, type Tried } from '../../analysis/model/differs.ts';
import { everything, type Clause } from '../../analysis/model/filter.ts';
import type { LinkedAxis } from '../../analysis/model/linked.ts';
import { listening, openHistory, type History } from '../backtest/history.ts';
import { anyOrders, withCustom } from './any-orders.ts';

const axis = (column: string): LinkedAxis => ({ kind: 'column', column });
const bin = (column: string, value: string): Tried['parts'][number] => ({
  axis: axis(column),
  bin: { kind: 'value', label: value, min: null, max: null, clause: { kind: 'in', column, values: [value] } },
});
const tried = (parts: Tried['parts'], inside: number, outside: number, insideAmount = inside * 100): Tried => ({
  ...{ parts, inside, outside, insideAmount },
});

describe('what some orders have more of, by hand', () => {
  const all = { inside: 100, outside: 900, insideAmount: 10_000 };
  const singles = [
    tried([bin('pay', 'card')], 40, 90),
    tried([bin('pay', 'cod')], 60, 810),
    tried([bin('kind', 'once')], 50, 450),
    tried([bin('kind', 'again')], 50, 450),
  ];

  test('shares, lift, information and what chance makes of it', () => {
    const { findings, axes, tried: looked } = rankedDifferences(all, singles, []);
    expect(looked).toBe(4);
    expect(findings).toHaveLength(1);
    const [card] = findings;
    expect(card).toMatchObject({ insideShare: 0.4, outsideShare: 0.1, lift: 4, insideAmount: 4000 });
    // (40.5/101 − 90.5/901) × ln of their ratio.
    expect(card?.information).toBeCloseTo(0.30055 * Math.log(0.4009901 / 0.1004439), 4);
    // z = 0.3 ÷ √(0.13 × 0.87 × (1/100 + 1/900)) = 8.463: chance is out of the question.
    expect(card?.q).toBeLessThan(1e-10);
    // 4000 beyond a tenth of 10,000.
    expect(card?.excess).toBe(3000);
    // z = 0.1 ÷ √(0.2 × 0.8 × (1/100 + 1/900)) = 2.372, two-sided 0.0177; looked at alone q is p, beside three that say nothing too much.
    const alone = tried([bin('one', 'a')], 29, 171);
    expect(rankedDifferences(all, [alone], []).findings[0]?.q).toBeCloseTo(0.0177, 3);
    expect(rankedDifferences(all, [alone, ...singles.slice(2)], []).findings).toEqual([]);
    // Kinds are the same on both sides: of 0.405 and 0.1 and their rests, and of halves.
    expect(axes.map(({ axis: one }) => one)).toEqual([axis('pay'), axis('kind')]);
    expect(axes[1]?.information).toBeCloseTo(0, 6);
  });

  test('two together are told where they say more than each', () => {
    const more = tried([bin('pay', 'card'), bin('kind', 'once')], 38, 20);
    const same = tried([bin('pay', 'card'), bin('kind', 'again')], 20, 45);
    const { findings } = rankedDifferences(all, singles, [more, same]);
    expect(findings.map(({ parts }) => parts.map(({ bin: { label } }) => label).join(' '))).toEqual([
      'card once',
      'card',
    ]);
  });

  test('what chance cannot explain at all is certain, not unknown', () => {
    const many = { inside: 100_000, outside: 900_000, insideAmount: 1 };
    const { findings } = rankedDifferences(many, [tried([bin('pay', 'card')], 90_000, 9000)], []);
    expect(findings.map(({ q }) => q)).toEqual([0]);
  });

  test('a handful says nothing, and nobody outside is no number', () => {
    const few = tried([bin('pay', 'rare')], leastSupport - 1, 0);
    const own = tried([bin('pay', 'own')], 30, 0);
    const { findings } = rankedDifferences(all, [few, own], []);
    expect(findings.map(({ lift, parts }) => [parts[0]?.bin.label, lift])).toEqual([['own', null]]);
  });
});

describe('by loops and by DuckDB', () => {
  let history: History;
  beforeAll(async () => {
    history = await openHistory(withCustom);
  });
  afterAll(() => history.close());

  const axes = ['amount', 'payment_method', 'custom.gift', 'ordered_at'].map(axis);
  const clauses: readonly Clause[] = [
    { kind: 'range', column: 'amount', min: 100, max: null },
    { kind: 'notIn', column: 'payment_method', values: ['カード'] },
  ];
  const differs = (asked: Parameters<typeof differsByDuckdb>[2]): Promise<Differs> =>
    exploreHandlers(history.project)['explore.differs'](asked, listening());
  /** Which axis of two comes first says nothing. */
  const plain = ({ findings, ...rest }: Differs) => ({
    ...rest,
    findings: findings
      .map(({ parts, ...one }) => ({
        ...one,
        clauses: one.clauses.map((clause) => JSON.stringify(clause)).toSorted(),
        parts: parts.map(({ bin: { clause } }) => JSON.stringify(clause)).toSorted(),
      }))
      .toSorted((a, b) => String(a.parts).localeCompare(String(b.parts))),
  });

  test('the same is found', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyOrders,
        fc.subarray([...clauses]),
        fc.constantFrom('bad', 'selected'),
        async (orders, some, between) => {
          await history.load([...orders, ...orders.map((one) => ({ ...one, event_id: `again ${one.event_id}` }))]);
          const asked = { axes, filter: { clauses: some }, between } as const;
          const slow = await history.project.read({}, (db) => differsByDuckdb(history.project, db, asked));
          expect(plain(await differs(asked))).toEqual(plain(slow));
        },
      ),
      { numRuns: 15 },
    );
  }, 240_000);

  test('what bad orders were made of is found again', async () => {
    await history.load(
      Array.from({ length: 600 }, (_, i) => {
        const planted = i % 20 === 0;
        return {
          event_id: `o${i}`,
          ordered_at: new Date(Date.UTC(2024, 0, 1) + i * 3_600_000).toISOString(),
          ...{ amount: planted ? 80_000 : 1000 + (i % 7) * 500, currency: 'JPY' },
          payment_method: planted ? '後払い' : (['カード', '代引'][i % 2] ?? ''),
          label: planted ? true : i % 150 === 1,
        };
      }),
    );
    const { findings, axes: told } = await differs({ axes, filter: everything, between: 'bad' });
    expect(findings[0]?.insideAmount).toBe(30 * 80_000);
    expect(findings.map(({ parts }) => parts.map(({ bin: { label } }) => label)).flat()).toContain('後払い');
    expect(told[0]?.information).toBeGreaterThan(0.3);
  });
});
