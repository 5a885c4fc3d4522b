import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type * as CelReplay from '../../analysis/export/cel-replay.ts';
import type * as ReplayExpected from '../../analysis/export/replay-expected.ts';
import { canonicalColumns } from '../../analysis/model/columns.ts';
import { certificateSchema } from '../../analysis/model/package-certificate.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { main } from '../../analysis/cli.ts';
import { cli } from '../cli/run-cli.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { scratch } from '../store/projects.ts';
import { rewrite } from './packages.ts';

/** An evaluator that disagrees on the first vector, or the history: what is then shown of it must tell of nobody either. */
const evaluator = vi.hoisted(() => ({ differs: false, history: false }));
vi.mock('../../analysis/export/replay-expected.ts', async (actual) => {
  const own = await actual<typeof ReplayExpected>();
  const expectedOf: typeof own.expectedOf = (...given) => {
    const expected = own.expectedOf(...given);
    const differing = { kind: 'feature', name: 'most', expected: String(account(3)), got: String(account(4)) } as const;
    let order = 0;
    const differences: typeof expected.differences = (...asked) =>
      evaluator.history && (order += 1) === 4 ? [differing] : expected.differences(...asked);
    return { ...expected, differences };
  };
  return { ...own, expectedOf };
});
vi.mock('../../analysis/export/cel-replay.ts', async (actual) => {
  const own = await actual<typeof CelReplay>();
  const replayVectors: typeof own.replayVectors = (cel, file, ruleSet) =>
    evaluator.differs
      ? [{ vector: file.vectors[0]?.id ?? '', rule: 'READS', expected: 'true', got: 'false' }]
      : own.replayVectors(cel, file, ruleSet);
  return { ...own, replayVectors };
});

const personal = canonicalColumns.filter(({ pii, name }) => pii !== 'none' && name !== 'event_id');
const people = 40;

/** A value nobody else has, of a kind its column may hold. */
function canary(column: string, n: number): string {
  const digits = String(8_675_300 + n * 37).padStart(7, '0');
  switch (column) {
    case 'email':
      return `kanariya.${digits}@canary-bird.jp`;
    case 'phone':
    case 'delivery_phone':
      return `0${column === 'phone' ? 90 : 80}8${digits}`;
    case 'buyer_zip':
    case 'delivery_zip':
      return `${digits}-${String(1000 + n * 7)}`;
    case 'ip_address':
      return `198.51.100.${100 + n}`;
    case 'card_bin':
      return (digits + digits).slice(0, 8);
    case 'card_last4':
      return digits.slice(-4);
    default:
      return `金糸雀${column}${digits}カナリア`;
  }
}

/** Values shorter than this may stand anywhere by chance. */
const tellable = 8;
const canaries = Array.from({ length: people }, (_, n) => personal.map(({ name }) => canary(name, n))).flat();
const account = (n: number): number => 91_735_000_000 + n * 104_729;
const secrets = [
  ...canaries.filter((value) => value.length >= tellable),
  ...Array.from({ length: people }, (_, n) => String(account(n))),
  ...Array.from({ length: people }, (_, n) => `彫刻カナリア${n}号`),
  ...['金糸雀', 'カナリア', 'kanariya', 'canary-bird'],
];

const paths = personal.filter(({ knownAt }) => knownAt === 'screening').map(({ path }) => path);
const ruleSet: RuleSet = {
  ...ruleSetOf(
    ruleOf('READS', paths.map((path) => `size(${path}) > 3`).join(' || ')),
    ...paths.map((path, n) => ruleOf(`PATH_${n}`, `${path} != "zz" && order.amount > ${n * 100}`, 'REVIEW')),
    ruleOf('KEYS', 'buyer.email_key != "x" && buyer.phone_key != "y" && buyer.address_key != "z"', 'REVIEW'),
    ruleOf('ACCOUNT', 'custom.c1 > 91735000100', 'REVIEW'),
    ruleOf('LISTED', 'buyer.email in lists.neg', 'HOLD'),
    ruleOf('DOMAIN', 'buyer.email in lists.mails || size(buyer.email_domain) > 90', 'REVIEW'),
    ruleOf('ADDRESS', 'ip.address in lists.ips', 'REVIEW'),
    ruleOf('LINES', 'order.items.exists(i, i.name.startsWith("x") || size(i.name) > 4)', 'REVIEW'),
    ruleOf('GREATEST', 'velocity.most > 1000 || velocity.seen > 1', 'REVIEW'),
  ),
  features: [
    { id: 'most', agg: 'max', of: 'custom.c1', by: ['order.media_code'], window: 'all' },
    { id: 'seen', agg: 'count_distinct', of: 'buyer.email', by: ['order.media_code'], window: '30d' },
  ],
  exceptions: [
    {
      kind: 'allow',
      field: 'buyer.email',
      value: canary('email', 3),
      from: '2026-01-01T00:00:00Z',
      note: 'カナリアさん',
    },
    {
      kind: 'snooze',
      rules: ['KEYS'],
      field: 'buyer.name',
      value: canary('buyer_name', 4),
      from: '2026-01-01T00:00:00Z',
    },
  ],
};

/** What a production engine decides otherwise, with the greatest account number of a day and exceptions for persons. */
const production: RuleSet = {
  ...ruleSetOf(
    ruleOf('MOST', 'velocity.most > 91735000000 && size(buyer.email) > 3 && buyer.name != "zz"', 'NG'),
    ruleOf('NEVER', 'order.amount < 0', 'REVIEW'),
  ),
  features: [{ id: 'most', agg: 'max', of: 'custom.c1', by: ['order.media_code'], window: '24h' }],
  exceptions: [3, 4, 5, 6, 7].flatMap((n) =>
    (['buyer.email', 'buyer.name'] as const).map((field) => ({
      ...{ kind: 'snooze' as const, rules: ['NEVER'], field, from: '2026-01-01T00:00:00Z' },
      value: canary(field === 'buyer.email' ? 'email' : 'buyer_name', n),
    })),
  ),
};

const place = scratch();
const at = (name: string): string => join(place.dir, name);
const project = at('canary.shinsa');
const said: string[] = [];

/** Runs a command and keeps all it says, on the streams of its terminal and past them, as for somebody looking for a fault. */
async function run(...args: string[]): Promise<number> {
  process.env['SHINSA_DEBUG'] = '1';
  const past = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0),
  );
  try {
    const ran = await cli(args);
    said.push(ran.out, ran.err);
    return ran.code;
  } finally {
    for (const one of past) one.mockRestore();
    delete process.env['SHINSA_DEBUG'];
  }
}

/** `serve-check` over lines, what it answers kept. */
async function serve(lines: readonly string[], ...args: string[]): Promise<number> {
  const output = new Writable({
    write: (chunk: Buffer, _, done) => {
      said.push(chunk.toString());
      done();
    },
  });
  const terminal = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) };
  const streams = { input: Readable.from(lines.map((line) => `${line}\n`)), output };
  return main(['serve-check', ...args], { terminal: { ...terminal, env: {}, screen: false }, streams });
}

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = at('cache');
  const columns = ['event_id', 'ordered_at', 'amount', 'media_code', ...personal.map(({ name }) => name)];
  const rows = Array.from({ length: people }, (_, n) => [
    ...[`o${n}`, `2026-01-${String(1 + (n % 28)).padStart(2, '0')} 10:00:00`, String(n * 100), 'web'],
    ...personal.map(({ name }) => canary(name, n)),
    String(account(n)),
  ]);
  const csv = [[...columns, '口座'], ...rows].map((row) => row.join(',')).join('\n');
  writeFileSync(at('history.csv'), csv);
  const mapping = {
    timezone: 'Asia/Tokyo',
    columns: { ...Object.fromEntries(columns.map((name) => [name, name])), currency: { value: 'JPY' } },
    keep: ['口座'],
  };
  writeFileSync(at('mapping.json'), JSON.stringify(mapping));
  const lines = Array.from({ length: people }, (_, n) => `o${n},彫刻カナリア${n}号,${n * 100},1`);
  writeFileSync(at('lines.csv'), ['注文番号,商品名,単価,数量', ...lines].join('\n'));
  writeFileSync(at('neg.csv'), ['email', ...Array.from({ length: 9 }, (_, n) => canary('email', n * 3))].join('\n'));
  // A list of domains is filled from mail addresses, one of IP ranges with single addresses.
  const mailed = Array.from({ length: 9 }, (_, n) => `kanariya.${n}@bird-list.example.com`);
  writeFileSync(at('mails.csv'), ['domain', ...mailed].join('\n'));
  writeFileSync(at('ips.csv'), ['cidr', ...Array.from({ length: 9 }, (_, n) => canary('ip_address', n))].join('\n'));
  writeFileSync(at('rules.json'), JSON.stringify(ruleSet));
  writeFileSync(at('production.json'), JSON.stringify(production));
  const imported = await cli([
    'import',
    '--project',
    project,
    '--history',
    at('history.csv'),
    '--mapping',
    at('mapping.json'),
  ]);
  expect(imported).toMatchObject({ code: 0 });
  expect(await cli(['lines', '--project', project, at('lines.csv')])).toMatchObject({ code: 0 });
  for (const [id, kind] of [
    ['neg', 'email'],
    ['mails', 'domain'],
    ['ips', 'cidr'],
  ] as const) {
    const named = ['--name', id, '--id', id, '--kind', kind, '--snapshot', '2026-02-01'];
    expect(await cli(['lists', 'add', '--project', project, ...named, at(`${id}.csv`)])).toMatchObject({ code: 0 });
  }
}, 120_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

const exporting = (out: string, ...more: string[]) =>
  run('export', '--project', project, '--ruleset', at('rules.json'), '--out', at(out), ...more);

/** The first canary in a text, with what stands around it. */
function found(text: string): string | null {
  for (const secret of secrets) {
    const from = text.indexOf(secret);
    if (from >= 0) return text.slice(Math.max(0, from - 60), from + 60);
  }
  return null;
}

test('no personal value is in a package, in a zip of it, or in anything that is said of either', async () => {
  expect(await exporting('folder.shinsapkg')).toBe(0);
  expect(await exporting('zip.shinsapkg', '--zip', '--json')).toBe(0);
  const files = readdirSync(at('folder.shinsapkg'));
  expect(files).toEqual(expect.arrayContaining(['vectors.json', 'rulebook.ja.html', 'rulebook.en.html']));
  for (const name of files)
    expect([name, found(readFileSync(join(at('folder.shinsapkg'), name), 'utf8'))]).toEqual([name, null]);
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(at('zip.shinsapkg')))))
    expect([name, found(Buffer.from(bytes).toString('utf8'))]).toEqual([name, null]);
  expect(await run('verify', at('zip.shinsapkg'))).toBe(0);
  expect(await run('verify', at('zip.shinsapkg'), '--json')).toBe(0);
  const diff = ['diff', at('folder.shinsapkg'), at('rules.json'), '--project', project];
  expect(await run(...diff)).toBe(0);
  expect(await run(...diff, '--json')).toBe(0);
  expect(found(said.join('\n'))).toBeNull();
}, 120_000);

test('every rule on a personal value fires in the vectors all the same', () => {
  const text = readFileSync(join(at('folder.shinsapkg'), 'certificate.json'), 'utf8');
  const certificate = certificateSchema.parse(JSON.parse(text));
  expect(certificate.rules.filter((rule) => rule.true === 0)).toEqual([]);
});

test('a proof that fails shows its first difference field by field, and no personal value', async () => {
  said.length = 0;
  evaluator.differs = true;
  expect(await exporting('never.shinsapkg')).toBe(1);
  evaluator.differs = false;
  const text = said.join('\n');
  expect(text).toContain('READS');
  expect(text).toContain('buyer.email');
  expect(found(text)).toBeNull();
  expect(statSync(at('never.shinsapkg'), { throwIfNoEntry: false })).toBeUndefined();
}, 120_000);

test('a history that differs shows the first order field by field, and neither a person of an exception nor an account', async () => {
  said.length = 0;
  evaluator.history = true;
  expect(await exporting('never.shinsapkg')).toBe(1);
  evaluator.history = false;
  const text = said.join('\n');
  expect(text).toContain('order 4');
  expect(text).toContain('buyer.email');
  expect(found(text)).toBeNull();
}, 120_000);

test('what a production engine would decide otherwise is shown without persons, their exceptions or account numbers', async () => {
  for (const more of [[], ['--json']]) {
    said.length = 0;
    const asked = ['--project', project, '--rules', at('production.json'), '--profile', 'bucketed-day'];
    expect(await run('emulate', ...asked, ...more)).toBe(0);
    const text = said.join('\n');
    expect(text).toContain('buyer.email');
    expect(text).toMatch(/velocity\.most|"most"/);
    expect(found(text)).toBeNull();
  }
}, 120_000);

describe('a package that is run', () => {
  const events = Array.from({ length: people }, (_, n) =>
    JSON.stringify({
      ...{ event_id: `o${n}`, at: new Date(Date.UTC(2026, 1, 1, n)).toISOString() },
      fields: {
        ...Object.fromEntries(personal.map(({ path, name }) => [path, canary(name, n)])),
        ...{
          'buyer.email_key': canary('email', n),
          'buyer.phone_key': canary('phone', n),
          'buyer.address_key': `金糸雀${n}`,
        },
        ...{ 'order.amount': n * 100, 'order.currency': 'JPY', 'order.media_code': 'web', 'custom.c1': account(n) },
      },
      items: [{ name: `彫刻カナリア${n}号`, quantity: 1, unit_price: n * 100 }],
      lists: { neg: [canary('email', n)] },
    }),
  );
  /** What goes wrong with events of persons. */
  const hostile = [
    `{"event_id":"x1","at":"2026-03-01T00:00:00Z","fields":{"buyer.email":"${canary('email', 5)}"`,
    JSON.stringify({ event_id: 'x2', at: canary('buyer_name', 5), fields: {} }),
    JSON.stringify({ event_id: 'x3', at: '2026-03-01T00:00:00Z', kind: canary('buyer_name', 5), fields: {} }),
    JSON.stringify({
      ...{ event_id: 'x4', at: '2026-03-01T00:00:00Z' },
      fields: { 'order.amount': canary('buyer_name', 6), 'buyer.name': 7 },
    }),
    JSON.stringify({ event_id: 'x5', at: '2026-03-01T00:00:00Z', fields: { 'buyer.email': [canary('email', 7)] } }),
    JSON.stringify({ event_id: { name: canary('buyer_name', 5) }, at: '2026-03-01T00:00:00Z', fields: {} }),
    canary('buyer_name', 8),
  ];

  beforeAll(() => {
    // These are the real values: they are given to what is looked at.
    expect(found(events.join(''))).not.toBeNull();
    writeFileSync(at('events.ndjson'), [...events, ...hostile].join('\n'));
    const recorded = events.map((_, n) => ({ event_id: `o${n}`, aaresult: { result: 'OK' }, rules: ['ACCOUNT'] }));
    writeFileSync(at('results.ndjson'), recorded.map((one) => JSON.stringify(one)).join('\n'));
    const bad = Array.from({ length: people }, (_, n) => `${canary('email', n)},${canary('buyer_name', n)}`);
    writeFileSync(at('bad-results.csv'), ['event_id,aaresult', ...bad].join('\n'));
  });

  test('counts and answers events, and those it refuses, without their values', async () => {
    said.length = 0;
    for (const more of [[], ['--json']])
      expect(await run('replay', '--package', at('zip.shinsapkg'), '--events', at('events.ndjson'), ...more)).toBe(2);
    expect(await serve([...events, ...hostile], '--package', at('folder.shinsapkg'))).toBe(2);
    const text = said.join('\n');
    expect(text).toContain('"event_id":"o7"');
    expect(text).toContain('"features":{"seen":');
    expect(text).toContain('field-type');
    expect(found(text)).toBeNull();
    expect(await serve(events, '--package', at('folder.shinsapkg'), '--unmasked')).toBe(0);
    expect(said.join('\n')).toContain(`"most":${account(6)}`);
  }, 120_000);

  test('is compared with recorded results without the values of their orders', async () => {
    said.length = 0;
    const asked = ['conform', '--package', at('folder.shinsapkg')];
    const over = { project: ['--project', project], events: ['--events', at('events.ndjson')] };
    for (const [from, results] of [
      [over.project, 'results.ndjson'],
      [over.events, 'results.ndjson'],
      [over.project, 'bad-results.csv'],
      [over.events, 'bad-results.csv'],
    ] as const)
      for (const more of [[], ['--json']])
        expect([0, 1, 2]).toContain(await run(...asked, ...from, '--recorded', at(results), ...more));
    const text = said.join('\n');
    expect(text).toContain('READS');
    expect(found(text)).toBeNull();
  }, 120_000);
});

test('a command that fails on personal values repeats none of them, not even for somebody who looks for a fault', async () => {
  said.length = 0;
  const [header = '', ...rows] = readFileSync(at('history.csv'), 'utf8').split('\n');
  const broken = (n: number): string =>
    (rows[n] ?? '').replace(/^o[0-9]+,[^,]+,[^,]+/, `o${n},${canary('buyer_name', n)},${canary('email', n)}`);
  writeFileSync(
    at('broken.csv'),
    [header, ...rows.slice(0, 20), ...[20, 21, 22].map(broken), `"${rows[23] ?? ''}`].join('\n'),
  );
  const own = at('broken.shinsa');
  const history = ['--history', at('broken.csv'), '--mapping', at('mapping.json')];
  for (const more of [[], ['--json']]) {
    await run('import', '--project', more.length === 0 ? own : at('broken-2.shinsa'), ...history, ...more);
    await run('outcomes', '--project', own, at('history.csv'), ...more);
    await run('lines', '--project', own, at('broken.csv'), ...more);
    const list = ['--name', 'x', '--kind', 'cidr', '--snapshot', '2026-02-01'];
    await run('lists', 'add', '--project', own, ...list, at('neg.csv'), ...more);
    await run('import', '--project', own, '--history', at('neg.csv'), '--mapping', at('mapping.json'), ...more);
    await run('import', '--project', own, '--history', at('history.csv'), '--mapping', at('history.csv'), ...more);
    await run('export', '--project', own, '--ruleset', at('history.csv'), '--out', at('none'), ...more);
    await run('verify', at('history.csv'), ...more);
  }
  const text = said.join('\n');
  expect(text.length).toBeGreaterThan(2000);
  expect(found(text)).toBeNull();
}, 240_000);

test('nothing is written beside what was asked for: there is no log that could tell of anybody', () => {
  const names = readdirSync(place.dir, { recursive: true }).map(String);
  expect(names.filter((name) => /\.(?:log|txt|trace|dmp)$|(?:^|\/)logs?\//i.test(name))).toEqual([]);
});

test('a package that was changed is told of without a personal value', async () => {
  said.length = 0;
  rewrite(at('folder.shinsapkg'), 'vectors.json', (text) => text.replace('"result": "NG"', '"result": "OK"'));
  expect(await run('verify', at('folder.shinsapkg'))).toBe(1);
  expect(found(said.join('\n'))).toBeNull();
});

test('raw values leave where they are asked for, and the manifest says so', async () => {
  expect(await exporting('raw.shinsapkg', '--raw-values')).toBe(0);
  const read = (name: string): string => readFileSync(join(at('raw.shinsapkg'), name), 'utf8');
  expect(JSON.parse(read('manifest.json'))).toMatchObject({ rawValues: true });
  expect(read('vectors.json')).toContain(canary('email', 0));
  expect(read('lists.json')).toContain(canary('email', 0));
  expect(read('ruleset.json')).toContain(canary('email', 3));
}, 120_000);
