import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildPackage } from '../../analysis/export/build-package.ts';
import { exportHandlers } from '../../analysis/export/index.ts';
import { replayVectors } from '../../analysis/export/cel-replay.ts';
import { sha256 } from '../../analysis/export/package-files.ts';
import { readPackage } from '../../analysis/export/read-package.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { listsFileSchema, manifestSchema } from '../../analysis/model/package.ts';
import type { ListMatch } from '../../analysis/model/lists.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { basic, bench, codeOf, context, fileOf, type Bench } from '../ingest/workbench.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

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
  const built = await work.project.read({}, (db) => buildPackage(work.project, db, ruleSet));
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
  const handlers = exportHandlers(work.project, { grants });
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
  const first = await work.project.read({}, (db) => buildPackage(work.project, db, ruleSet));
  const { ruleSet: shipped } = readPackage(first.folder);
  await work.handlers['lists.put']({ listId: 'never', values: ['m1'] }, context());
  const second = await work.project.read({}, (db) => buildPackage(work.project, db, shipped));
  expect(second.name).not.toBe(first.name);
  const bare = { ...shipped, rules: [ruleOf('AMOUNT', 'order.amount > 500', 'REVIEW')] };
  const third = await work.project.read({}, (db) => buildPackage(work.project, db, bare));
  expect(readPackage(third.folder).ruleSet.lists).toBeUndefined();
}, 120_000);
