import type { Random } from './random.ts';
import { towns, type Town } from './tables/towns.ts';

/** A place people live or receive parcels at; the number is invented, the town is real. */
export interface Place {
  readonly town: Town;
  readonly chome: number;
  readonly ban: number;
  readonly go: number;
  readonly building: string | null;
  readonly room: number | null;
}

/** Ways one address is written in order forms. */
export const spellings = ['hyphen', 'chome', 'fullwidth', 'kanji', 'no', 'choon'] as const;
export type Spelling = (typeof spellings)[number];

const buildingHeads = [
  'コーポ',
  'メゾン',
  'ハイツ',
  'サンハイム',
  'グランドール',
  'パークサイド',
  'ロイヤル',
  'エスポワール',
];
const buildingTails = ['青葉', '桜', '中央', '若葉', '緑', '東', '富士', '泉'];

/** An invented place; large cities come more often, six in ten are flats with a room number. */
export function inventPlace(rng: Random, flatShare = 0.6): Place {
  return placeIn(rng.pick(towns), rng, rng.chance(flatShare));
}

/** An invented place in that town. */
export function placeIn(town: Town, rng: Random, flat: boolean): Place {
  return {
    town,
    chome: town.chome === 0 ? 0 : rng.int(1, town.chome),
    ban: rng.int(1, town.chome === 0 ? 400 : 30),
    go: rng.int(1, 20),
    building: flat ? rng.pick(buildingHeads) + rng.pick(buildingTails) : null,
    room: flat ? rng.int(1, 9) * 100 + rng.int(1, 8) : null,
  };
}

/** The address behind the city, written in one of the usual spellings. */
export function writeAddress(place: Place, spelling: Spelling): string {
  return place.town.town + numbers(place, spelling) + rooms(place, spelling);
}

function numbers({ chome, ban, go }: Place, spelling: Spelling): string {
  const parts = chome === 0 ? [ban, go] : [chome, ban, go];
  switch (spelling) {
    case 'hyphen':
      return parts.join('-');
    case 'chome':
      return chome === 0 ? `${ban}番地${go}` : `${chome}丁目${ban}番${go}号`;
    case 'fullwidth':
      return fullWidth(parts.join('-'));
    case 'kanji':
      return chome === 0 ? `${kanji(ban)}番地${kanji(go)}` : `${kanji(chome)}丁目${kanji(ban)}番${kanji(go)}号`;
    case 'no':
      return parts.join('の');
    case 'choon':
      return fullWidth(parts.join('ー'));
  }
}

function rooms({ building, room }: Place, spelling: Spelling): string {
  if (building === null || room === null) return '';
  switch (spelling) {
    case 'hyphen':
      return ` ${building}${room}`;
    case 'chome':
      return `　${building}${room}号室`;
    case 'fullwidth':
      return `　${building}　${fullWidth(String(room))}`;
    case 'kanji':
      return `${building}${room}号`;
    case 'no':
      return ` ${building} #${room}`;
    case 'choon':
      return `－${fullWidth(String(room))}`;
  }
}

/** ASCII digits and hyphens as their full-width forms (hyphen: U+FF0D). */
export function fullWidth(text: string): string {
  return text.replace(/[0-9-]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
}

const kanjiDigits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** A whole number from 1 to 999 in kanji numerals. */
export function kanji(value: number): string {
  const digit = (n: number): string => kanjiDigits[n] ?? '';
  const unit = (n: number, name: string): string => (n === 0 ? '' : (n === 1 ? '' : digit(n)) + name);
  return unit(Math.floor(value / 100), '百') + unit(Math.floor(value / 10) % 10, '十') + digit(value % 10);
}
