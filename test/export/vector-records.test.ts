import { expect, test } from 'vitest';
import { Surrogates } from '../../analysis/export/surrogate.ts';
import { drawnRecords } from '../../analysis/export/vector-records.ts';

test('an infinite number, which JSON cannot hold, is left out of a vector', () => {
  const surrogates = new Surrogates(Buffer.alloc(32), { texts: [], numbers: [], times: [] });
  const field = { path: 'custom.ratio', type: 'double', column: 'custom.ratio' } as const;
  const rows = [{ 'custom.ratio': Infinity }, { 'custom.ratio': -Infinity }, { 'custom.ratio': 0.5 }];
  expect(
    drawnRecords(rows, { fields: [field], items: [], asked: [] }, new Set(), surrogates).map(({ record }) => record),
  ).toEqual([{}, {}, { 'custom.ratio': 0.5 }]);
});
