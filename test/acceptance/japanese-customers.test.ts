import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse';
import { expect, test } from 'vitest';
import { addressKey } from '../../analysis/identity/address.ts';

const data = process.env['SHINSA_DATA'] ?? resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data');

test('every customer’s address reaches prefecture and city, and only postal code 216-0001 is not known', async () => {
  const path = join(data, 'japanese-customers.csv');
  expect(existsSync(path)).toBe(true);
  const doubtful = new Map<string, number>();
  let rows = 0;
  let placed = 0;
  for await (const row of createReadStream(path).pipe(parse({ bom: true, columns: true }))) {
    const { address, postal_cd: postal } = row as Record<'address' | 'postal_cd', string>;
    const { facts, doubts } = addressKey(address, postal);
    rows += 1;
    if (facts['prefecture'] !== undefined && facts['city'] !== undefined) placed += 1;
    if (doubts.includes('postal-unknown') || doubts.includes('postal-disagrees'))
      doubtful.set(postal, (doubtful.get(postal) ?? 0) + 1);
  }
  expect(rows).toBe(21_971);
  expect(placed / rows).toBeGreaterThanOrEqual(0.99);
  expect([...doubtful]).toEqual([['216-0001', 189]]);
});
