import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MaturityReport } from '../../analysis/model/maturity/report.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { scratch } from '../store/projects.ts';
import { cli, smallShop } from './run-cli.ts';

const place = scratch();
const shop = smallShop(place.dir);
const days = Array.from({ length: 200 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)));
const iso = (at: Date): string => at.toISOString().slice(0, 10);
const later = (at: Date, by: number): string => iso(new Date(at.getTime() + by * 86_400_000));

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = `${place.dir}/cache`;
  const orders = days.map((at, i) => `O-${i},${iso(at)} 12:00:00,1000,m${i}`);
  writeFileSync(shop.history, ['注文番号,注文日時,合計金額,会員ID', ...orders].join('\n'));
  // Every order is charged back: three of four after 10 days, the others after 40; known up to the last order's day.
  const last = iso(days.at(-1) ?? new Date(NaN));
  const reports = days
    .map((at, i) => [`O-${i}`, later(at, i % 4 === 3 ? 40 : 10)] as const)
    .filter(([, reported]) => reported <= last);
  writeFileSync(shop.outcomes, ['注文番号,報告日,理由コード', ...reports.map((r) => `${r.join(',')},10.4`)].join('\n'));
  const { project, history, mapping, outcomes } = shop;
  const ran = await cli([
    'import',
    '--project',
    project,
    '--history',
    history,
    '--mapping',
    mapping,
    '--outcomes',
    outcomes,
  ]);
  expect(ran).toMatchObject({ code: 0 });
}, 60_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

test('JSON tells the curve, the ages, the cohorts and the warnings', async () => {
  const ran = await cli(['maturity', '--project', shop.project, '--unit', 'week', '--json']);
  expect(ran.code).toBe(0);
  const report = JSON.parse(ran.out) as MaturityReport;
  expect(report.asOf).toBe('2024-07-18');
  const share = (age: number) => report.curve?.points[age]?.share ?? NaN;
  expect([share(9), share(40)]).toEqual([0, 1]);
  for (const age of [10, 39]) expect(share(age)).toBeCloseTo(0.75, 1);
  expect(report.summary.ages.map(({ age }) => age)).toEqual([10, 40, 40, 40]);
  expect(report.summary.trustedUntil).toBe(later(new Date('2024-07-18T00:00:00Z'), -40));
  expect(report.triangle?.cohorts[0]).toMatchObject({ orders: 7 });
  expect(report.triangle?.cohorts[0]?.cells.map(({ bad, complete }) => [bad, complete])).toEqual(
    [0, 6, 6, 6, 6, 7].map((bad) => [bad, true]),
  );
  expect(report.warnings).toEqual([]);
});

test('a person reads it in their language', async () => {
  const english = await cli(['maturity', '--project', shop.project]);
  expect(english.out).toContain('95 % reported by day 40 (95 % band: 40 to 40)');
  expect(english.out).toContain('Orders to trust: up to 2024-06-08');
  expect(english.out).toMatch(/2024-01-01 +31 +77\.42 +100\.00/);
  const japanese = await cli(['maturity', '--project', shop.project], { lang: 'ja_JP.UTF-8' });
  expect(japanese.out).toContain('信頼できる注文: 2024-06-08 まで');
});

test('a target made in the project has its own curve and last day to trust', async () => {
  const file = `${place.dir}/own.json`;
  // Without the members whose reports take 40 days all have come by day 10.
  const slow = days.flatMap((_, i) => (i % 4 === 3 ? [`m${i}`] : []));
  const own = {
    ...{ id: 'quick', name: { ja: '早い不正', en: 'Quick fraud' }, kinds: ['chargeback'], reasonFamilies: [] },
    ...{ horizonDays: 15, exclude: [{ kind: 'in', column: 'member_id', values: slow }] },
  };
  writeFileSync(file, JSON.stringify(own));
  expect(await cli(['targets', '--project', shop.project, 'set', file])).toMatchObject({ code: 0 });

  // Of the 190 orders that are 10 days old 47 are of those members.
  const listed = (await cli(['maturity', '--project', shop.project])).out;
  expect(listed).toMatch(/Quick fraud: 50 % 10 d, .*95 % 10 d; orders to trust up to 2024-07-08 \(143 reports\)/);
  expect(listed).toMatch(/Card fraud: .*95 % 40 d; orders to trust up to 2024-06-08/);

  const ran = await cli(['maturity', '--project', shop.project, '--target', 'quick', '--json']);
  expect(ran).toMatchObject({ code: 0 });
  const report = JSON.parse(ran.out) as MaturityReport;
  expect(report.target.name.en).toBe('Quick fraud');
  expect(report.summary).toMatchObject({ reports: 143, trustedUntil: '2024-07-08' });
  expect([9, 10].map((age) => report.curve?.points[age]?.share)).toEqual([0, 1]);
  const renamed = { ...own, name: { ja: '別名', en: 'Another name' } };
  writeFileSync(file, JSON.stringify(renamed));
  await cli(['targets', '--project', shop.project, 'set', file]);
  expect((await cli(['maturity', '--project', shop.project])).out).toContain('Another name: 50 % 10 d');
  const unknown = await cli(['maturity', '--project', shop.project, '--target', 'nobody']);
  expect(unknown).toMatchObject({ code: 2, out: '' });
});

test('a backtest tells shares raw, matured and adjusted, with what each is of', async () => {
  writeFileSync(shop.ruleset, JSON.stringify(ruleSetOf(ruleOf('NONE', 'order.amount < 0'))));
  const asked = ['backtest', '--project', shop.project, '--ruleset', shop.ruleset];
  const ran = await cli([...asked, '--json']);
  expect(ran).toMatchObject({ code: 0 });
  const { ripening, bad, good } = JSON.parse(ran.out) as Ripened;
  const [badRate] = ripening.shares;
  expect(ripening.shares.map(({ name }) => name)).toEqual(['badRate', 'passedBad', 'precision', 'recall']);
  const reported = days.filter((_, i) => i + (i % 4 === 3 ? 40 : 10) < days.length).length;
  expect(badRate?.total.raw).toEqual({ part: reported, whole: 200, value: reported / 200 });
  expect(badRate?.total.matured).toMatchObject({ part: bad, whole: bad + good });
  // Every order is charged back in the end.
  const adjusted = badRate?.total.adjusted;
  const { part = NaN, whole = NaN, maturity = NaN, value = NaN } = adjusted ?? {};
  expect(value).toBeGreaterThan(0.9);
  expect(value).toBeCloseTo(Math.min(1, part / whole / maturity), 9);
  expect(badRate?.series.reduce((sum, { raw }) => sum + raw.whole, 0)).toBe(200);
  // Nothing is alerted: no share of nothing.
  expect(ripening.shares[2]?.total).toEqual({
    ...{ raw: { part: 0, whole: 0, value: null }, matured: { part: 0, whole: 0, value: null }, adjusted: null },
  });
  const rate = ((100 * reported) / 200).toFixed(2);
  expect((await cli(asked)).out).toContain(`bad rate (all orders): ${rate} % [${reported} / 200] → `);
  expect((await cli(asked, { lang: 'ja_JP.UTF-8' })).out).toContain(
    `不正率（全注文）: ${rate} % [${reported} / 200] → `,
  );
});

interface Ripened {
  readonly bad: number;
  readonly good: number;
  readonly ripening: {
    readonly shares: readonly {
      readonly name: string;
      readonly total: Ripe;
      readonly series: readonly Ripe[];
    }[];
  };
}
type Told = Readonly<Record<'part' | 'whole', number>> & { readonly value: number | null };
interface Ripe {
  readonly raw: Told;
  readonly matured: Told;
  readonly adjusted: (Told & { readonly maturity: number }) | null;
}

test('an unknown unit is refused', async () => {
  const ran = await cli(['maturity', '--project', shop.project, '--unit', 'year']);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain('--unit');
});
