import { describe, expect, it } from 'vitest';
import type { ListMatch, ListTime } from '../../analysis/model/lists.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { listedOrders } from '../../analysis/store/list-membership.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, csv, fileOf, type Bench } from '../ingest/workbench.ts';

/** Order ids whose value of the column was on the list. */
async function on(
  work: Bench,
  listId: string,
  match: ListMatch,
  column: string,
  when: ListTime = 'order',
): Promise<string[]> {
  const asked = listedOrders({ listId, match, column, when });
  const rows = await work.rows(
    sql`SELECT event_id FROM orders WHERE seq IN (SELECT seq FROM (${asked})) ORDER BY event_id`,
  );
  return rows.map((row) => String(row['event_id']));
}

const names = { ja: 'リスト', en: 'List' };
const add = (work: Bench, id: string, match: ListMatch, content: string, snapshotAt = '2026-01-31') =>
  work.handlers['lists.add'](
    { file: work.grant(fileOf(content, 'list.csv')), id, names, purpose: 'negative', match, snapshotAt },
    context(),
  );

const mails: Mapping = { ...basic, columns: { ...basic.columns, email: 'メール', phone: '電話', ip_address: 'IP' } };
const orders = (lines: readonly string[]): string =>
  ['注文番号,注文日時,金額,メール,電話,IP', ...lines.map((line) => line.replace(',', ',').trim()), ''].join('\n');

/** Lists of networks as they are published, and the addresses of ten orders on them. */
const published: readonly (readonly [what: string, content: string, on: readonly string[]])[] = [
  ['addresses alone, as Tor publishes its exits', '192.0.2.1\n2001:db8::1\n', ['01', '05']],
  [
    'remarks before and behind, blank lines',
    '# exits, of today\n#\n\n192.0.2.1 # one\n2001:db8::/64\t// two\n',
    ['01', '05', '06'],
  ],
  [
    'remarks behind semicolons',
    '; DROP List, (c) nobody\n192.0.2.0/24 ; SBL1\n203.0.113.10/32 ; SBL2\n',
    ['01', '02', '10'],
  ],
  ['ranges', '192.0.2.0-192.0.2.1\n192.0.2.2 - 192.0.2.99\n2001:db8::-2001:db8::9\n', ['01', '02', '05']],
  ['first and last address in two columns', '192.0.2.0,192.0.2.1\n203.0.113.10,203.0.113.12\n', ['01', '10', '11']],
  [
    'the list of exits with their days',
    'ExitNode 00AA\nPublished 2026-11-01 02:00:00\nLastStatus 2026-11-01 10:00:00\nExitAddress 192.0.2.1 2026-11-01 10:05:11\n',
    ['01'],
  ],
];

describe('a list of networks as it is published', () => {
  it.each(published)('is taken without a hand: %s', async (_what, content, expected) => {
    const work = await bench();
    const ips = {
      '01': '192.0.2.1',
      '02': '192.0.2.77',
      '05': '2001:db8::1',
      '06': '2001:db8::ffff',
      '10': '203.0.113.10',
      '11': '203.0.113.12',
    };
    await work.import(orders(Object.entries(ips).map(([id, ip]) => `${id},2024-05-10 12:00:00,100,,,${ip}`)), mails);
    const list = await add(work, 'nets', 'cidr', content);
    expect(list).toMatchObject({ rejected: 0 });
    expect(await on(work, 'nets', 'cidr', 'ip_address')).toEqual(expected);
  });

  it('refuses what is none of it by its line', async () => {
    const work = await bench();
    await work.import(orders(['01,2024-05-10 12:00:00,100,,,192.0.2.1']), mails);
    const list = await add(work, 'nets', 'cidr', '# exits\n192.0.2.1\n\n1.2.3.999\n192.0.2.2\n');
    expect(list).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
    expect(list.rejectSample).toMatchObject([{ line: 4, reason: 'list-value-unreadable' }]);
  });

  it('leaves tables what they are, and domains with remarks', async () => {
    const work = await bench();
    await work.import(
      orders(['a,2024-05-10 12:00:00,100,x@example.jp,,', 'b,2024-05-10 12:00:00,100,x@example.com,,']),
      mails,
    );
    await add(work, 'mail', 'domain', '# throw-away\nexample.jp # seen\nexample.net\n');
    expect(await on(work, 'mail', 'domain', 'email')).toEqual(['a']);
  });
});

describe('a value is on a list', () => {
  it('after it was added and before it was removed, neither at the very moment; and again when it came back', async () => {
    const work = await bench();
    const times = [
      ['a', '2024-05-10 11:59:59'],
      ['b', '2024-05-10 12:00:00'],
      ['c', '2024-05-10 12:00:01'],
      ['d', '2024-05-20 11:59:59'],
      ['e', '2024-05-20 12:00:00'],
      ['f', '2024-05-20 12:00:01'],
      ['g', '2024-06-01 00:00:00'],
      ['h', '2024-06-01 00:00:01'],
    ] as const;
    await work.import(orders(times.map(([id, at]) => `${id},${at},100,x@example.jp,,`)), mails);
    await add(
      work,
      'neg',
      'exact',
      'value,added_at,removed_at\nx@example.jp,2024-05-10 12:00:00,2024-05-20 12:00:00\nx@example.jp,2024-06-01T00:00:00+09:00,\n',
    );
    expect(await on(work, 'neg', 'exact', 'email')).toEqual(['c', 'd', 'h']);
    // Today it is on the list, whatever it was at the order.
    expect(await on(work, 'neg', 'exact', 'email', 'today')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  });

  it('from the end of a day that is told without a clock, in the zone of the project', async () => {
    const work = await bench();
    await work.import(
      orders([
        'a,2024-05-10 23:59:59,1,x@example.jp,,',
        'b,2024-05-11 00:00:00,1,x@example.jp,,',
        'c,2024-05-11 00:00:01,1,x@example.jp,,',
      ]),
      mails,
    );
    for (const [id, day] of [
      ['one', '2024-05-10'],
      ['two', '20240510'],
      ['three', '令和6年5月10日'],
    ] as const) {
      const { list } = await add(work, id, 'exact', `メールアドレス,登録日\nx@example.jp,${day}\n`);
      expect(list.undated, id).toBe(0);
      expect(await on(work, id, 'exact', 'email'), id).toEqual(['c']);
    }
  });

  it('always, where nothing says since when; and no longer once it was removed', async () => {
    const work = await bench();
    await work.import(
      orders([
        'a,2020-01-01 00:00:00,1,x@example.jp,,',
        'b,2024-05-11 00:00:00,1,y@example.jp,,',
        'c,2025-01-01 00:00:00,1,y@example.jp,,',
      ]),
      mails,
    );
    const { list } = await add(
      work,
      'neg',
      'exact',
      'value,removed_at\nx@example.jp,\ny@example.jp,2024-06-01 00:00:00\n',
    );
    expect(list).toMatchObject({ entries: 2, undated: 2, open: 1, snapshotAt: '2026-01-31' });
    expect(await on(work, 'neg', 'exact', 'email')).toEqual(['a', 'b']);
  });
});

describe('kinds of lists', () => {
  it('find a domain by itself and everything below it, never above, whatever the case and width', async () => {
    const work = await bench();
    const values = [
      'x@example.co.jp',
      'X@SUB.Example.CO.JP',
      'x@ample.co.jp',
      'x@notexample.co.jp',
      'x@ｅｘａｍｐｌｅ.co.jp',
      'x@mail.sub.example.org',
      'x@example.org',
    ];
    await work.import(orders(values.map((value, i) => `${i},2024-01-0${i + 1} 00:00:00,1,${value},,`)), mails);
    const report = await add(work, 'dom', 'domain', 'example.co.jp\nsub.example.org\nco.jp\n@.\n');
    // A file of one column may do without a header; what nobody can register is no domain of anybody.
    expect(report).toMatchObject({ read: 4, accepted: 2, rejected: 2 });
    expect(report.rejects).toEqual([
      { reason: 'list-value-unreadable', column: 'example.co.jp', rows: 2, firstLine: 3 },
    ]);
    expect(await on(work, 'dom', 'domain', 'email')).toEqual(['0', '1', '4', '5']);
  });

  it('find addresses between the ends of a range, both included, of their own version only', async () => {
    const work = await bench();
    const ips = [
      '192.0.1.255',
      '192.0.2.0',
      '192.0.2.255',
      '192.0.3.0',
      '::ffff:192.0.2.7',
      '2001:db8:0:0:ffff:ffff:ffff:ffff',
      '2001:0DB8::',
      '2001:db8:0:1::',
      '10.1.2.3',
      '203.0.113.9',
      '203.0.113.10',
      '203.0.113.12',
      '203.0.113.13',
      '::1',
    ];
    await work.import(
      orders(
        ips.map((ip, i) => `${String(i).padStart(2, '0')},2024-01-01 00:00:${String(i).padStart(2, '0')},1,,,${ip}`),
      ),
      mails,
    );
    await add(work, 'nets', 'cidr', 'cidr\n192.0.2.77/24\n2001:db8::/64\n10.0.0.0/8\n203.0.113.10 - 203.0.113.12\n');
    expect(await on(work, 'nets', 'cidr', 'ip_address')).toEqual(['01', '02', '04', '05', '06', '08', '10', '11']);
    await add(work, 'all', 'cidr', 'cidr\n0.0.0.0/0\n');
    expect(await on(work, 'all', 'cidr', 'ip_address')).toHaveLength(10);
    await add(work, 'six', 'cidr', 'cidr\n::/0\n');
    expect(await on(work, 'six', 'cidr', 'ip_address')).toEqual(['05', '06', '07', '13']);
    const bad = await add(
      work,
      'bad',
      'cidr',
      'cidr\n1.2.3.4/33\n1.2.3/8\n5.6.7.8-5.6.7.1\n::1/129\n1.2.3.4/\n9.9.9.9\n',
    );
    expect(bad).toMatchObject({ accepted: 1, rejected: 5 });
  });

  it('find phones, mail addresses, persons and places by the keys of 名寄せ', async () => {
    const work = await bench();
    const mapping: Mapping = {
      ...mails,
      columns: { ...mails.columns, buyer_name: '氏名', buyer_address: '住所', buyer_zip: '郵便番号' },
    };
    const head = '注文番号,注文日時,金額,メール,電話,IP,氏名,住所,郵便番号';
    const rows = [
      'a,2024-05-11 00:00:00,1,Ichiro.W+x@gmail.com,090-1234-5678,,渡辺　一郎,東京都港区赤坂４丁目３番地２号,107-0052',
      'b,2024-05-11 00:00:00,1,ichiro@example.jp,０９０１２３４５６７９,,佐藤花子,東京都港区赤坂5-1-1,107-0052',
    ];
    await work.import([head, ...rows, ''].join('\n'), mapping);
    await add(work, 'tel', 'phone', '電話番号,登録日時\n+81 90 1234 5678,2024-05-01 10:00\n03-12,2024-05-01 10:00\n');
    await add(work, 'mail', 'email', 'email,added\nichirow@googlemail.com,2024-05-01 10:00\n');
    await add(work, 'who', 'person', '氏名,登録日時\n渡邉一郎,2024-05-01 10:00\n渡辺,2024-05-01 10:00\n');
    await add(work, 'where', 'address', '住所,登録日時\n東京都港区赤坂四丁目三番二号,2024-05-01 10:00\n');
    expect(await on(work, 'tel', 'phone', 'phone')).toEqual(['a']);
    expect(await on(work, 'mail', 'email', 'email')).toEqual(['a']);
    expect(await on(work, 'who', 'person', 'buyer_name')).toEqual(['a']);
    expect(await on(work, 'where', 'address', 'buyer_address')).toEqual(['a']);
    const [tel, , who] = (await work.project.info()).lists;
    expect([tel?.rejected, who?.rejected, who?.entries]).toEqual([1, 1, 1]);
  });
});

describe('rows of a list', () => {
  it('that cannot be taken are told with line and reason, and the others are taken', async () => {
    const work = await bench();
    const report = await add(
      work,
      'neg',
      'email',
      'メール,登録日時,解除日時,備考\na@example.jp,2024-01-02 00:00,,不正\n,2024-01-02 00:00,,\nnobody,2024-01-02 00:00,,\nb@example.jp,きのう,,\nc@example.jp,2024-01-02 00:00,2024-01-01 00:00,\nA@example.jp,2024-01-02 00:00,,again\n',
    );
    expect(report).toMatchObject({ read: 6, accepted: 1, rejected: 5, added: 1 });
    expect(report.rejectSample.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'list-value-missing'],
      [4, 'list-value-unreadable'],
      [5, 'time-unreadable'],
      [6, 'list-removed-first'],
      [7, 'list-value-repeated'],
    ]);
  });

  it('are read in the encodings of other files, card numbers replaced as those of orders', async () => {
    const work = await bench();
    const sjis = new Uint8Array([0x92, 0x6c, 0x0a, 0x8e, 0x52, 0x93, 0x63, 0x0a]);
    await work.handlers['lists.add'](
      { file: work.grant(fileOf(sjis, 'リスト.csv')), id: 'sjis', names, purpose: 'other', match: 'exact' },
      context(),
    );
    await add(work, 'cards', 'exact', 'value\n4111111111111111\n');
    const rows = await work.rows(sql`SELECT value FROM list_entries ORDER BY value`);
    expect(rows[1]?.['value']).toBe('山田');
    expect(String(rows[0]?.['value'])).toMatch(/^card:411111/);
  });

  it('without a value, a second list of a name and an unknown list are refused', async () => {
    const work = await bench();
    expect(await codeOf(add(work, 'neg', 'exact', 'foo,bar\n1,2\n'))).toBe('list-no-value');
    expect(await codeOf(add(work, 'neg', 'cidr', 'ip\nx\n'))).toBe('list-nothing-read');
    await add(work, 'neg', 'exact', 'value\nx\n');
    expect(await codeOf(add(work, 'neg', 'exact', 'value\nx\n'))).toBe('list-exists');
    const file = work.grant(fileOf('value\nx\n'));
    expect(await codeOf(work.handlers['lists.refresh']({ listId: 'other', file }, context()))).toBe('list-not-found');
  });
});

describe('a refreshed list', () => {
  const spans = (work: Bench) =>
    work.rows(
      sql`SELECT key, epoch_ms(added_at) AS added, epoch_ms(removed_at) AS removed FROM list_entries ORDER BY key, added_at NULLS FIRST`,
    );
  const end = (day: string): number => Date.parse(`${day}T00:00:00+09:00`) + 86_400_000;
  const refresh = (work: Bench, content: string, snapshotAt: string) =>
    work.handlers['lists.refresh']({ listId: 'neg', file: work.grant(fileOf(content)), snapshotAt }, context());

  it('without dates learns from its snapshots: what came and what went, at the end of the day it was seen', async () => {
    const work = await bench();
    await add(work, 'neg', 'exact', 'value\na\nb\n', '2024-01-31');
    const second = await refresh(work, 'value\nb\nc\n', '2024-02-29');
    expect([second.added, second.kept, second.removed]).toEqual([1, 1, 1]);
    await refresh(work, 'value\na\nb\nc\n', '2024-03-31');
    expect(await spans(work)).toEqual([
      { key: 'a', added: null, removed: end('2024-02-29') },
      { key: 'a', added: end('2024-03-31'), removed: null },
      { key: 'b', added: null, removed: null },
      { key: 'c', added: end('2024-02-29'), removed: null },
    ]);
    expect((await work.project.info()).lists[0]).toMatchObject({
      entries: 4,
      undated: 2,
      open: 3,
      snapshotAt: '2024-03-31',
    });
    expect(await codeOf(refresh(work, 'value\na\n', '2024-03-30'))).toBe('list-older');
  });

  it('of a package stays one where a file refreshes it, and is brought back by the package, not made twice', async () => {
    const work = await bench();
    const add = () => work.handlers['lists.addBundled']({ bundled: 'mail_disposable' }, context());
    const { list } = await add();
    const file = work.grant(fileOf('domain\nexample.com\n', 'newer.csv'));
    const asked = { listId: list.id, file, snapshotAt: list.snapshotAt };
    const refreshed = await work.handlers['lists.refresh'](asked, context());
    expect(refreshed.list.source).toEqual({ ...list.source, fileName: expect.stringContaining('newer.csv') });
    expect(refreshed.list.open).toBe(1);
    const again = await add();
    expect(again.list).toMatchObject({ id: list.id, source: list.source });
    expect((await work.project.info()).lists).toHaveLength(1);
  });

  it('with dates takes those of the file, and keeps what had ended before them', async () => {
    const work = await bench();
    const at = (day: string): number => Date.parse(`${day}T10:00:00+09:00`);
    await add(
      work,
      'neg',
      'exact',
      'value,added,removed\na,2023-01-01 10:00,2023-06-01 10:00\nb,2023-01-01 10:00,\nc,2023-01-01 10:00,\n',
    );
    await refresh(
      work,
      'value,added,removed\na,2024-01-01 10:00,\nb,2023-01-02 10:00,2024-02-01 10:00\n',
      '2026-02-28',
    );
    expect(await spans(work)).toEqual([
      { key: 'a', added: at('2023-01-01'), removed: at('2023-06-01') },
      { key: 'a', added: at('2024-01-01'), removed: null },
      { key: 'b', added: at('2023-01-02'), removed: at('2024-02-01') },
      { key: 'c', added: at('2023-01-01'), removed: end('2026-02-28') },
    ]);
  });
});

it('a changed, deleted or restored list makes earlier results stale', async () => {
  const work = await bench();
  await work.import(csv('1,2024-01-01 00:00:00,100'), basic);
  const versions = [(await work.project.info()).dataVersion];
  const now = async (): Promise<void> => void versions.push((await work.project.info()).dataVersion);
  await add(work, 'neg', 'exact', 'value\na\n');
  await now();
  await work.handlers['lists.put']({ listId: 'neg', values: ['b'] }, context());
  await now();
  await work.handlers['lists.refresh'](
    { listId: 'neg', file: work.grant(fileOf('value\na\n')), snapshotAt: '2026-02-01' },
    context(),
  );
  await now();
  expect(new Set(versions).size).toBe(4);
});
