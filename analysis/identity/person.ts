import { isJapanese } from 'wanakana';
import type { IdentityKey } from '../model/identity.ts';
import { foldKana } from './fold-kana.ts';
import { foldVariants, foldWidth } from './fold-text.ts';
import { hashesIn } from './hashed.ts';
import { readingOf } from './name-reading.ts';
import { surnames } from './surnames.ts';
import { everyStep, Trail } from './trail.ts';

/** What could be the end of a name (アサマ, 真氏) is an honorific only behind a space, or as kana behind kanji. */
const honorifics = /(?:様|殿|先生|御中|(?<=\p{sc=Han})(?:さま|さん)| (?:さま|サマ|さん|サン|君|氏))$/u;
const titles = /^(?:mr|mrs|ms|miss|dr)\.? /iu;

/**
 * A person's name without what only its writing differs by: width, spaces, variant kanji, honorific, hiragana or
 * katakana, letters' case, and which of the two names stands first where that can be told. Kanji and its reading are two
 * keys: a reading is never derived from kanji; where `kana` stands beside it, the fact `reading` says whether they agree.
 */
export function personKey(raw: string, kana?: string, without = everyStep): IdentityKey {
  const trail = new Trail('person', raw, without);
  let text = trail.step(
    'width',
    foldWidth(raw)
      .replace(/[・･、,.]+/gu, ' ')
      .replace(/ +/gu, ' ')
      .trim(),
  );
  if (text === '') return trail.none('empty');
  if (/[*＊●]{2,}/u.test(text)) return trail.none('masked');
  const hashes = hashesIn(text);
  if (hashes !== null) {
    trail.fact('hashed', true);
    return trail.key(trail.step('case', hashes), 'certain');
  }
  text = trail.step(
    'honorific',
    text
      .replace(/[(（].*[)）]$/u, '')
      .replace(titles, '')
      .trim()
      .replace(honorifics, '')
      .trim(),
  );
  text = trail.step('variants', foldVariants(text).replace(/(\p{sc=Han})々/gu, '$1$1'));
  if (/^[\p{sc=Latin}' -]+$/u.test(text)) return latinName(trail, text);
  const script = scriptOf(text);
  trail.fact('script', script);
  text = trail.step('kana', script === 'kana' ? foldKana(text) : text);
  const words = text.split(' ');
  const [first = '', second = ''] = words;
  const swapped = trail.does('name-order') && words.length === 2 && surnames.has(second) && !surnames.has(first);
  if (swapped) text = trail.step('name-order', `${second} ${first}`);
  const key = trail.step('spaces', text.replaceAll(' ', ''));
  if (words.length === 2) {
    trail.fact('surname', swapped ? second : first);
    trail.fact('given', swapped ? first : second);
  }
  if (key === '') return trail.none('empty');
  const surname = words.length === 2 ? [...(swapped ? second : first)].length : undefined;
  trail.fact(
    'reading',
    kana === undefined ? undefined : readsAs(key, script, surname, personKey(kana, undefined, without)),
  );
  if ([...key].length === 1 || (words.length === 1 && surnames.has(key))) {
    trail.doubt('single-name');
    return trail.key(key, 'weak');
  }
  return trail.key(key, swapped ? 'likely' : 'certain');
}

/** How the kana beside a name fit it; undefined when they are no kana, or nothing can be said. */
function readsAs(name: string, script: string, surname: number | undefined, kana: IdentityKey): string | undefined {
  if (kana.key === null || kana.facts['script'] !== 'kana') return undefined;
  if (script === 'kana') return name === kana.key ? 'fits' : 'differs';
  return readingOf(name, kana.key, surname);
}

function latinName(trail: Trail, text: string): IdentityKey {
  trail.fact('script', 'latin');
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/['-]/gu, '').toUpperCase();
  const words = trail.step('case', plain).split(' ');
  const key = trail.step('name-order', [...words].sort().join(' '));
  if (words.length > 1) return trail.key(key, 'likely');
  trail.doubt('single-name');
  return trail.key(key, 'weak');
}

function scriptOf(text: string): string {
  if (/^[\p{sc=Hiragana}\p{sc=Katakana}ー‐ -]+$/u.test(text)) return 'kana';
  return isJapanese(text) ? 'kanji' : 'mixed';
}
