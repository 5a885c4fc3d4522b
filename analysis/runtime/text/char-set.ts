/** Sets of characters, by code point. */
export type CharSet = (point: number) => boolean;

export const always: CharSet = () => true;

export const rangeSet =
  (low: number, high: number): CharSet =>
  (point) =>
    point >= low && point <= high;

const ascii =
  (pattern: RegExp): CharSet =>
  (point) =>
    point < 128 && pattern.test(String.fromCharCode(point));

/** The classes of ASCII that RE2 has, by name; `d`, `w` and `s` stand for those with a backslash. */
const posix: ReadonlyMap<string, CharSet> = new Map([
  ['d', ascii(/[0-9]/)],
  ['w', ascii(/[0-9A-Za-z_]/)],
  ['s', ascii(/[\t\n\f\r ]/)],
  ['alnum', ascii(/[0-9A-Za-z]/)],
  ['alpha', ascii(/[A-Za-z]/)],
  ['ascii', rangeSet(0, 127)],
  ['blank', ascii(/[\t ]/)],
  ['cntrl', (point) => point < 32 || point === 127],
  ['digit', ascii(/[0-9]/)],
  ['graph', rangeSet(33, 126)],
  ['lower', ascii(/[a-z]/)],
  ['print', rangeSet(32, 126)],
  ['punct', ascii(/[!-/:-@[-`{-~]/)],
  ['space', ascii(/[\t\n\v\f\r ]/)],
  ['upper', ascii(/[A-Z]/)],
  ['word', ascii(/[0-9A-Za-z_]/)],
  ['xdigit', ascii(/[0-9A-Fa-f]/)],
]);

export const posixSet = (name: string): CharSet | null => posix.get(name) ?? null;

const categories = new Set(
  'L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp'.split(' '),
);
const scripts = new Set('Han Hiragana Katakana Latin Greek Cyrillic Hangul Arabic Hebrew Thai'.split(' '));

/** Characters of a general category or a script; null for a name that rules may not use. */
export function propertySet(name: string): CharSet | null {
  // The names come from the two sets above, so that none of them can be anything but a property.
  const known = categories.has(name) ? `\\p{${name}}` : scripts.has(name) ? `\\p{Script=${name}}` : null;
  if (known === null) return null;
  const pattern = new RegExp(`^${known}$`, 'u');
  return (point) => pattern.test(String.fromCodePoint(point));
}

/** The characters whose case alone tells them from one of the set. */
export const foldedSet =
  (set: CharSet): CharSet =>
  (point) =>
    set(point) || alike(point).some(set);

const known = new Map<number, readonly number[]>();
let byFold: ReadonlyMap<string, readonly number[]> | null = null;

/** The other characters that are the same but for their case (simple folding). */
function alike(point: number): readonly number[] {
  const before = known.get(point);
  if (before !== undefined) return before;
  byFold ??= folds();
  const same = new RegExp(`^\\u{${point.toString(16)}}$`, 'iu');
  const candidates = point >= 0xd800 && point < 0xe000 ? [] : (byFold.get(foldOf(point)) ?? []);
  const found = candidates.filter((other) => other !== point && same.test(String.fromCodePoint(other)));
  known.set(point, found);
  return found;
}

const foldOf = (point: number): string => String.fromCodePoint(point).toUpperCase().toLowerCase();

function folds(): Map<string, number[]> {
  const all = new Map<string, number[]>();
  const cased = /^[\p{Changes_When_Lowercased}\p{Changes_When_Uppercased}\p{Changes_When_Titlecased}]$/u;
  for (let point = 0; point < 0x1ea00; point += 1) {
    if (point >= 0xd800 && point < 0xe000) continue;
    if (!cased.test(String.fromCodePoint(point))) continue;
    const fold = foldOf(point);
    all.set(fold, [...(all.get(fold) ?? []), point]);
  }
  return all;
}
