import { isMasked } from '../../analysis/model/columns.ts';
import { redactor } from '../../analysis/store/redact.ts';
import { describe, expect, it } from 'vitest';
import { keyColumns } from '../../analysis/model/columns.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { writeIdentityVersion } from '../../analysis/store/settings.ts';
import { sql } from '../../analysis/store/sql.ts';
import { nodeProcesses } from '../../analysis/node-processes.ts';
import { builtEntries } from '../bundled.ts';
import { basic, bench, codeOf, context, csv, fileOf } from './workbench.ts';

const head =
  '注文番号,注文日時,金額,氏名,電話,メール,郵便番号,都道府県,市区町村,番地,配送先都道府県,配送先市区町村,配送先番地';
const mapping: Mapping = {
  ...basic,
  columns: {
    ...basic.columns,
    buyer_name: '氏名',
    phone: '電話',
    email: 'メール',
    buyer_zip: '郵便番号',
    buyer_pref: '都道府県',
    buyer_city: '市区町村',
    buyer_address: '番地',
    delivery_pref: '配送先都道府県',
    delivery_city: '配送先市区町村',
    delivery_address: '配送先番地',
  },
};
const rows = (...lines: string[]): string => [head, ...lines, ''].join('\n');
const one =
  '1,2024-01-01,100,渡辺　一郎,090-1234-5678,Ichiro.W+x@gmail.com,107-0052,東京都,港区,赤坂４丁目３番地２号,,,';
const other =
  '2,2024-01-02,100,渡邉一郎,０９０１２３４５６７８,ichirow@gmail.com,107-0052,,,東京都港区赤坂4-3-2,東京都,港区,赤坂四丁目三番二号';
const poor = '3,2024-01-03,100,渡辺,9.01E+09,なし,,,,赤坂4-3-2,,,';

describe('keys of an order', () => {
  it('are one for the ways to write one thing, and missing where none may be trusted', async () => {
    const work = await bench();
    await work.import(rows(one, other, poor), mapping);
    const found = await work.rows(sql`SELECT buyer_name_key, phone_key, email_key, buyer_address_key,
      delivery_address_key FROM orders ORDER BY event_id`);
    const keys = {
      phone_key: '+819012345678',
      email_key: 'ichirow@gmail.com',
      buyer_address_key: '東京都|港区|赤坂|4-3-2',
    };
    expect(found[0]).toMatchObject({ ...keys, delivery_address_key: null });
    expect(found[1]).toMatchObject({ ...keys, delivery_address_key: keys.buyer_address_key });
    expect(found[0]?.['buyer_name_key']).toBe(found[1]?.['buyer_name_key']);
    expect(found[2]).toEqual({
      buyer_name_key: null,
      phone_key: null,
      email_key: null,
      buyer_address_key: null,
      delivery_address_key: null,
    });
    const weak = await work.rows(sql`SELECT kind, raw, confidence, doubts FROM identity_values
      WHERE confidence IN ('weak', 'none') ORDER BY kind, raw`);
    expect(weak.map(({ raw }) => raw)).toEqual(expect.arrayContaining(['渡辺', '9.01E+09', 'なし', '赤坂4-3-2']));
  });

  it('are found once per distinct value, and for orders of a later file too', async () => {
    const work = await bench();
    await work.import(rows(one), mapping);
    const [before] = await work.rows(sql`SELECT count(*) AS n FROM identity_values`);
    await work.import(rows(one.replace(/^1,/, '9,'), other), mapping);
    const [after] = await work.rows(
      sql`SELECT count(*) AS n, count(DISTINCT (kind, raw, beside)) AS d FROM identity_values`,
    );
    // The second file says five new things: a name, a phone, a mail address and two ways to write an address.
    expect([before?.['n'], after?.['n'], after?.['d']]).toEqual([4, 9, 9]);
    const keys = await work.rows(sql`SELECT DISTINCT phone_key FROM orders`);
    expect(keys).toEqual([{ phone_key: '+819012345678' }]);
  });

  it('bring what values say besides, whether or not their key may be trusted', async () => {
    const work = await bench();
    const file = [
      '注文番号,注文日時,金額,氏名,フリガナ,電話,メール,IP,UA',
      '1,2024-01-01,100,山田　太郎,ヤマダ　タロウ,090-1234-5678,taro@kuku.lu,126.0.0.1,curl/8.5.0',
      '2,2024-01-02,100,山田　太郎,スズキ　タロウ,03-5211-3600,taro@docomo.ne.jp,10.0.0.1,',
      '3,2024-01-03,100,山田,ヤマダ,9.01E+09,なし,,',
      '',
    ].join('\n');
    await work.import(file, {
      ...basic,
      columns: {
        ...basic.columns,
        buyer_name: '氏名',
        buyer_kana: 'フリガナ',
        phone: '電話',
        email: 'メール',
        ip_address: 'IP',
        user_agent: 'UA',
      },
    });
    const none = { email_class: null, phone_type: null, buyer_reading: null, ip_country: null, agent_device: null };
    expect(
      await work.rows(sql`SELECT email_domain, email_class, phone_type, buyer_reading, ip_network, ip_country, agent_device
        FROM orders ORDER BY event_id`),
    ).toEqual([
      {
        ...none,
        email_domain: 'kuku.lu',
        email_class: 'disposable',
        phone_type: 'mobile',
        buyer_reading: 'fits',
        ip_network: '126.0.0.0/24',
        ip_country: 'JP',
        agent_device: 'bot',
      },
      {
        ...none,
        email_domain: 'docomo.ne.jp',
        email_class: 'carrier',
        phone_type: 'fixed',
        buyer_reading: 'differs',
        ip_network: '10.0.0.0/24',
      },
      // A surname alone, which its kana fit.
      { ...none, email_domain: null, ip_network: null, buyer_reading: 'surname' },
    ]);
  });

  it('say prefecture, city, building and room of an address, wherever they are written', async () => {
    const work = await bench();
    const head = '注文番号,注文日時,金額,郵便番号,住所,配送先都道府県,配送先市区町村,配送先住所';
    await work.import(
      [
        head,
        '1,2024-01-01,100,,東京都港区赤坂四丁目9番17号 赤坂第一ビル 502号室,大阪府,大阪市北区,梅田1-2-3',
        '2,2024-01-02,100,107-0052,赤坂4-9-17-502,,,',
        '3,2024-01-03,100,,どこか,,,',
        '',
      ].join('\n'),
      {
        ...basic,
        columns: {
          ...basic.columns,
          buyer_zip: '郵便番号',
          buyer_address: '住所',
          delivery_pref: '配送先都道府県',
          delivery_city: '配送先市区町村',
          delivery_address: '配送先住所',
        },
      },
    );
    const rows = await work.rows(sql`SELECT buyer_address_prefecture || ' ' || buyer_address_city AS buyer,
      buyer_address_building AS building, buyer_address_room AS room,
      delivery_address_prefecture || ' ' || delivery_address_city AS delivery FROM orders ORDER BY event_id`);
    expect(rows).toEqual([
      { buyer: '東京都 港区', building: '赤坂第一ビル', room: '502', delivery: '大阪府 大阪市北区' },
      { buyer: '東京都 港区', building: null, room: '502', delivery: null },
      { buyer: null, building: null, room: null, delivery: null },
    ]);
    // Rules may read them; what tells a home is masked, a prefecture is not.
    const columns = (await work.project.columns()).filter(({ name }) => name.startsWith('buyer_address_'));
    expect(columns.map((column) => [column.path, column.knownAt, isMasked(column), column.present])).toEqual([
      ['buyer.address_key', 'screening', true, true],
      ['buyer.address_prefecture', 'screening', false, true],
      ['buyer.address_city', 'screening', true, true],
      ['buyer.address_building', 'screening', true, true],
      ['buyer.address_room', 'screening', true, true],
    ]);
    const hidden = columns.flatMap((column) =>
      column.name === 'buyer_address_room' ? [redactor(column, 'k')('502')] : [],
    );
    expect(hidden).toEqual(['●●●']);
  });

  it('folded by other rules than today are found anew with the next orders', async () => {
    const work = await bench();
    await work.import(rows(one), mapping);
    await work.project.write({}, async (db) => {
      await db.run(sql`UPDATE identity_values SET key = 'old'`);
      await writeIdentityVersion(db, 0);
    });
    await work.import(rows(other), mapping);
    expect(await work.rows(sql`SELECT count(*) AS n FROM identity_values WHERE key = 'old'`)).toEqual([{ n: 0 }]);
    expect(await work.rows(sql`SELECT DISTINCT phone_key FROM orders`)).toEqual([{ phone_key: '+819012345678' }]);
  });

  it('come to orders that were taken in before there were keys', async () => {
    const work = await bench();
    await work.import(rows(one), mapping);
    await work.project.write({}, async (db) => {
      await db.run(sql`DELETE FROM identity_values`);
      await db.run(sql`UPDATE order_rows SET phone_key = NULL`);
    });
    await work.import(rows(other), mapping);
    expect(await work.rows(sql`SELECT count(phone_key) AS n FROM orders`)).toEqual([{ n: 2 }]);
    await work.project.write({}, async (db) => {
      await db.run(sql`DELETE FROM identity_values`);
      await db.run(sql`UPDATE order_rows SET phone_key = NULL`);
    });
    await work.handlers['import.keys']({}, context());
    expect(await work.rows(sql`SELECT seq, phone_key FROM orders ORDER BY seq`)).toEqual([
      { seq: 0, phone_key: '+819012345678' },
      { seq: 1, phone_key: '+819012345678' },
    ]);
  });

  it('go with the orders, and so do the values', async () => {
    const work = await bench();
    await work.import(rows(one), mapping);
    const { importId } = await work.import(rows(other), mapping);
    await work.handlers['import.remove']({ importId }, context());
    expect(await work.rows(sql`SELECT phone_key FROM orders`)).toEqual([{ phone_key: '+819012345678' }]);
    expect(await work.rows(sql`SELECT raw FROM identity_values WHERE kind = 'email'`)).toEqual([
      { raw: 'Ichiro.W+x@gmail.com' },
    ]);
  });

  it('are columns that rules may compare', async () => {
    const work = await bench();
    await work.import(rows(one, other, poor), mapping);
    const rule = { kind: 'rule' as const, code: 'SAME', currency: 'JPY', timezone: 'Asia/Tokyo' };
    const count = async (when: string, value: 'true' | 'unevaluable'): Promise<unknown> => {
      const { where, columns } = await work.project.condition({ clauses: [{ ...rule, when, value }] });
      return work.project.read({}, async (db) => {
        const table = await work.project.rows(db, columns);
        return (await db.first(sql`SELECT count(*) AS n FROM ${table} WHERE ${where}`))?.['n'];
      });
    };
    expect(await count('buyer.address_key == delivery.address_key', 'true')).toBe(1);
    expect(await count('buyer.address_key == delivery.address_key', 'unevaluable')).toBe(2);
  });

  it('need nothing where no file holds a value that has one', async () => {
    const work = await bench();
    await work.import(csv('1,2024-01-01,100'), basic);
    const stored = await work.rows(sql`DESCRIBE order_rows`);
    const names = new Set(stored.map((row) => row['column_name']));
    expect(keyColumns.filter(({ name }) => names.has(name))).toEqual([]);
  });

  it('are found in processes that a cancel stops, leaving the project as it was', async () => {
    const work = await bench(nodeProcesses(await builtEntries()));
    await work.import(rows(one), mapping);
    const many = Array.from({ length: 60_000 }, (_, i) => other.replace(/^2,/, `m${i},`).replace('4-3-2', `4-3-${i}`));
    const stop = new AbortController();
    const seen: string[] = [];
    const running = work.handlers['import.run'](
      { file: work.grant(fileOf(rows(...many))), mapping },
      {
        ...context(stop.signal),
        progress: ({ phase, fraction }) => {
          seen.push(phase);
          if (phase === 'identity' && (fraction ?? 0) > 0) stop.abort();
        },
      },
    );
    expect(await codeOf(running)).toBe('cancelled');
    expect(seen).toContain('identity');
    expect(await work.rows(sql`SELECT count(*) AS n FROM orders`)).toEqual([{ n: 1 }]);
    expect(await work.rows(sql`SELECT count(*) AS n FROM identity_values`)).toEqual([{ n: 4 }]);
    expect(work.staged()).toEqual([]);
  }, 60_000);
});
