import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { opluxEvent } from '../../analysis/export/oplux-event.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bench, codeOf, context, fileOf } from '../ingest/workbench.ts';
import { layoutSamples } from '../ingest/published-layouts.ts';
import { exportHere } from './here.ts';

/** SHA-256 of `abc`, as FIPS 180-2 publishes it in its appendix B.1. */
const abc = 'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD';

const order = (texts: Readonly<Record<string, string>>) =>
  opluxEvent({ texts: { event_id: '1', ...texts }, time: '2026/04/01 21:03:00', amount: 4300, items: [] });

describe('an O-PLUX event of an order', () => {
  it('has the account and the names as the SHA-256 that is published for them, in upper case', () => {
    expect(order({ email: 'abc@example.jp', buyer_name: 'abc 花　子', phone: '+81 90-1234-5678' })).toMatchObject({
      event: {
        ec: {
          customers: {
            buyer: {
              email: { pc: { hashed_account_sha2: abc, domain: 'example.jp' } },
              hashed_name: {
                last_name_sha2: abc,
                ...{ nameLength: 5, kanjiCountInName: 2, alphabetCountInName: 3, otherCountInName: 0 },
              },
              tel: { mobile_number: '09012345678' },
            },
          },
        },
      },
    });
  });

  it('keeps hashes an order has, and leaves out what it has not', () => {
    const told = order({
      buyer_name: `${abc} ${abc.toLowerCase()}`,
      email: `${abc}@example.jp`,
      phone: '03-1234-5678',
    });
    expect(told).toEqual({
      event: {
        event_id_for_shop: '1',
        event_type: 'EC',
        ec: {
          buy_datetime: '2026/04/01 21:03:00',
          settle: { amount: 4300 },
          customers: {
            buyer: {
              hashed_name: { last_name_sha2: abc, first_name_sha2: abc },
              tel: { fixed_number: '0312345678' },
              email: { pc: { hashed_account_sha2: abc, domain: 'example.jp' } },
            },
          },
        },
      },
    });
  });
});

describe('the orders of a project as events', () => {
  it('are taken in again as they were, goods too, and hold no name and no account', async () => {
    const sample = layoutSamples.find(({ layout }) => layout === 'woocommerce-rest');
    if (sample === undefined) throw new Error('no sample');
    const work = await bench();
    const take = async (on: typeof work, path: string): Promise<void> => {
      const { proposal, layout } = await on.handlers['import.preview']({ file: on.grant(path) }, context());
      expect(layout).not.toBeNull();
      await on.handlers['import.run']({ file: on.grant(path), mapping: proposal }, context());
    };
    await take(work, fileOf(sample.content, sample.fileName));
    const exported = async (on: typeof work): Promise<string> => {
      const handlers = exportHere(on.project, { peek: never, take: never });
      const { staged, events, bytes } = await handlers['export.events']({}, context());
      const text = readFileSync(on.project.stagedPath(staged), 'utf8');
      expect([events, bytes]).toEqual([2, Buffer.byteLength(text)]);
      return text;
    };
    const text = await exported(work);
    for (const raw of ['kaho', '青木', '夏帆', '冬馬']) expect(text).not.toContain(raw);
    const again = await bench();
    await take(again, fileOf(text, 'events.ndjson'));
    const kept = sql`SELECT event_id, ordered_at, amount, phone, buyer_zip, buyer_pref, ip_address, payment_method FROM orders ORDER BY 1`;
    expect(await again.rows(kept)).toEqual(
      (await work.rows(kept)).map((row) => ({ ...row, buyer_zip: String(row['buyer_zip']).replace('-', '') })),
    );
    const lines = sql`SELECT order_id, line, sku, name, quantity FROM order_lines ORDER BY 1, 2`;
    expect(await again.rows(lines)).toEqual(await work.rows(lines));
    expect(await exported(again)).toBe(
      text.replaceAll(/"(?:nameLength|\w+CountInName)":\d+,?/g, '').replaceAll(',}', '}'),
    );
    expect(await codeOf(exported(await bench()))).toBe('project-empty');
  });
});

const never = (): never => {
  throw new Error('no file is asked for');
};
