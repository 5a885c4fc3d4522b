import fc from 'fast-check';
import { expect, it } from 'vitest';
import { labelsIn, patternsOf, rowsWhere } from '../../analysis/scorecard/patterns.ts';

const ready = (): Promise<void> => Promise.resolve();

it('puts rows together that are in the same bins, and no others, of any columns', async () => {
  const cell = fc.integer({ min: 0, max: 3 });
  const table = fc.array(fc.tuple(cell, cell, fc.integer({ min: 250, max: 254 }), fc.integer({ min: 0, max: 2 })), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const places = ([0, 1, 2] as const).map((j) => Uint8Array.from(rows, (row) => row[j]));
      const labels = Uint8Array.from(rows, (row) => row[3]);
      const found = await patternsOf(
        places,
        rowsWhere(rows.length, (row) => row % 3 > 0),
        ready,
      );
      const asked = rows.filter((_, row) => row % 3 > 0);
      const read = Array.from(found.of, (pattern) => places.map((_, j) => found.places[j]?.[pattern]));
      expect(read).toEqual(asked.map((row) => row.slice(0, 3)));
      const names = asked.map((row) => row.slice(0, 3).join());
      expect(found.first).toHaveLength(new Set(names).size);
      const { good, bad } = labelsIn(found, labels);
      found.first.forEach((row, pattern) => {
        const own = asked.filter((one) => one.slice(0, 3).join() === rows[row]?.slice(0, 3).join());
        expect([good[pattern], bad[pattern]]).toEqual(
          [0, 1].map((label) => own.filter((one) => one[3] === label).length),
        );
      });
    }),
    { numRuns: 100 },
  );
});

it('finds more patterns than it had room for, and waits every 65,536 rows', async () => {
  const rows = 200_000;
  // Digits of a row: 17 · 11 · 13 patterns, which come round.
  const digits = [
    [1, 17],
    [17, 11],
    [187, 13],
  ] as const;
  const places = digits.map(([by, bins]) => Uint8Array.from({ length: rows }, (_, row) => Math.floor(row / by) % bins));
  let pauses = 0;
  const found = await patternsOf(
    places,
    rowsWhere(rows, () => true),
    () => ((pauses += 1), Promise.resolve()),
  );
  expect(found.first).toEqual(Uint32Array.from({ length: 2431 }, (_, i) => i));
  expect(found.of.every((pattern, row) => pattern === row % 2431)).toBe(true);
  expect(pauses).toBe(4);
});
