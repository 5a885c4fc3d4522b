import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Encoding from 'encoding-japanese';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, smallShop } from './run-cli.ts';
import { scratch } from '../store/projects.ts';

const place = scratch();
let shop: ReturnType<typeof smallShop>;
beforeAll(async () => {
  shop = smallShop(place.dir);
  const { project, history, mapping } = shop;
  expect(await cli(['import', '--project', project, '--history', history, '--mapping', mapping])).toMatchObject({
    code: 0,
  });
}, 60_000);
afterAll(() => place.dispose());

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(place.dir, name);
  writeFileSync(path, content);
  return path;
};
const sjis = (text: string): Uint8Array =>
  Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { to: 'SJIS', from: 'UNICODE' }));
const inProject = (word: string, ...args: string[]) => {
  const [command = word, ...more] = word.split(' ');
  return cli([command, ...more, '--project', shop.project, ...args]);
};
/** What a command answers as JSON; it must have ended well. */
const told = async (word: string, ...args: string[]): Promise<unknown> => {
  const { code, out, err } = await inProject(word, ...args, '--json');
  expect([code, code === 0 ? '' : err]).toEqual([0, '']);
  return JSON.parse(out);
};

interface Outcomes {
  readonly added: readonly { readonly importId: string; readonly read: number; readonly matched: number }[];
  readonly files: readonly unknown[];
}

describe('outcomes of a project that has orders', () => {
  test('are added file by file, a folder of daily files as one, read as told, and what is open is decided by hand', async () => {
    const daily = join(place.dir, '2024-02');
    mkdirSync(daily);
    writeFileSync(join(daily, '01.csv'), '注文番号,報告日,理由コード,金額\nA-1,2024-02-01,10.4,1000\n');
    writeFileSync(join(daily, '02.csv'), '注文番号,報告日,理由コード,金額\nA-2,2024-02-02,10.4,52000\n');
    const list = write('cb.csv', sjis('番号;日;理由\nA-3;03/02/2024;10.4\nX-9;04/02/2024;10.4\n'));
    const mapping = write(
      'cb.json',
      JSON.stringify({
        columns: { event_id: '番号', reported_at: { from: '日', format: '%d/%m/%Y' }, reason: '理由' },
        file: { delimiter: ';' },
      }),
    );
    const refused = await inProject('outcomes', list, '--mapping', mapping, '--encoding', 'utf-8');
    expect(refused.code).toBe(2);
    const days = (await told('outcomes', daily)) as Outcomes;
    expect(days.added).toMatchObject([{ read: 2, matched: 2, files: [{ read: 1 }, { before: 2, read: 1 }] }]);
    const added = (await told('outcomes', list, '--mapping', mapping, '--encoding', 'shift_jis')) as Outcomes;
    expect(added.added).toMatchObject([{ read: 2, matched: 1, unmatched: 1 }]);
    expect(added.files).toHaveLength(2);
    const importId = added.added[0]?.importId ?? '';
    expect(await told('outcomes open', '--unmasked')).toMatchObject([
      { importId, fileName: 'cb.csv', rows: [{ line: 3, state: 'unmatched', orderId: 'X-9', decided: null }] },
    ]);
    // Ids are masked unless somebody asks for them.
    expect((await inProject('outcomes open', '--json')).out).not.toContain('X-9');
    const own = ['--import', importId, '--line', '3'];
    expect(await told('outcomes resolve', ...own, '--order-id', 'A-4')).toMatchObject({ matched: 2, unmatched: 0 });
    expect(await told('outcomes resolve', ...own, '--undo')).toMatchObject({ matched: 1, unmatched: 1 });
    expect((await inProject('outcomes resolve', ...own, '--undo', '--none')).code).toBe(2);
    const out = join(place.dir, 'unmatched.csv');
    expect((await inProject('imports unmatched', '--import', importId, '--out', out)).code).toBe(2);
    await told('imports unmatched', '--import', importId, '--out', out, '--unmasked');
    expect(readFileSync(out, 'utf8')).toContain('X-9');
    const imports = (await told('imports')) as { readonly outcomes: readonly unknown[] };
    expect(imports.outcomes).toHaveLength(2);
    const left = (await told('imports remove', '--import', importId)) as { readonly outcomes: readonly unknown[] };
    expect(left.outcomes).toHaveLength(1);
    expect((await inProject('imports remove', '--import', importId)).code).toBe(2);
  }, 120_000);
});

describe('files beside orders', () => {
  test('of events and lines are read as a mapping the project keeps says, told by its kind', async () => {
    const mapping = write(
      'auth.json',
      JSON.stringify({
        kind: 'auth',
        columns: { happened_at: 'いつ', order_id: '番号' },
        file: { encoding: 'euc-jp' },
      }),
    );
    await told('mappings save', '--of', 'events', '--name', '与信', mapping);
    expect((await inProject('mappings rename', '--of', 'lines', '--name', '与信', '--to', 'x')).code).toBe(2);
    expect(await told('mappings rename', '--of', 'events', '--name', '与信', '--to', 'オーソリ')).toMatchObject([
      { of: 'events', name: 'オーソリ', mapping: { kind: 'auth' } },
    ]);
    const text = '番号,いつ\nA-1,2024-01-05 10:00\n';
    const bytes = Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { to: 'EUCJP', from: 'UNICODE' }));
    const file = write('auth.csv', bytes);
    expect(await told('events', file, '--saved', 'オーソリ')).toMatchObject({ kind: 'auth', accepted: 1 });
    expect((await inProject('events', file)).code).toBe(2);
    const out = join(place.dir, 'auth.mapping.json');
    await told('mappings write', '--of', 'events', '--name', 'オーソリ', '--out', out);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(JSON.parse(readFileSync(mapping, 'utf8')));
    expect(await told('mappings delete', '--of', 'events', '--name', 'オーソリ')).toEqual([]);
    const lines = write('lines.csv', '注文番号,商品名\nA-1,水\nZ-1,茶\n');
    expect(await told('lines', lines)).toMatchObject([{ accepted: 2, orphans: 1 }]);
    const { lines: files } = (await told('imports')) as { readonly lines: readonly { readonly importId: string }[] };
    const orphans = join(place.dir, 'orphans.csv');
    await told('imports orphans', '--import', files[0]?.importId ?? '', '--out', orphans, '--unmasked');
    expect(readFileSync(orphans, 'utf8')).toContain('茶');
  });

  test('of orders are read in the encoding that is told, by a mapping the project keeps', async () => {
    await told('mappings save', '--of', 'orders', '--name', '本店', shop.mapping);
    const file = write('more.csv', sjis('注文番号,注文日時,合計金額,会員ID\nB-1,2024-03-05 10:00:00,1000,会員一\n'));
    const import_ = ['--history', file, '--saved', '本店', '--encoding', 'shift_jis'];
    expect(await told('import', ...import_)).toMatchObject({ accepted: 1, encoding: 'shift_jis' });
    expect((await inProject('import', ...import_, '--mapping', shop.mapping)).code).toBe(2);
    expect((await inProject('import', '--history', file, '--saved', '支店')).code).toBe(2);
  });
});

describe('lists', () => {
  test('are renamed, put on, told, deleted and brought back', async () => {
    const file = write('list.csv', 'value\nm1\n');
    await told('lists add', '--name', 'N', '--kind', 'exact', '--id', 'neg', file);
    expect(await told('lists rename', '--id', 'neg', '--name', '要注意', '--purpose', 'negative')).toMatchObject({
      ...{ names: { ja: '要注意', en: '要注意' }, purpose: 'negative' },
    });
    expect(await told('lists put', '--id', 'neg', 'm2', 'm3')).toMatchObject({ added: 2 });
    expect(await told('lists entries', '--id', 'neg', '--unmasked')).toHaveLength(3);
    expect(await told('lists delete', '--id', 'neg')).toEqual([]);
    expect(await told('lists restore', '--id', 'neg')).toMatchObject({ id: 'neg', open: 3 });
  });
});

describe('masks', () => {
  test('are those of a role, or of classes', async () => {
    const link = (...args: string[]) => inProject('outcomes', '--json', ...args);
    expect((await link('--role', 'analyst')).code).toBe(0);
    expect((await link('--role', 'nobody')).code).toBe(2);
    expect((await link('--mask', 'contact', '--unmasked')).code).toBe(2);
    // Lines of an order the project does not hold name its id.
    const lines = (...args: string[]) => inProject('lines', '--json', ...args);
    expect((await lines('--role', 'analyst')).out).toContain('Z-1');
    expect((await lines('--mask', 'contact')).out).toContain('Z-1');
    expect((await lines('--mask', 'contact,identity')).out).not.toContain('Z-1');
    expect((await lines('--role', 'consultant')).out).not.toContain('Z-1');
  });
});
