import { expect, test } from 'vitest';
import { prefectureText } from '../../analysis/ingest/prefecture-reading.ts';
import { prefectureNames } from '../../analysis/model/postal-prefectures.ts';
import { openScratch } from '../../analysis/store/scratch-database.ts';
import { sql } from '../../analysis/store/sql.ts';
import { freshPath } from './workbench.ts';
import { mkdirSync } from 'node:fs';

async function read(...written: readonly string[]): Promise<unknown[]> {
  const folder = freshPath('scratch');
  mkdirSync(folder);
  const { db, close } = await openScratch({ files: [], folder, memoryLimit: 2e8 });
  try {
    const texts = JSON.stringify(written);
    const rows = await db.rows(sql`SELECT ${prefectureText(sql`t`)} AS p
      FROM (SELECT unnest(CAST(CAST(${texts} AS JSON) AS VARCHAR[])) AS t)`);
    return rows.map((row) => row['p']);
  } finally {
    close();
  }
}

test('a code stands for its prefecture, with and without a hyphen', async () => {
  const codes = prefectureNames.map((_, index) => String(index + 1).padStart(2, '0'));
  expect(await read(...codes.map((code) => `JP${code}`))).toEqual(prefectureNames);
  expect(await read(...codes.map((code) => `JP-${code}`))).toEqual(prefectureNames);
});

test('Latin letters are read with and without what a prefecture ends with, long vowels and hyphens', async () => {
  const written: readonly (readonly [string, string])[] = [
    ['Tokyo', '東京都'],
    ['TOKYO-TO', '東京都'],
    ['Tōkyō', '東京都'],
    ['Tokyo Metropolis', '東京都'],
    ['Kyoto', '京都府'],
    ['Kyoto-fu', '京都府'],
    ['Osaka Prefecture', '大阪府'],
    ['Oosaka', '大阪府'],
    ['Hokkaido', '北海道'],
    ['Hokkai-do', '北海道'],
    ['Hyougo Ken', '兵庫県'],
    ['Ōita', '大分県'],
    ['Gumma', '群馬県'],
    ['Gunma-ken', '群馬県'],
    ['okinawa pref.', '沖縄県'],
  ];
  expect(await read(...written.map(([text]) => text))).toEqual(written.map(([, prefecture]) => prefecture));
});

test('everything else is left as it stands', async () => {
  const others = ['東京都', '東京', 'JP-48', 'JP-00', 'JP130', 'JP', '13', 'CA', 'New York', 'US-13', 'とうきょう'];
  expect(await read(...others)).toEqual(others);
});
