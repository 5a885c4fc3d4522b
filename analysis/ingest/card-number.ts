import { createHmac } from 'node:crypto';

const digit = '[0-9０-９]';
/** Blanks that are not seen or look like a space, and hyphens; as the inside of a character class. */
const plain = ' \u00a0\u00ad\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff\\-\u2010-\u2015\u2212\ufe63－';
const loose = `\\t\\r\\n${plain}`;
const marks = './_:·・．／＿：|';
const gap = `[${loose}${marks}]{1,3}`;
const four = `${digit}{4}${gap}`;

/**
 * Where a card number may hide, for RE2 and JS: thirteen or more digits with at most one blank or hyphen between two,
 * or groups of digits as cards print them with wider gaps or other marks between. Times and addresses are none.
 */
export const cardCandidate = [
  `${digit}(?:[${plain}]?${digit}){12}`,
  `${four}${four}${four}${digit}`,
  `${four}${digit}{6}${gap}${digit}{4}`,
  `${digit}{6}[${loose}]{1,3}${digit}{7}`,
].join('|');

const quick = new RegExp(cardCandidate);
const wide = /[０-９]/;

/** What a UTF-16 unit may be in a card number; anything else is 0. Of gaps, those of a lower kind look more like one. */
const unitKind = { digit: 1, plain: 2, loose: 3, mark: 4 } as const;

const kinds = ((): Uint8Array => {
  const table = new Uint8Array(65_536);
  const classes = [
    [digit, unitKind.digit],
    [`[${plain}]`, unitKind.plain],
    [`[${loose}]`, unitKind.loose],
    [`[${marks}]`, unitKind.mark],
  ] as const;
  for (const [pattern, kind] of classes) {
    const one = new RegExp(pattern);
    for (let unit = 0; unit < table.length; unit += 1)
      if (table[unit] === 0 && one.test(String.fromCharCode(unit))) table[unit] = kind;
  }
  return table;
})();

/** 0 past the end too. */
const kindAt = (text: string, at: number): number => (at < text.length ? (kinds[text.charCodeAt(at)] ?? 0) : 0);
const longestGap = 3;
const fewest = 13;
const most = 19;

/** Replaces card numbers in a text; knows only the project's key. */
export interface CardMasker {
  /**
   * The text with every Luhn-valid run of 13–19 digits as `card:<first six>:<keyed hash>`; the same text if none.
   * Leading zeros are padding: no card number begins with one.
   */
  readonly mask: (text: string) => string;
  /** The same for a cell of a column of card numbers: 12 to 19 digits are one, whether their check digit is right or not. */
  readonly maskNumber: (text: string) => string;
}

/** Whether a header says that its column holds card numbers, in full or in part. */
export function isCardHeader(header: string): boolean {
  const key = header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_.()-]/g, '');
  return /(?:card|cc)(?:number|num|no)$|^pan$|カード(?:番号|no)$|クレジット番号$/.test(key);
}

/** Fewest digits of a cell that `maskNumber` takes for a card number (ISO/IEC 7812: Maestro's are the shortest in use). */
export const fewestInColumn = 12;
const wholeNumber = new RegExp(
  `^[${loose}]*${digit}(?:[${plain}]?${digit}){${fewestInColumn - 1},${most - 1}}[${loose}]*$`,
);

/** Whether a string of ASCII digits passes the Luhn check. */
export function luhnValid(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, double = false; i >= 0; i -= 1, double = !double) {
    const digit = digits.charCodeAt(i) - 48;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}

/** Masker with a project's key (hex). The same number always gives the same token, so that joins still work. */
export function cardMasker(keyHex: string): CardMasker {
  const key = Buffer.from(keyHex, 'hex');
  const tokens = new Map<string, string>();
  const token = (digits: string): string => {
    const known = tokens.get(digits);
    if (known !== undefined) return known;
    const made = `card:${digits.slice(0, 6)}:${window(createHmac('sha256', key).update(digits).digest('hex'))}`;
    if (tokens.size < 100_000) tokens.set(digits, made);
    return made;
  };
  const mask = (text: string): string => (text.length < fewest ? text : maskText(text, token));
  const maskNumber = (text: string): string => {
    if (text.length < fewestInColumn || !wholeNumber.test(text)) return mask(text);
    const digits = text.normalize('NFKC').replaceAll(/[^0-9]/g, '');
    const significant = digits.replace(/^0+/, '');
    return token(significant.length < fewestInColumn ? digits : significant);
  };
  return { mask, maskNumber };
}

/** Every chain of digit groups, at most three other characters apart, that is long enough for a card. */
function maskText(text: string, token: (digits: string) => string): string {
  let out = '';
  let done = 0;
  let checked = false;
  for (let at = 0; at < text.length;) {
    if (kindAt(text, at) !== unitKind.digit) {
      at += 1;
      continue;
    }
    const end = chainEnd(text, at);
    if (end - at >= fewest) {
      if (!checked && !quick.test(text)) return text;
      checked = true;
      out += text.slice(done, at) + maskChain(text, at, end, token);
      done = end;
    }
    at = end;
  }
  return done === 0 ? text : out + text.slice(done);
}

/** Where the digit groups that begin at a digit and stand at most `longestGap` apart end. */
function chainEnd(text: string, at: number): number {
  let end = at;
  for (let next = at; kindAt(text, next) === unitKind.digit;) {
    end = groupEnd(text, next);
    next = end;
    while (next - end <= longestGap && kindAt(text, next) >= unitKind.plain) next += 1;
    if (next - end > longestGap) break;
  }
  return end;
}

function groupEnd(text: string, at: number): number {
  let end = at + 1;
  while (kindAt(text, end) === unitKind.digit) end += 1;
  return end;
}

/** Sixteen hex digits of the hash that cannot be taken for a card number themselves, alone or joined to what follows. */
function window(hex: string): string {
  for (let i = 0; i + 16 <= hex.length; i += 1) {
    const part = hex.slice(i, i + 16);
    if (/[a-f]$/.test(part) && !/[0-9]{12}/.test(part)) return part;
  }
  return `${hex.slice(0, 4)}a${hex.slice(4, 8)}b${hex.slice(8, 12)}c${hex.slice(12, 14)}f`;
}

interface Group {
  readonly at: number;
  readonly end: number;
  readonly digits: string;
  /** How it stands apart from the group before it. */
  readonly apart: Apart;
}

interface Found {
  readonly first: number;
  readonly last: number;
  readonly digits: string;
  /** 0 one group, 1 groups as cards print them, 2 any other. */
  readonly rank: number;
}

const printed = /^(?:4,4,4,4(?:,[1-3])?|4,6,[45]|4,4,4,[1-3]|6,(?:7|8|9|1[0-3]))$/;
/** First digits of cards; with marks between the groups, most such texts are dates, versions or paths. */
const issued = /^(?:2[2-7]|[3-6])/;

/** How groups stand apart: 0 one blank or hyphen, 1 more blanks or hyphens, 2 other marks, 3 as parts of an address. */
type Apart = 0 | 1 | 2 | 3;

function apart(text: string, from: number, to: number): Apart {
  let widest: Apart = to - from > 1 ? 1 : 0;
  for (let at = from; at < to; at += 1) {
    const kind = kindAt(text, at);
    if (kind === unitKind.mark) return 2;
    if (kind === unitKind.loose) widest = 1;
  }
  return widest;
}

/** Whether digits with colons between are a part of an IPv6 address. */
function inAddress(text: string, run: string, at: number): boolean {
  if (!run.includes(':')) return false;
  const before = /[0-9a-f:]*$/i.exec(text.slice(Math.max(0, at - 40), at))?.[0] ?? '';
  const after = /^[0-9a-f:]*/i.exec(text.slice(at + run.length, at + run.length + 40))?.[0] ?? '';
  const whole = `${before}${run}${after}`;
  return whole.includes('::') || whole.split(':').length === 8;
}

/** Whether groups standing apart like this may be one card number. */
function mayBeOne(lengths: readonly number[], widest: Apart, digits: string): boolean {
  if (widest === 0) return true;
  if (widest === 3 || !printed.test(lengths.join(','))) return false;
  return widest === 1 || (lengths.length > 2 && issued.test(digits));
}

/** A chain of digit groups: card numbers are whole neighbouring groups, those written as on a card before others. */
function maskChain(text: string, start: number, end: number, token: (digits: string) => string): string {
  const groups = groupsOf(text, start, end);
  const found = groups.flatMap((_, first) => cardsFrom(groups, first));
  if (found.length === 0) return text.slice(start, end);
  found.sort((a, b) => a.rank - b.rank || a.first - b.first || b.last - a.last);
  const used = new Uint8Array(groups.length);
  const taken = found.filter(({ first, last }) => {
    if (used.subarray(first, last + 1).includes(1)) return false;
    used.fill(1, first, last + 1);
    return true;
  });
  taken.sort((a, b) => a.first - b.first);
  let out = '';
  let done = start;
  for (const { first, last, digits } of taken) {
    out += text.slice(done, groups[first]?.at) + token(digits);
    done = groups[last]?.end ?? done;
  }
  return out + text.slice(done, end);
}

/** Lengths of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512 in hex. */
const hashLengths: ReadonlySet<number> = new Set([32, 40, 56, 64, 96, 128]);
const longestHash = 128;

/** A hash of that length has about as many kinds of letters; a card's track has one between number and date. */
const fewestLetters = 3;

/** Whether digits are a part of a hash in hex, which holds fifteen digits in a row now and then and no card number. */
function inHash(text: string, at: number, end: number): boolean {
  const before = /[0-9a-f]*$/i.exec(text.slice(Math.max(0, at - longestHash), at))?.[0] ?? '';
  const after = /^[0-9a-f]*/i.exec(text.slice(end, end + longestHash))?.[0] ?? '';
  const letters = new Set((before + after).toLowerCase().replaceAll(/[0-9]/g, ''));
  return letters.size >= fewestLetters && hashLengths.has(before.length + (end - at) + after.length);
}

function groupsOf(text: string, start: number, end: number): Group[] {
  const address = inAddress(text, text.slice(start, end), start);
  const groups: Group[] = [];
  let before = start;
  let broken = false;
  for (let at = start; at < end; at += 1) {
    if (kindAt(text, at) !== unitKind.digit) continue;
    const stop = groupEnd(text, at);
    if (inHash(text, at, stop)) {
      broken = true;
      before = at = stop;
      continue;
    }
    const gap = groups.length === 0 ? 0 : broken ? 3 : apart(text, before, at);
    broken = false;
    before = stop;
    const written = text.slice(at, before);
    const digits = wide.test(written) ? written.normalize('NFKC') : written;
    groups.push({ at, end: before, digits, apart: address && gap === 2 ? 3 : gap });
    at = before;
  }
  return groups;
}

function cardsFrom(groups: readonly Group[], first: number): Found[] {
  const found: Found[] = [];
  let widest: Apart = 0;
  let digits = '';
  // A card has at most 19 digits, so at most 19 groups; more only where padding zeros stand alone.
  for (let last = first; last < Math.min(groups.length, first + most) && digits.length <= most; last += 1) {
    const gap = groups[last]?.apart ?? 0;
    if (last > first && gap > widest) widest = gap;
    digits += groups[last]?.digits ?? '';
    if (digits.startsWith('0')) digits = digits.replace(/^0+/, '');
    if (digits.length < fewest || digits.length > most || !luhnValid(digits)) continue;
    const lengths = groups.slice(first, last + 1).map((one) => one.digits.length);
    if (!mayBeOne(lengths, widest, digits)) continue;
    found.push({ first, last, digits, rank: first === last ? 0 : printed.test(lengths.join(',')) ? 1 : 2 });
  }
  return found;
}
