import { toKatakana, toRomaji } from 'wanakana';

const latin = /^[A-Z ]+$/u;
const kana = /^[ァ-ヶー]+$/u;

/** How a name is read, in letters. */
export interface Reading {
  readonly reading: string;
  /** The other order of a Latin name, which says of no word that it is the surname; null for others. */
  readonly turned: string | null;
  /** Both with one letter for each mora: a kana off is one off. */
  readonly morae: string;
  readonly turnedMorae: string | null;
  /** The name two times: surname and given name in either order are a part of it. */
  readonly twice: string;
}

/**
 * How a key of 名寄せ for a name is read, so that kana and romaji meet: サトウシヨウタ and SATO SHOTA are both `satosiyota`.
 * Long vowels are short, small letters large, Hepburn is as Kunrei. Null for kanji.
 */
export function readingOf(key: string): Reading | null {
  const romaji = kana.test(key) ? toRomaji(key) : latin.test(key) ? key : null;
  if (romaji === null) return null;
  const words = romaji.split(' ');
  const reading = skeleton(romaji);
  const turned = words.length > 1 ? skeleton(words.toReversed().join('')) : null;
  return {
    reading,
    turned,
    morae: toKatakana(reading),
    turnedMorae: turned === null ? null : toKatakana(turned),
    twice: skeleton(romaji + romaji),
  };
}

const folds: readonly (readonly [RegExp, string])[] = [
  [/[^a-z]/gu, ''],
  [/tch/gu, 'cch'],
  [/([kstphcgzdbjf])\1/gu, 'tu$1'],
  [/(sh|ch|j)([auo])/gu, '$1iy$2'],
  [/([kgnhbpmr])y([auo])/gu, '$1iy$2'],
  [/sh/gu, 's'],
  [/ch|ts/gu, 't'],
  [/j/gu, 'z'],
  [/fu/gu, 'hu'],
  [/m(?=[bp])/gu, 'n'],
  [/oh(?=[^aiueo]|$)/gu, 'o'],
  [/ou|oo/gu, 'o'],
  [/uu/gu, 'u'],
];

/** Letters as readings write them. */
export const skeleton = (romaji: string): string =>
  folds.reduce((text, [pattern, by]) => text.replace(pattern, by), romaji.toLowerCase());
