import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardMasker, isCardHeader, luhnValid } from '../../analysis/ingest/card-number.ts';
import { DuckDBInstance } from '@duckdb/node-api';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, context, csv, freshPath } from './workbench.ts';

const key = 'ab'.repeat(32);
const { mask } = cardMasker(key);

/** Numbers the brands publish for tests. */
const published = [
  '4111111111111111',
  '4012888888881881',
  '4222222222222',
  '5555555555554444',
  '2223000048400011',
  '378282246310005',
  '3530111333300000',
  '3566002020360505',
  '30569309025904',
  '6011111111111117',
  '6304000000000000',
  '6200000000000005',
];

const withCheckDigit = (body: string): string => {
  for (let digit = 0; digit < 10; digit += 1) if (luhnValid(`${body}${digit}`)) return `${body}${digit}`;
  return body;
};

describe('card numbers', () => {
  it.each(published)('%s is replaced by its first six digits and a keyed hash', (number) => {
    expect(mask(number)).toMatch(new RegExp(`^card:${number.slice(0, 6)}:[0-9a-f]{16,}$`));
    expect(mask(`カード ${number}、期限 12/27`)).toBe(`カード ${mask(number)}、期限 12/27`);
  });

  it('is the same token however the number is written, another one under another key', () => {
    const token = mask('4111111111111111');
    expect(mask('4111 1111 1111 1111')).toBe(token);
    expect(mask('4111-1111-1111-1111')).toBe(token);
    expect(mask('４１１１　１１１１　１１１１　１１１１')).toBe(token);
    expect(mask('0004111111111111111')).toBe(token);
    expect(cardMasker('cd'.repeat(32)).mask('4111111111111111')).not.toBe(token);
  });

  it.each([
    ...['4111\u00a01111\u00a01111\u00a01111', '4111\u20091111\u20091111\u20091111', '4111\t1111\t1111\t1111'],
    ...['4111  1111  1111  1111', '4111 - 1111 - 1111 - 1111', '4111–1111—1111―1111', '411111  1111111111'],
    ...['4111.1111.1111.1111', '4111/1111/1111/1111', '4111_1111_1111_1111', '4111·1111·1111·1111'],
    ...['4111:1111:1111:1111', '4111・1111・1111・1111', '4111\u200b1111\u200b1111\u200b1111', '4111 1111.1111-1111'],
  ])('is found in %j', (text) => {
    const token = mask('4111111111111111');
    expect(mask(text)).toBe(token);
    expect(mask(`番号 ${text} 期限 12/27`)).toBe(`番号 ${token} 期限 12/27`);
  });

  it('is not found in hashes in hex, whose digits pass the check now and then, but beside them', () => {
    const hash = 'ab4111111111111111cdef0123456789';
    expect(hash).toHaveLength(32);
    for (const text of [hash, hash.toUpperCase(), `${hash}-${hash}`, `${hash}12345678`, `id ${hash}.`])
      expect(mask(text)).toBe(text);
    const token = mask('4111111111111111');
    expect(mask(`4111111111111111-${hash}`)).toBe(`${token}-${hash}`);
    expect(mask(`${hash} 4111 1111 1111 1111`)).toBe(`${hash} ${token}`);
    const tracks = [
      '4111111111111111D251220112345678',
      '4111111111111111F00000000000000F',
      '4111111111111111d25122011234567f',
    ];
    for (const track of tracks) expect(mask(track)).not.toContain('411111111111');
    // Neither a hash's length nor letters: nothing says that these are no cards.
    expect(mask('ab4111111111111111cd')).toBe(`ab${token}cd`);
    expect(mask('4111111111111111'.padStart(32, '0'))).not.toContain('411111111111');
  });

  it('of twelve digits, or with a wrong check digit, is one in a column of card numbers', () => {
    const { maskNumber } = cardMasker(key);
    expect(mask('571348208497')).toBe('571348208497');
    for (const number of [
      '571348208497',
      '5713 4820 8497',
      '4111111111111112',
      '060400000000',
      '５７１３４８２０８４９７',
    ])
      expect(maskNumber(number)).toMatch(/^card:[0-9]{6}:[0-9a-f]{16}$/);
    expect(maskNumber('4111 1111 1111 1111')).toBe(mask('4111111111111111'));
    expect(maskNumber('5713 4820 8497')).toBe(maskNumber('571348208497'));
    for (const text of ['411111', '57134820849', 'テスト']) expect(maskNumber(text)).toBe(text);
    const named = ['カード番号', 'cc_num', 'Card Number', 'card-no', 'PAN', 'クレジットカード番号', 'ｶｰﾄﾞ番号'];
    expect(named.filter(isCardHeader)).toEqual(named);
    expect(['注文番号', 'card_bin', 'account', 'company', 'カードBIN', '会員番号'].filter(isCardHeader)).toEqual([]);
  });

  it('leaves times and addresses, whose digits pass the check one time in ten', () => {
    const two = (n: number): string => String(n).padStart(2, '0');
    for (let i = 0; i < 3600; i += 1) {
      const [minute, second] = [two(Math.floor(i / 60)), two(i % 60)];
      const texts = [`2024-01-05 12:${minute}:${second}`, `2024/01/05 12:${minute}:${second}.123`];
      for (const text of [
        ...texts,
        `2404:6800:${minute}${second}:825::200e`,
        `35.68${minute}${second}, 139.76${minute}${second}`,
      ])
        expect(mask(text)).toBe(text);
    }
  });

  it('is found beside other digits and letters', () => {
    const token = mask('4111111111111111');
    expect(mask('A4111111111111111B')).toBe(`A${token}B`);
    expect(mask('2024-01-05 4111 1111 1111 1111')).toContain(token);
    expect(mask('4111111111111111,378282246310005')).toBe(`${token},${mask('378282246310005')}`);
  });

  it.each([
    '4111111111111112',
    '411111111111',
    '41111111111111111111',
    '411111.1111111111',
    '2024.0105.1234.5678',
    '192.168.100.101:8080',
    '203.0.113.111:4242',
    '090-1234-5678',
    '000000000000000000',
    '0000000000000026',
    '4eb998feeb0d7f6fc4251d3b39eab81e',
  ])('near miss %s stays', (text) => {
    expect(mask(text)).toBe(text);
  });

  it('never leaves a valid number, and a replaced text stays as it is', () => {
    const body = fc.stringMatching(/^[1-9][0-9]{11,17}$/).map(withCheckDigit);
    fc.assert(
      fc.property(body, fc.stringMatching(/^[^0-9０-９]{0,5}$/), (number, around) => {
        const masked = mask(`${around}.${number}.${around}`);
        expect(masked).not.toContain(number);
        expect(mask(masked)).toBe(masked);
      }),
      { numRuns: 500 },
    );
  });
});

/** A token of 4111…, checked to be one. */
const mask4 = (value: unknown): string => {
  expect(value).toMatch(/^card:411111:[0-9a-f]{16}$/);
  return String(value);
};

const everything = async (work: Awaited<ReturnType<typeof bench>>): Promise<string> =>
  JSON.stringify(
    await Promise.all(
      [
        sql`SELECT * FROM orders`,
        sql`SELECT * FROM rejects`,
        sql`SELECT * FROM imports`,
        sql`SELECT * FROM outcomes`,
      ].map(work.rows),
    ),
  );

describe('importing card numbers', () => {
  it('leaves none in ids, kept columns, rejected rows, reports, outcomes or files, and joins by token', async () => {
    const work = await bench();
    const [one = '', two = ''] = published;
    const report = await work.import(
      [
        'カード番号,番号,注文日時,金額,メモ',
        `${one},1,2024-01-01,100,番号は ${two}`,
        `${two.replace(/(\d{4})(?=\d)/g, '$1-')},2,2024-01-02,200,なし`,
        `${one},3,いつか,300,${two}`,
        `411111,4,2024-01-03,400,41111111`,
        `${one},5`,
        `${two},6,2024-01-04,${one},`,
        '',
      ].join('\n'),
      {
        ...basic,
        columns: {
          event_id: { from: ['カード番号', '番号'] },
          ordered_at: '注文日時',
          amount: '金額',
          card_bin: 'カード番号',
        },
        keep: ['メモ'],
      },
      { outcomes: `注文番号,報告日,理由コード,金額\n${one}-1,2024-03-01,10.4,100\n` },
    );
    expect(report).toMatchObject({ read: 6, accepted: 3, rejected: 3 });
    expect(report.outcomes).toMatchObject({ read: 1, matched: 1, unmatched: 0 });
    expect(report.warnings).toContainEqual({
      code: 'card-numbers-replaced',
      params: { column: 'カード番号', rows: 4 },
    });
    const all = `${await everything(work)}${JSON.stringify(report)}`;
    for (const number of published) expect(all).not.toContain(number);
    const rows = await work.rows(
      sql`SELECT event_id, card_bin, card_token, "custom.c1" AS memo FROM orders ORDER BY seq`,
    );
    expect(rows[0]).toMatchObject({
      card_bin: '411111',
      card_token: expect.stringMatching(/^card:411111:[0-9a-f]{16}$/),
    });
    expect(rows[0]?.['event_id']).toBe(`${String(rows[0]?.['card_token'])}-1`);
    expect(rows[1]).toMatchObject({ card_bin: '401288' });
    expect(rows[2]).toMatchObject({ event_id: '411111-4', card_bin: '411111', card_token: null });
    const { path } = work.project;
    await work.project.close();
    expect(readFileSync(path).includes(one)).toBe(false);
  });

  it('finds them in Parquet columns of texts, integers and doubles', async () => {
    const work = await bench();
    const path = freshPath('カード.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT 'o' || i AS id, TIMESTAMP '2024-01-01' + i * INTERVAL 1 MINUTE AS at, 4.97::DOUBLE AS amt,
      4111111111111111::BIGINT AS num, 4111111111111111::DOUBLE AS dbl, CASE i WHEN 1 THEN 'x 4111-1111-1111-1111' ELSE ' y ' END AS memo,
      1704412980000 + i AS ms, CASE i WHEN 2 THEN 'bad' ELSE 'ok' END AS other, '4012888888881881' AS unmapped
      FROM range(3) t(i)) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    const report = await work.handlers['import.run'](
      {
        file: work.grant(path),
        mapping: {
          timezone: 'Asia/Tokyo',
          columns: {
            event_id: 'id',
            ordered_at: 'at',
            amount: 'amt',
            currency: { value: 'USD' },
            card_bin: 'num',
            buyer_name: 'memo',
          },
          keep: ['dbl', 'ms'],
        },
      },
      context(),
    );
    expect(report).toMatchObject({ read: 3, accepted: 3, amount: 3 * 497, currency: 'USD' });
    const rows = await work.rows(
      sql`SELECT card_bin, card_token, buyer_name, "custom.dbl" AS dbl FROM orders ORDER BY seq`,
    );
    const token = String(rows[0]?.['card_token']);
    expect(token).toMatch(/^card:411111:/);
    expect(rows.map((row) => row['dbl'])).toEqual([token, token, token]);
    expect(rows.map((row) => row['buyer_name'])).toEqual(['y', `x ${token}`, 'y']);
    expect(await everything(work)).not.toMatch(/4111-?1111-?1111-?1111/);
  });

  it.each(['csv', 'parquet'])(
    'replaces twelve digits in a card column of a %s file, joined and rejected too',
    async (format) => {
      const work = await bench();
      const hash = 'ab4111111111111111cdef012345678';
      const path = freshPath(`短い.${format}`);
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      await connection.run(`COPY (SELECT 571348208497 + i AS cc_num, '${hash}' || i AS trans_num, CASE i WHEN 2 THEN NULL
      ELSE TIMESTAMP '2024-01-01 10:00:00' END AS at, 100 AS amt FROM range(3) t(i))
      TO '${path.replaceAll("'", "''")}' (FORMAT ${format})`);
      connection.closeSync();
      instance.closeSync();
      const columns = {
        event_id: { from: ['cc_num', 'trans_num'] },
        ordered_at: 'at',
        amount: 'amt',
        card_bin: 'cc_num',
      };
      const shown = await work.handlers['import.preview']({ file: work.grant(path) }, context());
      expect(JSON.stringify(shown.rows)).not.toContain('571348208');
      const input = { file: work.grant(path), mapping: { timezone: 'Asia/Tokyo', columns } };
      expect(await work.handlers['import.run'](input, context())).toMatchObject({ accepted: 2, rejected: 1 });
      const rows = await work.rows(sql`SELECT event_id, card_bin, card_token FROM orders ORDER BY event_id`);
      expect(rows.map((row) => row['card_bin'])).toEqual(['571348', '571348']);
      for (const row of rows) expect(row['event_id']).toMatch(new RegExp(`^${String(row['card_token'])}-${hash}[01]$`));
      expect(await everything(work)).not.toContain('571348208');
    },
  );

  it('finds them in a history and a list that are both Parquet, at the same place', async () => {
    const work = await bench();
    const [orders, list] = [freshPath('o.parquet'), freshPath('l.parquet')];
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const write = (rows: string, path: string): string =>
      `COPY (${rows}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`;
    await connection.run(write(`SELECT '4111111111111111' AS order_id, DATE '2024-01-01' AS at, 1 AS amt`, orders));
    await connection.run(write(`SELECT '4111111111111111' AS order_id, DATE '2024-02-01' AS reported_at`, list));
    connection.closeSync();
    instance.closeSync();
    const columns = { event_id: 'order_id', ordered_at: 'at', amount: 'amt' };
    const report = await work.handlers['import.run'](
      { file: work.grant(orders), outcomes: [work.grant(list)], mapping: { timezone: 'Asia/Tokyo', columns } },
      context(),
    );
    expect(report).toMatchObject({ accepted: 1, outcomes: { read: 1, matched: 1 } });
  });

  it('masks them in rejected rows too where they are whole only after columns are joined', async () => {
    const work = await bench();
    const columns = { event_id: 'id', ordered_at: 't', amount: 'n', member_id: { from: ['a', 'b'] } };
    const report = await work.import(
      'id,t,n,a,b\nk,2024-01-01,1,1,2\no,いつか,1,411111,1111111111\np,いつか,1,411111,2\n',
      { timezone: 'Asia/Tokyo', columns },
    );
    expect(report).toMatchObject({ read: 3, accepted: 1 });
    const [masked = '', plain = ''] = report.rejectSample.map(({ cells }) => cells);
    expect(masked).toMatch(/^\["o","いつか","1","card:411111:[0-9a-f]{16}",""\]$/);
    expect(plain).toBe('["p","いつか","1","411111","2"]');
  });

  it('masks the cells of rejected Parquet rows, also of columns nobody mapped', async () => {
    const work = await bench();
    const path = freshPath('r.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT CASE WHEN i > 0 THEN 'o' || i END AS id, DATE '2024-01-01' AS at, 1 AS amt, '4012888888881881' AS other
      FROM range(2) t(i)) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    const report = await work.handlers['import.run'](
      {
        file: work.grant(path),
        mapping: { timezone: 'Asia/Tokyo', columns: { event_id: 'id', ordered_at: 'at', amount: 'amt' } },
      },
      context(),
    );
    expect(report.rejectSample).toEqual([
      {
        line: 1,
        reason: 'id-missing',
        column: 'id',
        cells: expect.stringMatching(/^\["","2024-01-01","1","card:401288:[0-9a-f]{16}"\]$/),
      },
    ]);
  });

  it('masks the first order of a file without a header line, which stands as its headers', async () => {
    const work = await bench();
    const { fileOf } = await import('./workbench.ts');
    const [one = ''] = published;
    const path = fileOf(`1,2024-01-01,100,${one}\n2,2024-01-02,200,${one}\n`);
    const seen = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    const header = seen.columns[3]?.name ?? '';
    expect(header).toMatch(/^card:411111:[0-9a-f]{16}$/);
    expect(JSON.stringify(seen)).not.toContain(one);
    const mapping = { timezone: 'Asia/Tokyo', columns: { event_id: '1', ordered_at: '2024-01-01', amount: '100' } };
    const report = await work.handlers['import.run'](
      { file: work.grant(path), mapping: { ...mapping, keep: [header] } },
      context(),
    );
    expect(report).toMatchObject({ read: 1, accepted: 1 });
    expect(`${await everything(work)}${JSON.stringify(await work.project.customColumns())}`).not.toContain(one);
  });

  it('masks names of Parquet columns, and tells equal ones apart', async () => {
    const work = await bench();
    const path = freshPath('names.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT 'a' AS id, DATE '2024-01-01' AS at, 1 AS amt, 'x' AS "4111111111111111",
      'y' AS "4111 1111 1111 1111") TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    const seen = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    const [three = '', four = ''] = seen.columns.slice(3).map((column) => column.name);
    expect(three).toMatch(/^card:411111:[0-9a-f]{16}$/);
    expect(four).toBe(`${three} (2)`);
    expect(seen.rows).toEqual([['a', '2024-01-01', '1', 'x', 'y']]);
    const columns = { event_id: 'id', ordered_at: 'at', amount: 'amt' };
    const mapping = { timezone: 'Asia/Tokyo', columns, keep: [three, four] };
    await work.handlers['import.run']({ file: work.grant(path), mapping }, context());
    expect(await work.project.customColumns()).toHaveLength(2);
    expect(JSON.stringify(await work.project.customColumns())).not.toMatch(/4111 ?1111 ?1111/);
  });

  it('are replaced where they are whole only after columns are joined, the same in orders and outcomes', async () => {
    const work = await bench();
    const columns = { event_id: { from: ['a', 'b'] }, ordered_at: 't', amount: 'n', buyer_name: { from: ['a', 'b'] } };
    const outcomes = { columns: { event_id: { from: ['x', 'y'] } } };
    const report = await work.import(
      'a,b,t,n\n411111,1111111111,2024-01-01,1\n411111,1,2024-01-02,1\nA4111,111111111111,2024-01-03,1\n',
      { timezone: 'Asia/Tokyo', columns, outcomes },
      { outcomes: 'x,y\n411111,1111111111\n' },
    );
    expect(report).toMatchObject({ read: 3, accepted: 3, outcomes: { matched: 1, unmatched: 0 } });
    const rows = await work.rows(sql`SELECT event_id, buyer_name FROM orders ORDER BY seq`);
    const token = mask4(rows[0]?.['event_id']);
    expect(rows).toEqual([
      { event_id: token, buyer_name: token },
      { event_id: '411111-1', buyer_name: '411111 1' },
      { event_id: `A${token}`, buyer_name: `A${token}` },
    ]);
  });

  it('masks previews', async () => {
    const work = await bench();
    const { fileOf } = await import('./workbench.ts');
    const seen = await work.handlers['import.preview'](
      { file: work.grant(fileOf(csv('1,2024-01-01,4111111111111111'))) },
      context(),
    );
    expect(seen.rows[0]?.[2]).toMatch(/^card:411111:/);
  });
});
