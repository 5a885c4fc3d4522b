import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { replayVectors } from '../../analysis/export/cel-replay.ts';
import { openRuntime } from '../../analysis/export/open-runtime.ts';
import { packageContent } from '../../analysis/export/package-content.ts';
import { rangeText } from '../../analysis/export/range-text.ts';
import { domainKey, rangeKey } from '../../analysis/ingest/list-key.ts';
import { entryKey } from '../../analysis/runtime/index.ts';
import { sha256 } from '../../analysis/export/package-files.ts';
import { readPackage } from '../../analysis/export/read-package.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { listsFileSchema, manifestSchema } from '../../analysis/model/package.ts';
import type { ListMatch } from '../../analysis/model/lists.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { basic, bench, codeOf, context, fileOf, type Bench } from '../ingest/workbench.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { buildHere, exportHere } from '../export/here.ts';

const ruleSet = ruleSetOf(
  ruleOf('NEG_MAIL', 'buyer.email in lists.neg_mail', 'REVIEW'),
  ruleOf('NOT_NEG_MAIL', '!(buyer.email in lists.neg_mail) && order.amount > 500', 'REVIEW'),
  ruleOf('NEG_PHONE', 'buyer.phone in lists.neg_phone || delivery.phone in lists.neg_phone', 'REVIEW'),
  ruleOf('DISPOSABLE', 'buyer.email in lists.disposable && has(buyer.phone)', 'REVIEW'),
  ruleOf('NETWORK', '(ip.address in lists.nets ? order.amount : 0) > 300', 'REVIEW'),
  ruleOf('ADDRESS', 'buyer.address in lists.places || delivery.address in lists.places', 'REVIEW'),
  ruleOf('SILENT', 'buyer.id in lists.never', 'REVIEW'),
);

const columns = ['会員', 'メール', '電話', '配送先電話', 'IP', '都道府県', '住所', '配送先都道府県', '配送先住所'];
const mapping: Mapping = {
  ...basic,
  columns: {
    ...basic.columns,
    member_id: '会員',
    email: 'メール',
    phone: '電話',
    delivery_phone: '配送先電話',
    ip_address: 'IP',
    buyer_pref: '都道府県',
    buyer_address: '住所',
    delivery_pref: '配送先都道府県',
    delivery_address: '配送先住所',
  },
};

async function project(): Promise<Bench> {
  const work = await bench();
  const lines = Array.from({ length: 160 }, (_, n) => {
    const day = String(1 + (n % 28)).padStart(2, '0');
    const mail = n % 9 === 0 ? '' : `person${n % 13}@${n % 4 === 0 ? `m${n % 3}.mailinator.com` : 'example.jp'}`;
    const phone = n % 7 === 0 ? '' : `090-1234-56${String(n % 10).padStart(2, '0')}`;
    // The same street in two prefectures: one text, two places.
    const [from, to] = n % 5 === 0 ? ['東京都', '大阪府'] : ['東京都', '東京都'];
    const cells = [`m${n}`, mail, phone, `080-1111-22${String(n % 5).padStart(2, '0')}`, `203.0.113.${n}`];
    return [
      `o${n}`,
      `2024-01-${day} 12:00:00`,
      String((n * 37) % 1000),
      ...cells,
      from,
      '港区赤坂4-3-2',
      to,
      '港区赤坂4-3-2',
    ].join(',');
  });
  await work.import([`注文番号,注文日時,金額,${columns.join(',')}`, ...lines, ''].join('\n'), mapping);
  const add = (id: string, match: ListMatch, content: string) =>
    work.handlers['lists.add'](
      {
        file: work.grant(fileOf(content)),
        id,
        names: { ja: id, en: id },
        purpose: 'negative',
        match,
        snapshotAt: '2024-12-31',
      },
      context(),
    );
  await add(
    'neg_mail',
    'email',
    'email,added_at,removed_at\nperson1@example.jp,2024-01-10 00:00,2024-01-20 00:00\nperson2@example.jp,2024-01-05 00:00,\n',
  );
  await add('neg_phone', 'phone', 'tel,added_at\n090-1234-5603,2024-01-10 00:00\n080-1111-2201,2024-01-15 00:00\n');
  await add('disposable', 'domain', 'domain\nmailinator.com\n');
  await add('nets', 'cidr', 'cidr,added_at\n203.0.113.0/25,2024-01-14 00:00\n');
  await add('places', 'address', '住所,登録日時\n東京都港区赤坂4-3-2,2024-01-14 00:00\n');
  await add('never', 'exact', 'value,added_at\nnobody,2024-01-01 00:00\n');
  return work;
}

it('a package of rules that ask lists is proven, and holds no entry that tells of a person', async () => {
  const work = await project();
  const built = await work.project.read({}, (db) => buildHere(work.project, db, ruleSet));
  const back = readPackage(built.folder);
  expect(replayVectors(back.cel, back.vectors, back.ruleSet)).toEqual([]);

  const fired = new Set(back.vectors.vectors.flatMap((vector) => vector.fired));
  // The last one fires on no order, only on one that was put on the list to show it.
  expect([...fired].sort()).toEqual(ruleSet.rules.map(({ code }) => code).sort());
  for (const code of ['NEG_MAIL', 'DISPOSABLE']) {
    const unknown = back.vectors.vectors.filter((vector) => vector.unevaluable.includes(code));
    expect(unknown.length).toBeGreaterThan(0);
  }
  for (const { origin, record, lists = {} } of back.vectors.vectors) {
    expect(Object.keys(lists).sort()).toEqual(['disposable', 'neg_mail', 'neg_phone', 'nets', 'never', 'places']);
    // Where a field was taken out, the lists stay as they are.
    if (origin === 'absent') continue;
    for (const value of Object.values(lists).flat()) expect(Object.values(record)).toContain(value);
  }
  const text = JSON.stringify(back.vectors);
  expect(text).not.toContain('person1@');
  expect(text).not.toContain('090-1234-5603');

  expect(back.ruleSet.lists?.map(({ id, entries, snapshotAt }) => [id, entries, snapshotAt])).toEqual([
    ['neg_mail', 2, null],
    ['neg_phone', 2, null],
    ['disposable', 1, '2024-12-31'],
    ['nets', 1, null],
    ['places', 1, null],
    ['never', 1, null],
  ]);
  const held = listsFileSchema.parse(JSON.parse(readFileSync(join(built.folder, 'lists.json'), 'utf8')));
  expect(held.lists.map(({ id, entries }) => [id, entries?.length ?? null])).toEqual([
    ['neg_mail', null],
    ['neg_phone', null],
    ['disposable', 1],
    ['nets', 1],
    ['places', null],
    ['never', null],
  ]);
  expect(back.manifest.lists?.asOf).toBe('order');
  expect(readFileSync(join(built.folder, 'rules.duckdb.sql'), 'utf8')).toContain('"list.nets.ip_address"');

  const grants = localGrants();
  const handlers = exportHere(work.project, grants);
  const read = (): ReturnType<(typeof handlers)['export.readPackage']> =>
    handlers['export.readPackage']({ file: grants.grant(built.folder) }, context());
  expect(await read()).toMatchObject({ mismatches: 0 });

  // Entries that are others than those it was proven with are refused, even where the hashes of files are redone.
  const changed = JSON.stringify({
    ...held,
    lists: held.lists.map((list) => (list.id === 'disposable' ? { ...list, entries: [] } : list)),
  });
  writeFileSync(join(built.folder, 'lists.json'), changed);
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(built.folder, 'manifest.json'), 'utf8')));
  const files = manifest.files.map((file) =>
    file.name === 'lists.json' ? { ...file, sha256: sha256(changed), bytes: Buffer.byteLength(changed) } : file,
  );
  writeFileSync(join(built.folder, 'manifest.json'), JSON.stringify({ ...manifest, files }));
  expect(await codeOf(read())).toBe('package-invalid');
}, 120_000);

it('a rule set that came with lists is proven with the lists of the project, and without any where it asks none', async () => {
  const work = await project();
  const first = await work.project.read({}, (db) => buildHere(work.project, db, ruleSet));
  const { ruleSet: shipped } = readPackage(first.folder);
  await work.handlers['lists.put']({ listId: 'never', values: ['m1'] }, context());
  const second = await work.project.read({}, (db) => buildHere(work.project, db, shipped));
  expect(second.name).not.toBe(first.name);
  const bare = { ...shipped, rules: [ruleOf('AMOUNT', 'order.amount > 500', 'REVIEW')] };
  const third = await work.project.read({}, (db) => buildHere(work.project, db, bare));
  expect(readPackage(third.folder).ruleSet.lists).toBeUndefined();
}, 120_000);

/** Ways to write domains, with one that orders have of each; and IP ranges with an address in them. */
const domainsWritten: readonly (readonly [written: string, domain: string])[] = [
  ['http:/bad.example.com', 'bad.example.com'],
  ['https:two.example.com', 'two.example.com'],
  ['//three.example.com/x', 'three.example.com'],
  ['FOUR.example.COM..', 'four.example.com'],
  ['taro.yamada@five.example.com', 'five.example.com'],
  ['https://user@six.example.com:8080/path?q', 'six.example.com'],
  ['*.seven.example.com', 'seven.example.com'],
];
const rangesWritten: readonly (readonly [written: string, address: string])[] = [
  ['203.0.113.16/28', '203.0.113.17'],
  ['198.51.100.3-198.51.100.9', '198.51.100.9'],
  ['::192.0.2.0/120', '192.0.2.77'],
  ['fe80::1%eth0/64', 'fe80::2'],
  ['2001:db8::/33', '2001:db8:7fff::1'],
];

async function writtenLists(singles: boolean): Promise<Bench> {
  const work = await bench();
  const values = [
    ...domainsWritten.map(([, domain]) => [`x@${domain}`, '']),
    ...rangesWritten.map(([, address]) => ['', address]),
    ['x@example.com', '203.0.113.99'],
  ];
  const lines = values.map(([mail, ip], n) => `o${n},2024-01-05 12:00:00,${n},${mail},${ip}`);
  const own = { ...basic, columns: { ...basic.columns, email: 'メール', ip_address: 'IP' } };
  await work.import(['注文番号,注文日時,金額,メール,IP', ...lines, ''].join('\n'), own);
  const add = (id: string, match: ListMatch, written: readonly string[]) =>
    work.handlers['lists.add'](
      {
        ...{ file: work.grant(fileOf(`value,added_at\n${written.join('\n')}\n`)), id, names: { ja: id, en: id } },
        ...{ purpose: 'negative', match, snapshotAt: '2024-12-31' },
      },
      context(),
    );
  await add(
    'bad',
    'domain',
    domainsWritten.map(([written], n) => `${written},2024-01-05T02:59:59.99999${n}Z`),
  );
  await add('nets', 'cidr', [
    ...rangesWritten.map(([written]) => `${written},2024-01-05T02:59:59.999999Z`),
    ...(singles ? ['203.0.113.99,2024-01-01T00:00:00Z'] : []),
  ]);
  return work;
}

const written = ruleSetOf(ruleOf('BAD', 'buyer.email in lists.bad'), ruleOf('NET', 'ip.address in lists.nets'));

it('lists that leave are found by as the project found them, to the microsecond, however their values were written', async () => {
  const work = await writtenLists(false);
  const built = await work.project.read({}, (db) => buildHere(work.project, db, written));
  const text = readFileSync(join(built.folder, 'lists.json'), 'utf8');
  expect(text + readFileSync(join(built.folder, 'vectors.json'), 'utf8')).not.toContain('yamada');
  expect(text).toContain('2024-01-05T02:59:59.999993Z');
  const { content } = await packageContent(built.folder);
  const runtime = openRuntime(content);
  const fires = (id: string, fields: Record<string, string>): readonly string[] =>
    runtime.take({ event_id: id, at: '2024-01-05T03:00:00Z', fields })?.rules.map(({ code }) => code) ?? [];
  for (const [value, domain] of domainsWritten)
    expect([value, fires(value, { 'buyer.email': `x@${domain}` })]).toEqual([value, ['BAD']]);
  for (const [value, address] of rangesWritten)
    expect([value, fires(value, { 'ip.address': address })]).toEqual([value, ['NET']]);
  expect(fires('none', { 'buyer.email': 'x@example.com', 'ip.address': '203.0.113.99' })).toEqual([]);
  const { listCases = [] } = readPackage(built.folder).vectors;
  const seventh = listCases.filter(({ value }) => value === 'seven.example.com').map(({ at, on }) => [at, on]);
  expect(seventh).toEqual([
    ['2024-01-05T02:59:59.999995Z', false],
    ['2024-01-05T02:59:59.999996Z', false],
    ['2024-01-05T02:59:59.999997Z', true],
  ]);
  expect(built.certificate.engines).toContainEqual(
    expect.objectContaining({ file: 'lists.json', records: listCases.length }),
  );
}, 60_000);

it('a list with single IP addresses tells of persons: its entries leave only where raw values were asked for', async () => {
  const work = await writtenLists(true);
  const build = (rawValues: boolean) =>
    work.project.read({}, (db) => buildHere(work.project, db, written, { rawValues }));
  const kept = (await build(false)).folder;
  expect(readPackage(kept).lists?.lists.map(({ entries }) => entries === null)).toEqual([false, true]);
  expect(readPackage(kept).proof?.oplux.lists.map(({ given }) => given)).toEqual([true, false]);
  for (const name of readdirSync(kept)) expect(readFileSync(join(kept, name), 'utf8')).not.toContain('203.0.113.99');
  expect(readFileSync(join((await build(true)).folder, 'lists.json'), 'utf8')).toContain('203.0.113.99/32');
}, 60_000);

it('the runtime finds values that events put on a list as the workbench does', () => {
  for (const [value] of domainsWritten) expect([value, entryKey('domain', value)]).toEqual([value, domainKey(value)]);
  for (const [value] of [
    ...rangesWritten,
    ['::1.2.3.4'],
    ['fe80::1%eth0'],
    ['::ffff:192.0.2.1'],
    ['1.2.3.4/0'],
  ] as const)
    expect([value, entryKey('cidr', value)]).toEqual([value, rangeKey(value)]);
});

it('a range is written so that it is read back, wherever it begins and ends', () => {
  const number = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
  const key = (version: 4 | 6, value: bigint): string =>
    `${version}${value.toString(16).padStart(version === 4 ? 8 : 32, '0')}`;
  fc.assert(
    fc.property(fc.constantFrom(4 as const, 6 as const), number, number, fc.nat(128), (version, one, other, bits) => {
      const size = version === 4 ? 32n : 128n;
      const [a, b] = [one % 2n ** size, other % 2n ** size];
      const block = 2n ** (BigInt(bits) % (size + 1n));
      const start = (a / block) * block;
      for (const [low, high] of [a < b ? [a, b] : [b, a], [start, start + block - 1n]] as const) {
        const range = `${key(version, low)}-${key(version, high)}`;
        const clothed = [low, high].some((end) => version === 6 && end >> 32n === 0xffffn);
        if (!clothed) expect([rangeKey(rangeText(range)), entryKey('cidr', rangeText(range))]).toEqual([range, range]);
      }
    }),
  );
});
