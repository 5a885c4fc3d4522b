import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  scorecardJsonSchema,
  scorecardJsonSchemaText,
  scorecardSpecSchemaText,
} from '../../analysis/cli/scorecard-schema.ts';
import { randomNumbers } from '../../analysis/model/random-numbers.ts';
import type { ScorecardReport } from '../../analysis/model/scorecard/report.ts';
import { scorecardSpecSchema } from '../../analysis/model/scorecard/spec.ts';
import { scratch } from '../store/projects.ts';
import { cli } from './run-cli.ts';

const place = scratch();
const project = join(place.dir, 'shop.shinsa');
const written = (name: string, content: string | object): string => {
  const path = join(place.dir, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const dayMs = 86_400_000;
const start = Date.parse('2024-01-01T00:00:00+09:00');
/** First day held out; training knows what was reported until the end of the day before. */
const split = Date.parse('2024-09-01T00:00:00+09:00');
const iso = (at: number): string => new Date(at + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const random = randomNumbers(5);
/** An order a quarter of a day; dear ones and those paid by card end badly more often, a quarter of the reports come late. */
const orders = Array.from({ length: 1440 }, (_, i) => {
  const amount = 1000 + Math.floor(random() * 50) * 1000;
  const method = random() < 0.5 ? 'card' : 'konbini';
  const member = `m${Math.floor(random() * 300)}`;
  const at = start + i * (dayMs / 4);
  const isBad = random() < 0.03 + 0.3 * (amount / 51_000) + (method === 'card' ? 0.15 : 0);
  const reported = isBad ? at + (random() < 0.25 ? 200 : 20) * dayMs : null;
  return { id: `A-${i}`, at, amount, method, member, email: `${member}@example.jp`, reported };
});

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  const history = written(
    'history.csv',
    [
      '注文番号,注文日時,合計金額,会員ID,メール,媒体,決済状況,points',
      ...orders.map((one) =>
        [one.id, iso(one.at), one.amount, one.member, one.email, one.method, '10', one.amount + 7].join(),
      ),
    ].join('\n'),
  );
  const outcomes = written(
    'outcomes.csv',
    [
      '注文番号,報告日,理由コード',
      ...orders.flatMap(({ id, reported }) => (reported === null ? [] : [`${id},${iso(reported)},10.4`])),
    ].join('\n'),
  );
  const mapping = written('mapping.json', {
    timezone: 'Asia/Tokyo',
    columns: {
      ...{ event_id: '注文番号', ordered_at: '注文日時', amount: '合計金額', member_id: '会員ID', email: 'メール' },
      ...{ media_code: '媒体', settle_status: '決済状況', currency: { value: 'JPY' } },
    },
    keep: ['points'],
    outcomes: { columns: { event_id: '注文番号', reported_at: '報告日', reason: '理由コード' } },
  });
  const files = ['--history', history, '--mapping', mapping, '--outcomes', outcomes];
  expect(await cli(['import', '--project', project, ...files])).toMatchObject({ code: 0 });
}, 120_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

const base = {
  ...{ format: 'shinsa-scorecard', formatVersion: 1, name: '与信', outOfTime: '2024-09-01' },
  features: [{ id: 'before', agg: 'known_bad', by: ['buyer.id'], window: 'all', outcome: { kinds: ['chargeback'] } }],
  variables: [
    {
      field: 'order.amount',
      trend: 'ascending',
      reason: { code: 'A1', names: { ja: '金額が高い', en: 'High amount' } },
    },
    { field: 'order.media_code' },
    { field: 'velocity.before', maxBins: 3 },
  ],
  selection: { minIv: 0.001 },
  segments: ['order.media_code'],
};

async function told(spec: object, ...more: string[]): Promise<ScorecardReport> {
  const ran = await cli(['scorecard', '--project', project, '--spec', written('s.json', spec), '--json', ...more]);
  expect(ran).toMatchObject({ code: 0 });
  const json: unknown = JSON.parse(ran.out);
  expect(scorecardJsonSchema.safeParse(json).error?.issues).toBeUndefined();
  return json as ScorecardReport;
}

/** Counts of orders as judged at the end of a moment, of the orders of a period; 120 days until an outcome is known. */
function judged(from: number, to: number, until: number): { bad: number; good: number; immature: number } {
  const found = { bad: 0, good: 0, immature: 0 };
  for (const { at, reported } of orders) {
    if (at < from || at >= to) continue;
    // Maturity belongs to the order's day.
    const mature = at + 120 * dayMs < until;
    if (!mature) found.immature += 1;
    else if (reported !== null && reported < until) found.bad += 1;
    else found.good += 1;
  }
  return found;
}

it('publishes the schemas of what it prints and of what it reads', async () => {
  await expect(scorecardJsonSchemaText()).toMatchFileSnapshot('../../docs/schemas/scorecard.schema.json');
  await expect(scorecardSpecSchemaText()).toMatchFileSnapshot('../../docs/schemas/scorecard-spec.schema.json');
  const docs = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'scorecard.md'), 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(docs) ?? [];
  expect(scorecardSpecSchema.safeParse(JSON.parse(example)).error?.issues).toBeUndefined();
});

describe('a scorecard of a project', () => {
  let report: ScorecardReport;

  it('is trained on what had been reported before the out-of-time day, and held to all that is known', async () => {
    report = await told(base);
    expect(report).toMatchObject({ trainedAsOf: '2024-08-31', maturity: 'measured', currency: 'JPY' });
    expect(report.training.period).toMatchObject(judged(start, split, split));
    expect(report.outOfTime?.period).toMatchObject(judged(split, Infinity, Infinity));
    // With hindsight training would have had more bad orders.
    expect(judged(start, split, Infinity).bad).toBeGreaterThan(report.training.period.bad + 20);
    const [amount, media, before] = report.variables;
    expect(amount).toMatchObject({ left: null, type: 'money', trend: 'ascending' });
    expect(media).toMatchObject({ left: null, type: 'category' });
    expect(media?.table.filter(({ kind }) => kind === 'categories').map(({ values }) => values)).toEqual([
      ['konbini'],
      ['card'],
    ]);
    expect(before?.type).toBe('number');
    expect(report.outOfTime?.gini?.value).toBeGreaterThan(0.15);
    expect(report.cluster).toBe('customer');
    expect(report.outOfTime?.gini?.interval?.by).toBe('bootstrap');
    expect(report.segments[0]?.values.map(({ value }) => value).sort()).toEqual(['card', 'konbini']);
    expect(report.rejects).toBeNull();
  });

  it('counts in every bin the orders that are in it', () => {
    const [amount] = report.variables;
    const known = orders.filter(({ at }) => at < split && at + 120 * dayMs < split);
    for (const { kind, from = null, to = null, good, bad } of amount?.table ?? []) {
      if (kind !== 'range') continue;
      const own = known.filter((one) => one.amount >= (from ?? -Infinity) && one.amount < (to ?? Infinity));
      const isBad = own.filter(({ reported }) => reported !== null && reported < split).length;
      expect({ good, bad }).toEqual({ good: own.length - isBad, bad: isBad });
    }
  });

  it('gives the same from its own bins, and a day earlier knows less', async () => {
    const variables = base.variables.map((one, i) => ({ ...one, bins: report.variables[i]?.bins }));
    const again = await told({ ...base, variables });
    expect(again.outOfTime).toEqual(report.outOfTime);
    const early = await told(base, '--as-of', '2025-02-01');
    expect(early.training.period).toEqual(report.training.period);
    expect(early.outOfTime?.period.bad).toBeLessThan(report.outOfTime?.period.bad ?? 0);
    expect(early.outOfTime?.period.immature).toBeGreaterThan(0);
  });

  it('tells the score and the reasons of orders, and how often a variable is the first', async () => {
    const dear = orders.find(({ amount }) => amount === 50_000)?.id ?? '';
    const cheap = orders.find(({ amount, method }) => amount === 1000 && method === 'konbini')?.id ?? '';
    const { scored, variables } = await told(base, '--orders', `${dear},${cheap}`);
    const [high, low] = scored;
    expect(high?.reasons.map(({ code }) => code)).toContain('A1');
    expect(high?.score).toBeLessThan(low?.score ?? 0);
    const best = variables.find(({ field }) => field === 'order.amount')?.table ?? [];
    const lost = high?.reasons.find(({ code }) => code === 'A1')?.lost;
    const points = high?.parts.find(({ field }) => field === 'order.amount')?.points ?? 0;
    expect(lost).toBe(Math.max(...best.flatMap((bin) => (bin.good + bin.bad > 0 ? (bin.points ?? []) : []))) - points);
    expect(low?.reasons.find(({ code }) => code === 'A1')).toBeUndefined();
  });

  it('says in lines, in both languages, what a reader must know', async () => {
    const { outOfTime: _outOfTime, ...rest } = base;
    const args = ['scorecard', '--project', project, '--spec', written('in.json', rest)];
    const ran = await cli(args);
    expect(ran.out).toMatch(/No out-of-time day is given/);
    const ja = await cli(args, { lang: 'ja_JP.UTF-8' });
    expect(ja.out).toMatch(/期間外検証の開始日がありません/);
    expect(ja.out).toMatch(/order\.amount: IV/);
  });
});

describe('what a scorecard does not read', () => {
  const refused = async (spec: object | string, ja = false, ...more: string[]) => {
    const args = ['scorecard', '--project', project, '--spec', written('r.json', spec), ...more];
    const ran = await cli(args, ja ? { lang: 'ja_JP.UTF-8' } : {});
    expect(ran.code).toBe(2);
    return ran.err;
  };
  const of = (field: string, more: object = {}) => ({ ...base, variables: [base.variables[0], { field, ...more }] });

  it('is what knows the outcome, is not there or is a time, each with its place', async () => {
    const leak = await refused(of('order.settle_status'));
    expect(leak).toMatch(/variables\.1\.field/);
    expect(leak).toMatch(/order\.settle_status/);
    expect(leak).toMatch(/outcome|result|known/i);
    expect(await refused(of('order.settle_status'), true)).toMatch(
      /スコアカードでは order\.settle_status を読めません/,
    );
    expect(await refused(of('order.amuont'))).toMatch(/order\.amount/);
    expect(await refused(of('order.time'))).toMatch(/cannot be cut to bins/);
    expect(await refused(of('order.media_code', { kind: 'numeric' }))).toMatch(/cannot be cut to bins/);
    expect(await refused(of('order.amount == 1'))).toMatch(/variables\.1\.field/);
  });

  it('is a specification with unknown keys, bins that cannot be, an order that is not there', async () => {
    expect(await refused({ ...base, colour: 1 })).toMatch(/field colour.*key is not known/i);
    expect(await refused('{ "format": ')).toMatch(/line 1/);
    const bins = {
      start: { kind: 'numeric', cuts: [1000] },
      operations: [{ do: 'merge', bins: [0, 7], reason: '少ない' }],
    };
    const merged = { ...base, variables: [{ field: 'order.amount', bins }] };
    expect(await refused(merged)).toMatch(/variables\.0\.bins\.operations\.0.*no bin of that number/);
    expect(await refused(base, false, '--orders', 'X-1')).toMatch(/orders\.0.*no such order/);
    expect(await refused({ ...base, outOfTime: '2023-01-01' })).toMatch(/bad and good orders/);
  });
});

it('is cancelled while it computes, and says so', async () => {
  const stop = new AbortController();
  const onErr = (text: string): void => (/computing/.test(text) ? stop.abort() : undefined);
  const args = ['scorecard', '--project', project, '--spec', written('stop.json', base), '--json'];
  const ran = await cli(args, { signal: stop.signal, onErr });
  expect(ran).toMatchObject({ code: 130, out: '' });
});

it('masks categories of persons, and refuses masks as bins', async () => {
  const spec = {
    ...base,
    variables: [...base.variables, { field: 'buyer.email', maxBins: 20 }],
    segments: ['buyer.id'],
  };
  const masked = JSON.stringify(await told(spec));
  const report = (text: string): ScorecardReport => JSON.parse(text) as ScorecardReport;
  expect(masked).not.toMatch(/m\d+@example/);
  expect(masked).not.toMatch(/"value":"m\d+"/);
  const open = await told(spec, '--unmasked');
  expect(JSON.stringify(open)).toMatch(/"value":"m\d+"/);
  // Masks are no values: bins of them would hold nobody.
  const email = report(masked).variables.at(-1);
  const again = { ...base, variables: [{ field: 'buyer.email', bins: email?.bins }] };
  const ran = await cli(['scorecard', '--project', project, '--spec', written('m.json', again)]);
  expect(ran.err).toMatch(/Personal values are masked/);
});

it('tells no cuts of a personal number where these are masked, and refuses what is told instead as bins', async () => {
  // What a client's own column holds nobody has said.
  const spec = { ...base, variables: [base.variables[1], { field: 'custom.points' }] };
  const open = (await told(spec, '--unmasked')).variables[1];
  const { bins } = open ?? {};
  const cuts = bins?.start.kind === 'numeric' ? bins.start.cuts : [];
  expect(cuts.length).toBeGreaterThan(0);
  const masked = (await told(spec)).variables[1];
  expect(masked?.table.map(({ good, bad }) => good + bad)).toEqual(open?.table.map(({ good, bad }) => good + bad));
  expect(masked?.bins).toBeNull();
  for (const cut of cuts) expect(JSON.stringify(masked)).not.toContain(String(cut));
  const again = { ...spec, variables: [base.variables[1], { field: 'custom.points', bins: masked?.bins }] };
  const ran = await cli(['scorecard', '--project', project, '--spec', written('n.json', again)]);
  expect(ran.code).toBe(2);
  expect(ran.err).toMatch(/variables\.1\.bins/);
});
