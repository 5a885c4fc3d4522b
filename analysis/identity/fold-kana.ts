import { toKatakana } from 'wanakana';

const small: Readonly<Record<string, string>> = {
  ァ: 'ア',
  ィ: 'イ',
  ゥ: 'ウ',
  ェ: 'エ',
  ォ: 'オ',
  ッ: 'ツ',
  ャ: 'ヤ',
  ュ: 'ユ',
  ョ: 'ヨ',
  ヮ: 'ワ',
};

/** Hiragana or katakana in one spelling: forms write small kana large and a hyphen for a long vowel; voiced marks are kept. */
export function foldKana(text: string): string {
  return [
    ...toKatakana(text, { passRomaji: true })
      .replace(/[‐-]/gu, 'ー')
      .replace(/ヰ/gu, 'イ')
      .replace(/ヱ/gu, 'エ')
      .replace(/ヂ/gu, 'ジ')
      .replace(/ヅ/gu, 'ズ'),
  ]
    .map((letter) => small[letter] ?? letter)
    .join('');
}
