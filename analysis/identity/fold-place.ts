import { foldNumerals, foldVariants, foldWidth } from './fold-text.ts';

/**
 * A place name as it is compared: 霞ヶ関 and 霞が関, ひばりヶ丘 and ひばりが丘, 三条 and 3条, 大字中野 and 中野, 龍ケ崎 and 竜ヶ崎 are one. The same fold is
 * put on Japan Post's names, so that it need not be the official spelling, only the same on both sides.
 */
export const foldPlace = (text: string): string => foldPlaceWords(foldWidth(text)).replaceAll(' ', '');

const small = 'ヶヵケがガカゕゖ';
/** Letters between two kanji that are written now so and now otherwise; what stands before is looked at last, since few texts have one. */
const between =
  /(?:[ヶヵケがガカゕゖ](?<=[\p{sc=Han}\p{sc=Hiragana}].)|[ヶヵがゕゖ](?<=[\p{sc=Katakana}ー].)|[ノの之ツッっつ](?<=\p{sc=Han}.))(?=\p{sc=Han})/gu;
const oneForm = (letter: string): string => (small.includes(letter) ? 'ケ' : 'ノの之'.includes(letter) ? 'ノ' : 'ツ');

/** The same for a whole address of folded width, whose spaces still part it; its variant kanji left where they are to be. */
export function foldPlaceWords(text: string, variants = true): string {
  return foldNumerals(variants ? foldVariants(text) : text)
    .replace(between, oneForm)
    .replaceAll('大字', '');
}
