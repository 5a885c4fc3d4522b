import { expect, test } from 'vitest';
import { prefectureNames } from '../../analysis/model/postal-prefectures.ts';
import { prefectureTiles } from '../../renderer/explore/prefecture-tiles.ts';

test('every prefecture has a tile of its own, and nothing else has one', () => {
  expect(Object.keys(prefectureTiles).toSorted()).toEqual(prefectureNames.toSorted());
  expect(new Set(Object.values(prefectureTiles).map(String)).size).toBe(prefectureNames.length);
});

test('north is above south, and west left of east', () => {
  const [hokkaido, tokyo, osaka, okinawa] = ['北海道', '東京都', '大阪府', '沖縄県'].map(
    (name) => prefectureTiles[name] ?? [0, 0],
  );
  expect([hokkaido?.[1], tokyo?.[1], okinawa?.[1]].toSorted((a = 0, b = 0) => a - b)).toEqual([
    hokkaido?.[1],
    tokyo?.[1],
    okinawa?.[1],
  ]);
  expect((osaka?.[0] ?? 0) < (tokyo?.[0] ?? 0)).toBe(true);
});
