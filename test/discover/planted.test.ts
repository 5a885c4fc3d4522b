import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  finderIds,
  type FinderId,
  type FinderLack,
  type PatternFinding,
  type PatternsReport,
} from '../../analysis/model/patterns.ts';
import { ensureSample } from '../../samples/shop/generate.ts';
import { cli } from '../cli/run-cli.ts';
import { ruleSetOf } from '../rule-sets.ts';
import { scratch } from '../store/projects.ts';

interface Truth {
  readonly pattern: string;
  readonly group: string;
  readonly fraud: boolean;
}

const place = scratch();
const project = join(place.dir, 'sample.shinsa');
let truth: ReadonlyMap<string, Truth>;
let report: PatternsReport;

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  const sample = await ensureSample(join(place.dir, 'shop'));
  const files = ['--history', sample.orders, '--outcomes', sample.chargebacks, '--mapping', sample.mapping];
  expect(await cli(['import', '--project', project, ...files])).toMatchObject({ code: 0 });
  const told = JSON.parse(readFileSync(join(place.dir, 'shop', 'truth.json'), 'utf8')) as Record<string, Truth>;
  truth = new Map(Object.entries(told));
  const ran = await cli(['patterns', '--project', project, '--json', '--unmasked']);
  expect(ran.code, ran.err).toBe(0);
  report = JSON.parse(ran.out) as PatternsReport;
}, 240_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

const of = (id: FinderId) => {
  const found = report.finders.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const idsOf = ({ filter }: PatternFinding): readonly string[] =>
  filter?.clauses.flatMap((clause) => (clause.kind === 'in' ? clause.values.map(String) : [])) ?? [];
const everyId = (id: FinderId): ReadonlySet<string> => new Set(of(id).findings.flatMap(idsOf));

/** Orders of the planted groups of a pattern, by group. */
function groupsOf(pattern: string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [id, one] of truth)
    if (one.pattern === pattern) groups.set(one.group, [...(groups.get(one.group) ?? []), id]);
  return groups;
}

/** What docs/finders.md says of each finder on the sample: patterns whose every group it finds, by at least that share of the group's orders. */
const documented: Readonly<
  Record<
    FinderId,
    {
      readonly missing?: readonly string[];
      readonly lacks?: FinderLack;
      readonly findings: number;
      readonly orders: number;
      readonly known: readonly [bad: number, of: number];
      readonly finds: Readonly<Record<string, readonly [number, number]>>;
    }
  >
> = {
  'stolen-cards': { findings: 20, orders: 160, known: [78, 89], finds: { 'stolen-card-burst': [20, 1] } },
  'card-testing': { findings: 4, orders: 240, known: [20, 22], finds: { 'card-testing': [4, 1] } },
  forwarding: { findings: 9, orders: 66, known: [27, 31], finds: { 'forwarding-ring': [3, 1] } },
  'account-takeover': { findings: 24, orders: 48, known: [18, 21], finds: { 'account-takeover': [24, 1] } },
  'first-offer-resale': { findings: 5, orders: 115, known: [0, 30], finds: { 'first-offer-resale': [5, 0.75] } },
  'pay-later-ring': { findings: 8, orders: 94, known: [0, 70], finds: { 'pay-later-ring': [8, 0.9] } },
  'affiliate-abuse': { findings: 3, orders: 105, known: [0, 40], finds: { 'affiliate-abuse': [3, 1] } },
  'device-farm': {
    findings: 33,
    orders: 376,
    known: [116, 133],
    finds: { 'stolen-card-burst': [20, 1], 'forwarding-ring': [3, 1] },
  },
  // Four of the bursts are spread over more than an hour.
  'velocity-burst': { findings: 27, orders: 352, known: [68, 77], finds: { 'card-testing': [4, 0.5] } },
  'name-reading': { findings: 0, orders: 0, known: [0, 0], finds: {} },
  // Addresses of the sample are of reserved ranges, which are in no country.
  'ip-abroad': { missing: ['ip_country'], findings: 0, orders: 0, known: [0, 0], finds: {} },
  // The shop has no lists, and says nothing of browsers.
  'listed-shared': { lacks: 'negative-list', findings: 0, orders: 0, known: [0, 0], finds: {} },
  'language-zone': { lacks: 'browser-language', findings: 0, orders: 0, known: [0, 0], finds: {} },
};

describe('the finders on the sample shop', () => {
  test.each(finderIds)('%s finds every planted group it is for, and nothing that nobody planted', (id) => {
    const { found, findings, missing, lacks, orders: total, states } = of(id);
    expect(lacks).toBe(documented[id].lacks ?? null);
    expect(missing).toEqual(documented[id].missing ?? []);
    expect(found).toBe(documented[id].findings);
    expect(total).toBe(documented[id].orders);
    expect([states.bad.orders, states.bad.orders + states.good.orders]).toEqual(documented[id].known);
    const ids = everyId(id);
    for (const [pattern, [groups, least]] of Object.entries(documented[id].finds)) {
      const planted = groupsOf(pattern);
      expect(planted.size).toBe(groups);
      for (const [group, orders] of planted) {
        const covered = orders.filter((one) => ids.has(one)).length / orders.length;
        expect([group, covered >= least], `${covered}`).toEqual([group, true]);
      }
    }
    const strangers = findings.flatMap(idsOf).filter((one) => truth.get(one)?.fraud !== true);
    expect(strangers).toEqual([]);
  });

  test('what repeats nowhere is found by none of them: single stolen cards', () => {
    const singles = [...groupsOf('stolen-card-single').values()].flat();
    expect(singles).toHaveLength(70);
    const found = finderIds.flatMap((id) => singles.filter((one) => everyId(id).has(one)));
    expect(found).toEqual([]);
  });

  test('figures of a finding are those of its orders, of a finder those of all its findings', () => {
    expect(report.orders).toBe(20_000);
    expect(report.states.bad.orders).toBe(183);
    for (const { id, orders, findings, states } of report.finders) {
      expect(everyId(id).size).toBe(orders);
      const sum = Object.values(states).reduce((total, state) => total + state.orders, 0);
      expect(sum).toBe(orders);
      for (const one of findings) {
        expect(idsOf(one)).toHaveLength(one.orders);
        expect(Object.values(one.states).reduce((total, state) => total + state.amount, 0)).toBe(one.amount);
        expect(one.first).toBeLessThanOrEqual(one.last);
      }
    }
  });

  test('every draft rule checks, and hits orders of its finding at the moment of their deciding', async () => {
    const drafts = report.finders.flatMap(({ id, findings }) => {
      const [first] = findings;
      return first === undefined ? [] : [{ id, ...first.draft }];
    });
    const rules = drafts.map(({ code, when }) => ({
      ...{ code, when, result: 'REVIEW' as const, description: { ja: code, en: code } },
    }));
    const ruleSet = { ...ruleSetOf(...rules), features: drafts.flatMap(({ features }) => features) };
    const path = join(place.dir, 'drafts.json');
    writeFileSync(path, JSON.stringify(ruleSet));
    const ran = await cli(['backtest', '--project', project, '--ruleset', path, '--json']);
    expect(ran.code, ran.err).toBe(0);
    const told = JSON.parse(ran.out) as { rules: { code: string; hits: number }[] };
    expect(told.rules.map(({ code, hits }) => [code, hits])).toEqual([
      ['PTN_STOLEN_CARDS', 100],
      ['PTN_CARD_TESTING', 204],
      ['PTN_FORWARDING', 48],
      ['PTN_ACCOUNT_TAKEOVER', 19],
      ['PTN_FIRST_OFFER', 95],
      ['PTN_PAY_LATER_RING', 62],
      ['PTN_AFFILIATE', 39],
      ['PTN_DEVICE_FARM', 280],
      ['PTN_VELOCITY_BURST', 239],
    ]);
  }, 120_000);

  test.each([
    ['ja_JP.UTF-8', ['クレジットマスター: 4組、240件', 'バックテスト', '基準日', '後の注文で判断']],
    [
      'en_US.UTF-8',
      ['Card testing: 4 found, 240 orders', 'told by a backtest', 'as of 20', 'judge them on later ones'],
    ],
  ])('they are readable in %s', async (lang, lines) => {
    const ran = await cli(['patterns', '--project', project], { lang });
    expect(ran.code).toBe(0);
    for (const line of lines) expect(ran.out).toContain(line);
    expect(ran.out).not.toMatch(/undefined|[{}]|\bNaN\b/);
  });
});
