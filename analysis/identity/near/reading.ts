import { toRomaji } from 'wanakana';

const latin = /^[A-Z ]+$/u;
const kana = /^[ァ-ヶー]+$/u;

/**
 * How a key of 名寄せ for a name is read, in letters, so that kana and romaji meet: サトウシヨウタ and SATO SHOTA are both
 * `satosiyota`. Long vowels are short, small letters large, Hepburn is as Kunrei. Latin names say which word is the
 * surname by nothing: `turned` is the other order. Null for kanji.
 */
export function readingOf(key: string): { readonly reading: string; readonly turned: string | null } | null {
  if (kana.test(key)) return { reading: skeleton(toRomaji(key)), turned: null };
  if (!latin.test(key)) return null;
  const words = key.toLowerCase().split(' ').map(skeleton);
  return { reading: words.join(''), turned: words.length > 1 ? words.toReversed().join('') : null };
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
