import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bench, context, fileOf } from './workbench.ts';

const file = (header: string, cells: readonly string[]): string =>
  [
    `id\tat\t${header}`,
    ...cells.map((cell, i) => `${String(i).padStart(3, '0')}\t2024-01-01 00:00:00\t${cell}`),
    '',
  ].join('\n');

const money = (currency: string): Mapping => ({
  timezone: 'Asia/Tokyo',
  columns: { event_id: 'id', ordered_at: 'at', amount: 'amt', currency: { value: currency } },
});

async function amounts(currency: string, cells: readonly string[]): Promise<unknown[]> {
  const work = await bench();
  const report = await work.import(file('amt', ['1', ...cells]), money(currency));
  const taken = new Map(
    (await work.rows(sql`SELECT source_line, amount FROM orders`)).map((row) => [row['source_line'], row['amount']]),
  );
  const refused = new Map(report.rejectSample.map((row) => [row.line, row.reason]));
  return cells.map((_, i) => taken.get(i + 3) ?? refused.get(i + 3));
}

describe('amounts', () => {
  it('reads yen as people write it', async () => {
    const cells = [
      '12,345',
      '¥12,345',
      '￥1,000円',
      '１２，３４５円',
      '1200.00',
      '-500',
      '(1,234)',
      '△300',
      '1,234,567',
      ' 42 ',
      '\\500',
      '1.5',
      '￥4,980-',
      '¥１，２００－',
      '3,000円也',
      '500-',
    ];
    expect(await amounts('JPY', cells)).toEqual([
      12345,
      12345,
      1000,
      12345,
      1200,
      -500,
      -1234,
      -300,
      1234567,
      42,
      500,
      'amount-decimals',
      4980,
      1200,
      3000,
      'amount-unreadable',
    ]);
  });

  it('refuses the sign of another currency than the row has', async () => {
    const cells = ['$1200', '€99', 'USD 50', '£3', '¥1200', '300'];
    const wrong = 'amount-currency';
    expect(await amounts('JPY', cells)).toEqual([wrong, wrong, wrong, wrong, 1200, 300]);
    expect(await amounts('USD', cells)).toEqual([120000, wrong, 5000, wrong, wrong, 30000]);
    expect(await amounts('AUD', cells)).toEqual([120000, wrong, wrong, wrong, wrong, 30000]);
    const work = await bench();
    await work.import(file('amt', ['500']), money('JPY'));
    const outcomes = work.grant(fileOf('注文番号,金額\n000,$5\n'));
    await work.handlers['import.outcomes']({ file: outcomes, mapping: undefined }, context());
    expect(await work.rows(sql`SELECT amount FROM outcomes`)).toEqual([{ amount: null }]);
  });

  it.each(['円', '¥', '￥', 'yen', 'jpy', '日本円'])(
    'takes a constant %s for yen, without decimals',
    async (currency) => {
      const work = await bench();
      const report = await work.import(file('amt', ['1,000']), money(currency));
      expect(report).toMatchObject({ amount: 1000, currency: 'JPY' });
      expect(await work.rows(sql`SELECT amount, currency FROM orders`)).toEqual([{ amount: 1000, currency: 'JPY' }]);
    },
  );

  it('never rounds: more decimals than the currency has are refused', async () => {
    expect(await amounts('USD', ['4.97', '4.970', '.5', '4.975', '1,234.56', 'USD 3', '12e3', '1,23,4'])).toEqual([
      497,
      497,
      50,
      'amount-decimals',
      123456,
      300,
      'amount-unreadable',
      'amount-unreadable',
    ]);
    expect(await amounts('KWD', ['1.234', '1.2345'])).toEqual([1234, 'amount-decimals']);
  });

  it('reads decimal commas where the column shows them', async () => {
    expect(await amounts('EUR', ['12,50', '1.234,56', '1.234', '0,99'])).toEqual([1250, 123456, 123400, 99]);
  });

  it('refuses to guess where decimal marks are mixed', async () => {
    const work = await bench();
    const report = await work.import(file('amt', ['12,50', '12.50', '1,234', '1.234', '7']), money('EUR'));
    expect(report.rejects).toEqual([{ reason: 'amount-ambiguous', column: 'amt', rows: 2, firstLine: 4 }]);
    expect(report.warnings).toContainEqual({ code: 'decimal-marks-mixed', params: { column: 'amt', rows: 2 } });
    expect(report.amount).toBe(1250 + 1250 + 700);
  });

  it('takes a lone point with three digits for neither', async () => {
    expect(await amounts('JPY', ['1.000'])).toEqual(['amount-ambiguous']);
  });

  it('counts negative amounts and several currencies, scaling each by its own decimals', async () => {
    const work = await bench();
    const lines = [
      '1\t2024-01-01\t-5\tJPY',
      '2\t2024-01-01\t4.97\tusd',
      '3\t2024-01-01\t100\t円',
      '4\t2024-01-01\t1\t?',
    ];
    const report = await work.import(['id\tat\tamt\tcur', ...lines].join('\n'), {
      timezone: 'Asia/Tokyo',
      columns: { event_id: 'id', ordered_at: 'at', amount: 'amt', currency: 'cur' },
    });
    expect(await work.rows(sql`SELECT event_id, amount, currency FROM orders ORDER BY event_id`)).toEqual([
      { event_id: '1', amount: -5, currency: 'JPY' },
      { event_id: '2', amount: 497, currency: 'USD' },
      { event_id: '3', amount: 100, currency: 'JPY' },
    ]);
    expect(report.rejects).toEqual([{ reason: 'amount-unreadable', column: 'cur', rows: 1, firstLine: 5 }]);
    const codes = report.warnings.map((warning) => warning.code);
    expect(codes).toContain('negative-amounts');
    expect(codes).toContain('several-currencies');
  });
});

async function times(timezone: string, cells: readonly string[], format?: string): Promise<unknown[]> {
  const work = await bench();
  const lines = ['ok\t2024-01-01 00:00:00\t1', ...cells.map((cell, i) => `${i}\t${cell}\t1`)];
  const at = format === undefined ? 'at' : { from: 'at', format };
  const first = format === undefined ? lines : lines.slice(1);
  const report = await work.import(['id\tat\tamt', ...first].join('\n'), {
    timezone,
    columns: { event_id: 'id', ordered_at: at, amount: 'amt' },
  });
  const taken = new Map(
    (await work.rows(sql`SELECT event_id, ordered_at FROM orders`)).map((row) => [
      row['event_id'],
      Number(row['ordered_at']),
    ]),
  );
  const refused = new Map(report.rejectSample.map((row) => [row.line, row.reason]));
  const shift = format === undefined ? 3 : 2;
  return cells.map((_, i) => {
    const ms = taken.get(String(i));
    return ms === undefined ? refused.get(i + shift) : new Date(ms).toISOString();
  });
}

describe('times', () => {
  it('reads Japanese, ISO and compact forms in the zone of the mapping', async () => {
    const nine = '2024-01-05T00:03:00.000Z';
    const cells = [
      '2024/1/5 9:03',
      '2024年1月5日 9時3分',
      '2024年1月5日 9:03',
      '２０２４／０１／０５　９：０３',
      '20240105 0903',
      '20240105090300',
      '2024-01-05T00:03:00Z',
      '2024-01-05 09:03:00+09:00',
      '2024-01-04 19:03:00.000-0500',
      '2024.1.5 9:03',
      '2024/01/05(金) 09:03',
      '2024年1月5日 午前9時3分',
      '２０２４年１月５日　午前９時３分',
      '2024/1/5 AM 9:03',
      '2024/01/05 9:03:00 AM',
      '令和6年1月5日 午前9時3分',
    ];
    expect(await times('Asia/Tokyo', cells)).toEqual(cells.map(() => nine));
    expect(await times('Asia/Tokyo', ['2024-01-05', '20240105', '2024年1月5日'])).toEqual(
      Array(3).fill('2024-01-04T15:00:00.000Z'),
    );
  });

  it('counts the hours of 午前 and 午後 from 0 to 11, 12 being the first of each, and reads no other', async () => {
    const cells = [
      '2024/1/5 午後3:05',
      '2024/1/5 3:05 PM',
      '2024/1/5 午後0時5分',
      '2024/1/5 午後12:05',
      '2024/1/5 午前0:05',
      '2024/1/5 12:05 AM',
      '2024/1/5 午後13:05',
      '2024/1/5 午後',
    ];
    expect(await times('UTC', cells)).toEqual([
      '2024-01-05T15:05:00.000Z',
      '2024-01-05T15:05:00.000Z',
      '2024-01-05T12:05:00.000Z',
      '2024-01-05T12:05:00.000Z',
      '2024-01-05T00:05:00.000Z',
      '2024-01-05T00:05:00.000Z',
      'time-unreadable',
      'time-unreadable',
    ]);
  });

  it('tells epochs apart by their size', async () => {
    const cells = ['1704412980', '1704412980000', '1704412980000000', '1704412980000000000', '1704412980.5'];
    const instant = '2024-01-05T00:03:00.000Z';
    expect(await times('Asia/Tokyo', cells)).toEqual([instant, instant, instant, instant, '2024-01-05T00:03:00.500Z']);
  });

  it('rejects dates that do not exist or lie outside 1990 to 2100', async () => {
    const cells = [
      '2023-02-29',
      '2024-13-01',
      '2024-01-01 25:00',
      '1989-12-31',
      '2101-01-01 09:00:00',
      '5/1/2024',
      '0000-00-00',
      'infinity',
    ];
    expect(await times('Asia/Tokyo', cells)).toEqual([
      'time-unreadable',
      'time-unreadable',
      'time-unreadable',
      'time-out-of-range',
      'time-out-of-range',
      'time-unreadable',
      'time-unreadable',
      'time-unreadable',
    ]);
  });

  it('reads years of 令和 and 平成, in words and in letters', async () => {
    const cells = [
      '令和6年1月5日 9時3分',
      'R6.1.5 9:03',
      '令和６年０１月０５日　０９：０３',
      'r6/1/5 09:03:00',
      'R6-01-05 09:03',
    ];
    expect(await times('Asia/Tokyo', cells)).toEqual(cells.map(() => '2024-01-05T00:03:00.000Z'));
    expect(
      await times('Asia/Tokyo', ['令和元年5月1日', 'H31.4.30', '平成2年1月9日', 'R6.2.30', 'R6', '昭和64年1月7日']),
    ).toEqual([
      '2019-04-30T15:00:00.000Z',
      '2019-04-29T15:00:00.000Z',
      '1990-01-08T15:00:00.000Z',
      'time-unreadable',
      'time-unreadable',
      'time-unreadable',
    ]);
  });

  it('takes the earlier offset for a time that happened twice and shifts a skipped one forward', async () => {
    const cells = [
      '2024-11-03 01:30:00',
      '2024-11-03 02:00:00',
      '2024-11-03 00:59:59',
      '2024-03-10 02:30:00',
      '2024-03-10 01:59:59',
      '2024-03-10 03:00:00',
    ];
    expect(await times('America/New_York', cells)).toEqual([
      '2024-11-03T05:30:00.000Z',
      '2024-11-03T07:00:00.000Z',
      '2024-11-03T04:59:59.000Z',
      '2024-03-10T07:30:00.000Z',
      '2024-03-10T06:59:59.000Z',
      '2024-03-10T07:00:00.000Z',
    ]);
    expect(await times('Australia/Lord_Howe', ['2024-04-07 01:45:00', '2024-10-06 02:15:00'])).toEqual([
      '2024-04-06T14:45:00.000Z',
      '2024-10-05T15:45:00.000Z',
    ]);
  });

  it('counts those times in the report', async () => {
    const work = await bench();
    const report = await work.import('id,at,amt\n1,2024-11-03 01:30:00,1\n2,2024-03-10 02:30:00,1\n3,2024-06-01,1\n', {
      timezone: 'America/New_York',
      columns: { event_id: 'id', ordered_at: 'at', amount: 'amt' },
    });
    expect(report.warnings).toEqual([
      { code: 'times-ambiguous', params: { column: 'at', rows: 1 } },
      { code: 'times-nonexistent', params: { column: 'at', rows: 1 } },
    ]);
  });

  it('follows a format when one is given', async () => {
    expect(await times('Asia/Tokyo', ['05/01/2024 09:03'], 'dd/MM/yyyy HH:mm')).toEqual(['2024-01-05T00:03:00.000Z']);
    expect(await times('Asia/Tokyo', ['05.01.2024'], '%d.%m.%Y')).toEqual(['2024-01-04T15:00:00.000Z']);
    expect(await times('Asia/Tokyo', ['1704412980'], 'epoch-s')).toEqual(['2024-01-05T00:03:00.000Z']);
  });

  it('joins date and time columns and several id columns', async () => {
    const work = await bench();
    await work.import('店,番号,注文日,注文時刻,金額\nS1,0007,2024/1/5,9:03,1\n', {
      timezone: 'Asia/Tokyo',
      columns: { event_id: { from: ['店', '番号'] }, ordered_at: { from: ['注文日', '注文時刻'] }, amount: '金額' },
    });
    expect(await work.rows(sql`SELECT event_id, ordered_at FROM orders`)).toEqual([
      { event_id: 'S1-0007', ordered_at: Date.parse('2024-01-05T00:03:00Z') },
    ]);
  });
});
