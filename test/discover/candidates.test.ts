import '../property-seed.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finders } from '../../analysis/discover/finders/index.ts';
import { groundOf } from '../../analysis/discover/ground.ts';
import { namedAmong } from '../../analysis/discover/report.ts';
import { everything } from '../../analysis/model/filter.ts';
import { adjusted } from '../../analysis/model/results/segments.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import type { Sql } from '../../analysis/store/sql.ts';
import { day, order, quiet, withShop } from './shop.ts';

test('what is not given counts as a test whose p is 1', () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(p, { maxLength: 20 }), fc.nat(50), (given, rest) => {
      const ones = Array.from({ length: rest }, () => 1);
      const all = adjusted([...given, ...ones]).slice(0, given.length);
      adjusted(given, given.length + rest).forEach((q, at) => expect(Math.min(1, q)).toBeCloseTo(all[at] ?? 0, 12));
    }),
  );
});

/** The connection, told of how many rows it hands over. */
function counted(db: Connection, rows: number[]): Connection {
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'rows')
        return async (query: Sql) => {
          const read = await target.rows(query);
          rows.push(read.length);
          return read;
        };
      const own: unknown = Reflect.get(target, name, target);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}

test('of keys that do not reach the least count none is read', async () => {
  const burst = Array.from({ length: 12 }, (_, n) =>
    order(`A${n}`, 30 * day + n * 60_000, { ip_address: 'burst', media_code: 'AF1', email_key: `sano${n}@mail.jp` }),
  );
  await withShop([...quiet(), ...burst], async ({ project }) => {
    // Mails of the quiet orders are numbered too.
    for (const [id, candidates] of [
      ['velocity-burst', 1],
      ['affiliate-abuse', 2],
    ] as const) {
      const finder = finders[id];
      const read: number[] = [];
      await project.read({}, async (db) => {
        const ground = await groundOf(project, db, everything, finder.needs);
        expect(await finder.find({ ...ground, db: counted(db, read) }, finder.read({}))).not.toBeNull();
      });
      expect(read).toEqual([candidates]);
    }
  });
});

test('filters name no more orders than they may, the most at stake first', () => {
  expect(namedAmong([3000, 5001, 1500, 600, 400], 5000)).toEqual([0, 2, 4]);
  expect(namedAmong([10, 10], 0)).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.nat(6000), { maxLength: 200 }), fc.nat(50_000), (orders, most) => {
      const named = namedAmong(orders, most);
      expect(named.reduce((sum, at) => sum + (orders[at] ?? 0), 0)).toBeLessThanOrEqual(most);
    }),
  );
});
