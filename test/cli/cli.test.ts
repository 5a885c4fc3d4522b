import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openProject } from '../../analysis/store/open-project.ts';
import { hashOf, scratch } from '../store/projects.ts';
import { cli, ruleSet, smallShop } from './run-cli.ts';

let place: ReturnType<typeof scratch>;
let shop: ReturnType<typeof smallShop>;

beforeEach(() => {
  place = scratch();
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  shop = smallShop(place.dir);
});

afterEach(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

const importArgs = (): string[] => [
  'import',
  '--project',
  shop.project,
  '--history',
  shop.history,
  '--mapping',
  shop.mapping,
];

const known = scratch();
let taken: Promise<string> | undefined;
afterAll(() => known.dispose());

/** The shop's project, taken in once for all tests. */
async function imported(): Promise<void> {
  copyFileSync(await (taken ??= takeIn()), shop.project);
}

async function takeIn(): Promise<string> {
  const project = join(known.dir, 'shop.shinsa');
  const ran = await cli(['import', '--project', project, ...importArgs().slice(3), '--outcomes', shop.outcomes]);
  expect(ran).toMatchObject({ code: 0 });
  return project;
}

describe('lines', () => {
  test('takes a file of order lines in, and tells what has no order and what could not be read', async () => {
    await imported();
    const path = join(place.dir, 'lines.csv');
    writeFileSync(path, '注文番号,商品名,単価,個数\nA-1,水,100,2\nZ-1,茶,100,1\nA-2,茶,x,1\n');
    const told = await cli(['lines', '--project', shop.project, path, '--unmasked']);
    expect(told).toMatchObject({ code: 0 });
    expect(told.out).toContain(
      'Order lines lines.csv: 3 rows, 2 taken in of 2 orders (0 had lines before), 1 rejected',
    );
    expect(told.out).toContain('amount unreadable (column 単価), first at line 4');
    expect(told.out).toContain('1 lines name 1 orders that are not in the project: Z-1');
    const mapping = join(place.dir, 'lines.json');
    writeFileSync(mapping, JSON.stringify({ columns: { name: { value: '' } } }));
    const ran = await cli(['lines', '--project', shop.project, path, '--mapping', mapping, '--json']);
    expect(JSON.parse(ran.out)).toMatchObject([{ accepted: 2, replaced: 2, orphanOrders: 1 }]);
    // Masked unless asked for.
    expect(ran.out).not.toContain('Z-1');
    const listed = await cli(['lines', '--project', shop.project, '--json']);
    expect(JSON.parse(listed.out)).toMatchObject([{ accepted: 2 }, { accepted: 2 }]);
    expect(await cli(['lines', '--project', shop.project, '--encoding', 'shift_jis'])).toMatchObject({ code: 2 });
  });
});

describe('import', () => {
  test('makes the project, tells on stdout in JSON what was taken in', async () => {
    const ran = await cli([...importArgs(), '--outcomes', shop.outcomes, '--json'], { processes: true });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out)).toMatchObject({
      read: 6,
      accepted: 5,
      rejected: 1,
      rejects: [{ reason: 'time-unreadable', rows: 1, firstLine: 7 }],
      outcomes: { read: 3, matched: 2, several: 0, unmatched: 1, rejected: 0 },
    });
    expect(ran.err).toContain('reading');
    expect(existsSync(shop.project)).toBe(true);
  });

  test('says it for a person, in Japanese where that is the language', async () => {
    const english = await cli(importArgs());
    expect(english.out).toContain('6 rows read, 5 orders taken in, 1 rejected');
    rmSync(shop.project);
    const japanese = await cli(importArgs(), { lang: 'ja_JP.UTF-8' });
    expect(japanese.out).toContain('6 行を読み、5 件を取り込み、1 行を除外しました');
    expect(japanese.out).toContain('注文日時を読めない');
  });

  test('of a file with orders that are there tells what became of them', async () => {
    await imported();
    const told = await cli(importArgs());
    expect(told.out).toContain('0 new, 0 updated, 5 unchanged, 0 contradict theirs');
    writeFileSync(shop.history, readFileSync(shop.history, 'utf8').replace(/(\nA-1,[^,]*,)[0-9]+/, '$11'));
    const ran = await cli([...importArgs(), '--json']);
    expect(JSON.parse(ran.out)).toMatchObject({ upsert: { inserted: 0, updated: 0, unchanged: 4, conflicting: 1 } });
  });

  test('that fails leaves no new project', async () => {
    writeFileSync(shop.history, '注文番号,注文日時,合計金額,会員ID\nA-1,いつか,1,m\n');
    const ran = await cli([...importArgs(), '--json']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('No row could be taken in (1 of 1 rejected)');
    expect(readdirSync(place.dir).filter((name) => name.startsWith('shop'))).toEqual([]);
  });

  test('that fails keeps a project that was there', async () => {
    await imported();
    writeFileSync(shop.history, '注文番号\nA-1\n');
    expect((await cli(importArgs())).code).toBe(2);
    const project = await openProject(shop.project);
    expect((await project.info()).orders).toBe(5);
    await project.close();
  });

  test('that is cancelled says 130 and leaves no new project', async () => {
    const cancel = new AbortController();
    const ran = await cli(importArgs(), { signal: cancel.signal, onErr: () => cancel.abort() });
    expect(ran).toMatchObject({ code: 130, out: '' });
    expect(existsSync(shop.project)).toBe(false);
  });
});

describe('outcomes', () => {
  test('lists every outcomes file with what became of its rows, and every recall says that a third has no order', async () => {
    await imported();
    const ran = await cli(['outcomes', '--project', shop.project, '--json']);
    expect(ran.code).toBe(0);
    const { files, report } = JSON.parse(ran.out) as { files: unknown; report: unknown };
    expect(report).toMatchObject({
      chargebacks: { orders: 2, charged: 122_000, reversed: 0, remaining: 122_000, realised: 122_000 },
      conflicts: [],
    });
    expect(files).toMatchObject([
      {
        fileName: 'outcomes.csv',
        ...{ read: 3, matched: 2, several: 0, unmatched: 1, rejected: 0, amountRejected: 0 },
        matchedBy: [{ by: 'order-id', rows: 2, amount: 52_000 + 70_000 }],
      },
    ]);
    const told = await cli(['outcomes', '--project', shop.project]);
    expect(told.out).toContain('Outcomes outcomes.csv: 3 rows, 2 match an order, 0 fit several, 1 none, 0 rejected');
    expect(told.out).toContain('2 matched by order ID');
    expect(told.out).toContain('Chargebacks of 2 orders: 122,000 charged back');
    const replayed = await cli(['backtest', '--project', shop.project, '--ruleset', shop.ruleset, '--json']);
    const { warnings } = JSON.parse(replayed.out) as { warnings: unknown[] };
    expect(warnings).toContainEqual({
      code: 'outcomes-not-matched',
      params: { rows: 3, matched: 2, rate: '66.6 %', amountRate: '100.0 %' },
    });
  });
});

describe('events', () => {
  test('are taken in by kind, told by kind and file, and refused with the reason', async () => {
    await imported();
    const file = join(place.dir, 'オーソリ.csv');
    writeFileSync(
      file,
      '注文番号,オーソリ日時,オーソリ結果\nA-1,2024-01-05 10:00:01,OK\nB-9,2024-01-05 10:00:02,NG\n,,\n',
    );
    const into = ['events', '--project', shop.project];
    const ran = await cli([...into, '--kind', 'auth', file]);
    expect([ran.code, ran.err]).toEqual([0, expect.not.stringContaining('Error')]);
    expect(ran.out).toContain(
      '3 rows read, 2 events taken in (0 replaced), 1 rejected; 1 of orders not in the project',
    );
    const listed = await cli([...into, '--json']);
    expect(JSON.parse(listed.out)).toMatchObject({
      kinds: [{ kind: 'auth', events: 2, passed: 1, failed: 1, otherOrders: 1, noOrder: 0 }],
      files: [{ fileName: 'オーソリ.csv', read: 3, accepted: 2, rejected: 1 }],
    });
    expect((await cli(into)).out).toContain('Authorisations: 2 events, 1 succeeded, 1 failed');
    for (const wrong of [[file], ['--kind', 'auth'], ['--kind', 'refund', file]])
      expect((await cli([...into, ...wrong])).code).toBe(2);
  });
});

describe('backtest', () => {
  test('contributions and additions stand beside the result', async () => {
    await imported();
    const args = ['backtest', '--project', shop.project, '--ruleset', shop.ruleset, '--contributions', '--additions'];
    const { code, out } = await cli([...args, '--json']);
    expect(code).toBe(0);
    const { figures, ruleContributions, additions } = JSON.parse(out) as {
      readonly figures: { readonly money: { readonly net: { readonly value: number } } };
      readonly ruleContributions: {
        readonly rules: readonly {
          readonly code: string;
          readonly inOrder: number;
          readonly shapley: { readonly value: number };
          readonly safe: boolean;
          readonly least: number | null;
          readonly badElsewhere: unknown;
        }[];
        readonly retire: readonly string[];
        readonly safeLoss: number;
      };
      readonly additions: { readonly tried: number; readonly rules: readonly { readonly code: string }[] };
    };
    const { rules, retire } = ruleContributions;
    expect(rules).toHaveLength(ruleSet.rules.length);
    // Beside the default, which lets every order pass.
    const net = figures.money.net.value;
    expect(rules.reduce((sum, { shapley }) => sum + shapley.value, 0)).toBeCloseTo(net, 4);
    expect(rules.reduce((sum, { inOrder }) => sum + inOrder, 0)).toBeCloseTo(net, 4);
    const codes = ruleSet.rules.map(({ code }) => code);
    // Five orders tell of no rule what leaving it out costs.
    expect(rules.map(({ safe, least, badElsewhere }) => [safe, least, badElsewhere])).toEqual(
      rules.map(() => [false, null, null]),
    );
    expect([retire, ruleContributions.safeLoss]).toEqual([[], 0.01 * Math.max(0, net)]);
    expect(additions.tried).toBeGreaterThan(additions.rules.length);
    expect(additions.rules.some(({ code }) => codes.includes(code))).toBe(false);
  });

  test('judges as of an earlier day without the project changing its own', async () => {
    await imported();
    const args = ['backtest', '--project', shop.project, '--ruleset', shop.ruleset, '--json'];
    interface Told {
      readonly asOf: string;
      readonly rows: number;
      readonly bad: number;
      readonly immature: number;
    }
    const told = async (more: readonly string[] = []) => JSON.parse((await cli([...args, ...more])).out) as Told;
    const now = await told();
    expect(now).toMatchObject({ asOf: '2024-08-30', rows: 5, bad: 1, immature: 1 });
    // The day before the first report.
    const then = await told(['--as-of', '2024-02-09']);
    expect(then).toMatchObject({ asOf: '2024-02-09', rows: 5, bad: 0, immature: 5 });
    expect(await told()).toEqual(now);
    for (const day of ['2026-02-30', 'soon', '2999-01-01'])
      expect((await cli([...args, '--as-of', day])).err).toContain('--as-of');
  });

  test('says what a rule set is worth on the assumptions of a file, and refuses others', async () => {
    await imported();
    const file = join(place.dir, 'assumptions.json');
    const args = ['backtest', '--project', shop.project, '--ruleset', shop.ruleset, '--assumptions', file];
    writeFileSync(file, JSON.stringify({ marginRate: 0.5, reviewMinutes: 30, unreviewed: 'slip' }));
    const ran = await cli([...args, '--json']);
    expect(ran.code).toBe(0);
    interface Told {
      readonly assumptions: unknown;
      readonly figures: {
        readonly assumptions: readonly { readonly name: string; readonly basis: string }[];
        readonly money: {
          readonly lines: readonly { readonly value: number }[];
          readonly net: { readonly value: number };
        };
        readonly queue: { readonly capacity: number };
      };
    }
    const { assumptions, figures } = JSON.parse(ran.out) as Told;
    expect(assumptions).toEqual({ marginRate: 0.5, reviewMinutes: 30, unreviewed: 'slip' });
    const bases = Object.fromEntries(figures.assumptions.map(({ name, basis }) => [name, basis]));
    expect(bases).toMatchObject({ marginRate: 'given', chargebackFee: 'source', churnRate: 'assumed' });
    // 2 persons × 8 hours ÷ 30 minutes
    expect(figures.queue.capacity).toBe(32);
    const sum = figures.money.lines.reduce((total, { value }) => total + value, 0);
    expect(figures.money.net.value).toBeCloseTo(sum, 6);
    expect((await cli(args)).out).toContain('Net benefit: ');

    writeFileSync(file, JSON.stringify({ marginRate: 5 }));
    expect(await cli(args)).toMatchObject({ code: 2 });
    writeFileSync(file, JSON.stringify({ margin: 0.5 }));
    expect((await cli(args)).err).toContain('not assumptions');
  });

  test('tells every figure by period or column, in parts that add up to all orders', async () => {
    await imported();
    const by = async (what: string) => {
      const ran = await cli(['backtest', '--project', shop.project, '--ruleset', shop.ruleset, '--by', what, '--json']);
      expect(ran.code).toBe(0);
      return (JSON.parse(ran.out) as { parts: { by: string; parts: readonly Part[] } }).parts;
    };
    interface Part {
      readonly label: string;
      readonly first?: string;
      readonly figures: Readonly<Record<string, { readonly part: number; readonly settled: boolean }>>;
    }
    for (const what of ['weekday', 'amount']) {
      const { by: told, parts } = await by(what);
      expect(told).toBe(what);
      expect(parts.reduce((sum, { figures }) => sum + (figures['orders']?.part ?? 0), 0)).toBe(5);
      expect(Object.keys(parts[0]?.figures ?? {})).toEqual(expect.arrayContaining(['precision', 'net', 'perThousand']));
    }
    const months = (await by('month')).parts;
    expect(months.every(({ label, first }) => label === first)).toBe(true);
    // The one order that had not matured is the latest.
    expect(months.map(({ figures }) => figures['precision']?.settled).at(-1)).toBe(false);
    const unknown = await cli(['backtest', '--project', shop.project, '--ruleset', shop.ruleset, '--by', 'nothing']);
    expect(unknown.code).toBe(2);
  });

  test('prints the documented JSON and nothing else', async () => {
    await imported();
    const ran = await cli(['backtest', '--project', shop.project, '--ruleset', shop.ruleset, '--json']);
    expect(ran.code).toBe(0);
    const result = JSON.parse(ran.out) as Record<string, unknown>;
    // Cut-off 2024-08-30; 120 days before it had matured, A-5 had not.
    expect(result).toMatchObject({
      target: { id: 'card-fraud' },
      maturity: 'measured',
      rows: 5,
      bad: 1,
      good: 3,
      immature: 1,
      blocked: 0,
      excluded: 0,
      decisions: { OK: 1, REVIEW: 1, HOLD: 0, NG: 3 },
      rules: [
        {
          code: 'HIGH',
          hits: 3,
          tp: 1,
          fp: 1,
          hitsImmature: 1,
          hitsBlocked: 0,
          hitsExcluded: 0,
          unevaluable: 0,
          amount: { hit: 182_000, caught: 52_000 },
        },
        { code: 'GUEST', hits: 1, tp: 0, fp: 1, unevaluable: 1 },
      ],
    });
  });

  test('decides by scores and exceptions, in JSON and for a person', async () => {
    await imported();
    const results = { none: 'OK', ok: 'OK', ng: 'NG', 'ok+ng': 'REVIEW', hold: 'HOLD', 'ok+hold': 'OK' };
    const set = {
      ...ruleSet,
      rules: ruleSet.rules.map((rule) => ({
        ...rule,
        scores: rule.code === 'HIGH' ? { ok: 0, ng: 100, hold: 0 } : { ok: 0, ng: 0, hold: 5 },
      })),
      policy: {
        kind: 'scores',
        thresholds: { ok: 1, ng: 100, hold: 5 },
        results: { ...results, 'ng+hold': 'NG', 'ok+ng+hold': 'HOLD' },
      },
      exceptions: [
        // A-3 was ordered on the last day, A-2 at half past eleven in the evening before.
        { kind: 'allow', field: 'buyer.id', value: 'm3', from: '2024-01-07T11:00:00+09:00' },
        {
          ...{ kind: 'snooze', field: 'buyer.id', value: 'm2', rules: ['HIGH'] },
          ...{ from: '2024-01-06T00:00:00+09:00', until: '2024-01-06T23:30:00+09:00' },
        },
      ],
    };
    writeFileSync(shop.ruleset, JSON.stringify(set));
    const args = ['backtest', '--project', shop.project, '--ruleset', shop.ruleset];
    const ran = await cli([...args, '--json']);
    const result = JSON.parse(ran.out) as { decidedBy: { by: string; result: string; orders: number }[] };
    expect(result).toMatchObject({
      policy: 'scores',
      decisions: { OK: 2, REVIEW: 0, HOLD: 1, NG: 2 },
      exceptions: [
        { orders: 1, snoozed: null },
        { orders: 0, snoozed: 0 },
      ],
    });
    expect(result.decidedBy.map(({ by, result: given, orders }) => [by, given, orders])).toEqual([
      ['scores:ng', 'NG', 2],
      ['allow:1', 'OK', 1],
      ['scores:hold', 'HOLD', 1],
      ['scores:none', 'OK', 1],
    ]);
    expect((await cli(args)).out).toContain('scores:ng: NG 2');

    // A millisecond more, and the snooze holds for A-2.
    const longer = JSON.stringify(set).replace('23:30:00+09:00', '23:30:00.001+09:00');
    writeFileSync(shop.ruleset, longer);
    expect(JSON.parse((await cli([...args, '--json'])).out)).toMatchObject({
      decisions: { OK: 3, REVIEW: 0, HOLD: 1, NG: 1 },
      exceptions: [{ orders: 1 }, { orders: 1, snoozed: 1 }],
      rules: [{ code: 'HIGH', hits: 3 }, { code: 'GUEST' }],
    });

    writeFileSync(shop.ruleset, longer.replace('"ok+ng":"REVIEW",', ''));
    const refused = await cli([...args, '--json']);
    expect([refused.code === 0, `${refused.out}${refused.err}`.includes('policy.results.ok+ng')]).toEqual([
      false,
      true,
    ]);
  });

  test('leaves the data as they are', async () => {
    await imported();
    const version = async (): Promise<string> => {
      const project = await openProject(shop.project);
      const { dataVersion } = await project.info();
      await project.close();
      return dataVersion;
    };
    const before = await version();
    expect((await cli(['backtest', '--project', shop.project, '--ruleset', shop.ruleset])).code).toBe(0);
    expect(await version()).toBe(before);
  });
});

describe('export', () => {
  const exportTo = (out: string, ...more: string[]): ReturnType<typeof cli> =>
    cli(['export', '--project', shop.project, '--ruleset', shop.ruleset, '--out', out, ...more]);

  test('puts the package into a folder, and never over another', async () => {
    await imported();
    const out = join(place.dir, 'out', 'deep');
    const first = await exportTo(out, '--json');
    expect(first.code).toBe(0);
    const { path, mismatches } = JSON.parse(first.out) as { path: string; mismatches: number };
    expect(mismatches).toBe(0);
    expect(path).toMatch(/CRD_01-[0-9a-f]{8}\.shinsapkg$/);
    expect(readdirSync(path)).toContain('manifest.json');
    const before = hashOf(join(path, 'manifest.json'));
    const again = await exportTo(out);
    expect(again.code).toBe(2);
    expect(again.err).toContain('exists already');
    expect(hashOf(join(path, 'manifest.json'))).toBe(before);
    expect(readdirSync(out)).toHaveLength(1);
  });

  test('takes a name ending in .shinsapkg as the package itself', async () => {
    await imported();
    const out = join(place.dir, "O'Brien 店.shinsapkg");
    const ran = await exportTo(out);
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(
      /@gorules\/zen-engine [\d.]+ \(rules\.jdm\.json\): [\d,]+ answers on [\d,]+ vectors compared, 0 mis/,
    );
    expect(JSON.parse(readFileSync(join(out, 'ruleset.json'), 'utf8'))).toEqual(ruleSet);
    mkdirSync(join(place.dir, 'other.shinsapkg'));
    expect((await exportTo(join(place.dir, 'other.shinsapkg'))).code).toBe(2);
  });
});

describe('identity', () => {
  const akasaka = '東京都|港区|赤坂|4-3-2';

  test('four ways to write one address give one key, with the steps of each', async () => {
    const written = ['赤坂4丁目3番地2号', '赤坂4-3-2', '東京都港区赤坂４−３−２', '港区赤坂四丁目三番二号'];
    const { code, out, err } = await cli([
      'identity',
      '--kind',
      'address',
      '--postal',
      '107-0052',
      ...written,
      '--json',
    ]);
    expect([code, err]).toEqual([0, '']);
    const keys = JSON.parse(out) as { raw: string; key: string; confidence: string; steps: unknown[] }[];
    expect(keys.map(({ raw }) => raw)).toEqual(written);
    for (const { key, confidence, steps } of keys) {
      expect([key, confidence]).toEqual([akasaka, 'certain']);
      expect(steps).not.toEqual([]);
    }
  });

  test('a step left out stays in the key', async () => {
    const given = ['--kind', 'address', '--postal', '107-0052', '--without', 'numerals,variants', '--json'];
    const { out } = await cli(['identity', ...given, '港区赤坂四丁目三番二号']);
    expect(JSON.parse(out)).toMatchObject([{ key: '東京都|港区|赤坂|四丁目三番二号' }]);
  });

  test('what cannot be told says why and what to do, in the reader’s language', async () => {
    const english = await cli(['identity', '--kind', 'address', '赤坂4-3-2']);
    expect(english.out).toContain('赤坂4-3-2 -> no key (cannot tell)');
    expect(english.out).toContain('give the postal code or the prefecture');
    const japanese = await cli(['identity', '--kind', 'phone', '9.01E+09'], { lang: 'ja_JP.UTF-8' });
    expect(japanese.out).toContain('文字列として書き出し直してください');
  });

  test.each([
    [['identity', '赤坂'], '--kind is required'],
    [
      ['lists', 'add', '--project', 'p', '--name', 'x', '--kind', 'exact', '--purpose', 'tor', 'x.csv'],
      'not one that it can be: --purpose negative|positive|mail-disposable|',
    ],
    [['identity', '--kind', 'colour', '赤'], 'not one that it can be: --kind'],
    [['identity', '--kind', 'address'], 'at least one value'],
    [
      ['backtest', '--project', 'p', '--ruleset', 'r', '--stability', 'yearly'],
      'not one that it can be: --stability month|YYYY-MM,YYYY-MM|YYYY-MM-DD',
    ],
    [['quality', '--project', 'p', '--mask', 'eyes'], 'not one that it can be: --mask identity,'],
    [['identity', '--kind', 'phone', '--without', 'kana', '09012345678'], 'not one that it can be: --without'],
  ])('%s is refused', async (args, message) => {
    const { code, out, err } = await cli(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('bad input ends with 2, a message on stderr and nothing on stdout', () => {
  const backtest = (project: string, ruleset: string): string[] => [
    'backtest',
    '--project',
    project,
    '--ruleset',
    ruleset,
    '--json',
  ];
  const file = (name: string, text: string): string => {
    const path = join(place.dir, name);
    writeFileSync(path, text);
    return path;
  };
  const withRule = (when: string): string =>
    file('bad.json', JSON.stringify({ ...ruleSet, rules: [{ ...ruleSet.rules[0], when }] }));
  const withMapping = (text: string): string[] => [
    'import',
    '--project',
    shop.project,
    '--history',
    shop.history,
    '--mapping',
    file('m.json', text),
  ];

  test.each<[string, () => string[], string]>([
    ['no command', () => [], 'No command'],
    ['unknown command', () => ['explode'], '"explode"'],
    ['unknown option', () => ['backtest', '--projet', 'x'], '"--projet"'],
    ['stray argument', () => ['demo', '--out', 'a', 'b'], '"b"'],
    ['missing option', () => ['import', '--project', 'x'], '--history'],
    ['option without value', () => ['backtest', '--project'], '--project'],
    ['option twice', () => ['demo', '--out', 'a', '--out', 'b'], '--out'],
    ['no such project', () => backtest(join(place.dir, 'no.shinsa'), shop.ruleset), 'project was not found'],
    ['no such rule set', () => backtest(shop.project, join(place.dir, 'no.json')), 'no.json: The file was not found'],
    ['project that is none', () => backtest(shop.history, shop.ruleset), 'damaged, or is no project'],
    ['rule set that is no JSON', () => backtest(shop.project, file('r.json', '{\n"a" 1}')), 'r.json, line 2, column 5'],
    [
      'rule set of a later version',
      () => backtest(shop.project, file('r.json', JSON.stringify({ ...ruleSet, formatVersion: 9 }))),
      'newer format (9)',
    ],
    [
      'rule set with an unknown key',
      () => backtest(shop.project, file('r.json', JSON.stringify({ ...ruleSet, speed: 1 }))),
      'field speed',
    ],
    [
      'no such history',
      () => ['import', '--project', shop.project, '--history', 'no.csv', '--mapping', shop.mapping],
      'no.csv: The file was not found',
    ],
    ['mapping that is no JSON', () => withMapping('{"timezone": }'), 'm.json, line 1, column 14'],
    [
      'mapping with an unknown column',
      () => withMapping('{"timezone":"Asia/Tokyo","columns":{"amont":"x"}}'),
      'field columns.amont',
    ],
    [
      'mapping with an unknown zone',
      () =>
        withMapping(
          '{"timezone":"Asia/Tokio","columns":{"event_id":"注文番号","ordered_at":"注文日時","amount":"合計金額"}}',
        ),
      'Asia/Tokio',
    ],
    [
      'mapping of a column that is not there',
      () =>
        withMapping(
          '{"timezone":"Asia/Tokyo","columns":{"event_id":"注文番号","ordered_at":"日時","amount":"合計金額","currency":{"value":"JPY"}}}',
        ),
      '日時',
    ],
  ])('%s', async (_, args, message) => {
    const ran = await cli(args());
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(message);
    expect(existsSync(shop.project)).toBe(false);
  });

  test.each<[string, string, string]>([
    ['syntax', 'order.amount >', 'ends too early'],
    ['type', 'order.amount > "x"', 'differ in type'],
    ['unknown field', 'order.amout > 1', 'order.amout'],
    ['outcome field', 'order.settle_status == "60"', 'knows the outcome'],
    ['slow regular expression', 'buyer.email.matches("(a+)+$(?=x)")', 'look ahead'],
    ['nesting', `${'('.repeat(3000)}true${')'.repeat(3000)}`, 'nested too deeply'],
  ])('a rule with an error of %s', async (_, when, message) => {
    await imported();
    const ran = await cli(backtest(shop.project, withRule(when)));
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(message);
    expect(ran.err).toContain('HIGH');
  });

  test('a project open elsewhere', async () => {
    await imported();
    const project = await openProject(shop.project);
    const ran = await cli(backtest(shop.project, shop.ruleset), { lang: 'ja_JP.UTF-8' });
    await project.close();
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('ほかのウィンドウまたはプログラムで開かれています');
  });
});

test('help is an answer, not an error', async () => {
  for (const args of [['--help'], ['help'], ['import', '-h']]) {
    const ran = await cli(args);
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('shinsa backtest');
  }
});

describe('a history of several files', () => {
  const days = (...rows: [name: string, text: string][]): string => {
    const folder = join(place.dir, 'days');
    mkdirSync(folder);
    for (const [name, text] of rows) writeFileSync(join(folder, name), text);
    return folder;
  };
  const head = '注文番号,注文日時,合計金額,会員ID\n';
  const run = (...args: string[]) =>
    cli(['import', '--project', shop.project, '--mapping', shop.mapping, ...args, '--json']);

  test('is the tables of a folder in the order of their names, counted by file', async () => {
    const folder = days(
      ['d-10.csv', `${head}C-1,2024-01-10,3,m\n`],
      ['d-9.csv', `${head}A-1,2024-01-09,3,m\nA-2,?,3,m\n`],
      ['.hidden.csv', 'x'],
      ['readme.md', 'x'],
    );
    const ran = await run('--history', folder);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out)).toMatchObject({
      fileName: 'd-9.csv – d-10.csv (2)',
      read: 3,
      accepted: 2,
      files: [
        { name: 'd-9.csv', read: 2, accepted: 1, rejected: 1 },
        { name: 'd-10.csv', read: 1, accepted: 1, rejected: 0 },
      ],
      rejects: [{ reason: 'time-unreadable', firstLine: 3, file: 'd-9.csv' }],
    });
  });

  test('may be named one by one, and is taken in whole or not at all', async () => {
    const folder = days(['a.csv', `${head}A-1,2024-01-09,3,m\n`], ['b.csv', '注文番号,合計金額\nB-1,3\n']);
    const ran = await cli([
      'import',
      '--project',
      shop.project,
      '--mapping',
      shop.mapping,
      '--history',
      join(folder, 'a.csv'),
      join(folder, 'b.csv'),
    ]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('“b.csv” has other columns than “a.csv”: “注文日時” is missing');
    expect(existsSync(shop.project)).toBe(false);
    const japanese = await cli(
      [
        'import',
        '--project',
        shop.project,
        '--mapping',
        shop.mapping,
        '--history',
        join(folder, 'a.csv'),
        '--history',
        join(folder, 'b.csv'),
      ],
      { lang: 'ja_JP.UTF-8' },
    );
    expect(japanese.err).toContain('「b.csv」の列が「a.csv」と違います：「注文日時」がありません');
  });

  test('of a folder without tables is refused', async () => {
    expect(await run('--history', days(['readme.md', 'x']))).toMatchObject({ code: 2 });
  });
});

describe('a preset', () => {
  const welcart = (): string => {
    const path = join(place.dir, 'orders.csv');
    writeFileSync(
      path,
      '注文番号,注文日時,総合計金額,市区郡町村,支払方法\nW-1,2024-01-05 10:00:00,1200,港区,代金引換\n',
    );
    return path;
  };
  const run = (preset: string, history: string, ...more: string[]) =>
    cli(['import', '--project', shop.project, '--preset', preset, '--history', history, ...more]);

  test('maps a file of its layout', async () => {
    expect(await run('welcart-orders', welcart())).toMatchObject({ code: 0 });
  });

  test('on a file of another layout says what is missing, and leaves no project', async () => {
    const ran = await run('welcart-orders', shop.history);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('It lacks: 総合計金額, 市区郡町村, 支払方法');
    expect(existsSync(shop.project)).toBe(false);
  });

  test('that is not there, or beside a mapping, is refused', async () => {
    expect((await run('amazon', welcart())).err).toContain('There are: eccube-4, ');
    expect(await run('ecforce', welcart(), '--mapping', shop.mapping)).toMatchObject({ code: 2 });
  });
});
