import { kanji2number } from '@geolonia/japanese-numeral';

/** NFKC (full width, half-width kana, circled digits), without characters that cannot be seen, spaces made one. */
export function foldWidth(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

const dash = '[-‐‑‒–—―−─━ー－ｰ~〜～]';
const numeric = '[0-9〇一二三四五六七八九十百]';

const dashes = new RegExp(`(?<=${numeric}) ?${dash} ?(?=${numeric})`, 'gu');

/** Every dash between two numbers, with or without spaces around it, becomes a hyphen. */
export function foldDashes(text: string): string {
  return text.replace(dashes, '-');
}

/** Old and variant forms of kanji, each with the form of today behind it. */
const variants =
  '髙高 﨑崎 嵜崎 邊辺 邉辺 濵浜 濱浜 澤沢 齋斎 齊斉 廣広 國国 嶋島 嶌島 櫻桜 瀧滝 龍竜 壽寿 眞真 惠恵 榮栄 桒桑 條条 ' +
  '實実 寳宝 寶宝 圓円 區区 縣県 廳庁 舊旧 德徳 彌弥 峯峰 鹽塩 澁渋 穗穂 藏蔵 豐豊 濟済 會会 佛仏 來来 萬万 與与 ' +
  '變変 黑黒 靑青 淸清 鄕郷 藪薮 渕淵 槇槙 曾曽 莊荘 壹壱 貳弐 參参 﨔欅 鷗鴎 祗祇 蔣蒋 關関 鐵鉄 驛駅 觀観 樂楽 ' +
  '敎教 學学 禮礼 斷断 繩縄 續続 總総 聲声 靜静 晝昼 臺台 體体 彈弾 團団 遙遥 瑤瑶 凉涼 姬姫 𠮷吉 𣘺橋 冨富 舘館 薗園 檜桧 埜野';
const variantOf = new Map(
  variants.split(' ').map((pair) => {
    const [variant = '', today = ''] = pair;
    return [variant, today];
  }),
);

const anyVariant = new RegExp(`[${[...variantOf.keys()].join('')}]`, 'gu');

/** Variant kanji become the form of today; the letters of a name that differ only so are one. */
export function foldVariants(text: string): string {
  return text.replace(anyVariant, (letter) => variantOf.get(letter) ?? letter);
}

/** Values of which the folded form is kept, so that hostile data cannot fill memory with them. */
const mostKept = 200_000;

const kanjiDigits = '[〇一二三四五六七八九十百]+';
const unitAhead = '(?=丁目|番地|番町|番丁|番|号|条|線|区画|地割|軒|階|F)';

const numerals = [
  new RegExp(`${kanjiDigits}${unitAhead}`, 'gu'),
  new RegExp(`${kanjiDigits}(?=-[0-9〇一二三四五六七八九十百])`, 'gu'),
  new RegExp(`(?<=-)${kanjiDigits}`, 'gu'),
  new RegExp(`${kanjiDigits}(?=[のノ][0-9〇一二三四五六七八九十百])`, 'gu'),
  new RegExp(`(?<=[0-9][のノ])${kanjiDigits}(?=$|[^\\p{sc=Han}])`, 'gu'),
  new RegExp(`(?<=[0-9](?:番地|番)の?)${kanjiDigits}(?=$| )`, 'gu'),
];
const anyKanjiDigit = new RegExp(kanjiDigits, 'u');

/** Numbers already read: few are written by many. */
const digitsRead = new Map<string, string>();

function digits(written: string): string {
  const known = digitsRead.get(written);
  if (known !== undefined) return known;
  const read = String(kanji2number(written));
  if (digitsRead.size < mostKept) digitsRead.set(written, read);
  return read;
}

/** Kanji numerals that number something (丁目, 番地, 条 …) or stand between hyphens or の become digits. */
export function foldNumerals(text: string): string {
  if (!anyKanjiDigit.test(text)) return text;
  return numerals.reduce((folded, pattern) => folded.replace(pattern, digits), text);
}
