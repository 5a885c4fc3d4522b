import { createHmac } from 'node:crypto';

/** Thirteen or more digits with at most one space or hyphen between two: where a card number may hide. RE2 and JS. */
export const cardCandidate = '[0-9０-９](?:[ \\-‐‑–−－　]?[0-9０-９]){12}';

const quick = new RegExp(cardCandidate);
const chain = /[0-9０-９]+(?:[ \-‐‑–−－　][0-9０-９]+)*/g;
const group = /[0-9０-９]+/g;
const fewest = 13;
const most = 19;

/** Replaces card numbers in a text; knows only the project's key. */
export interface CardMasker {
  /**
   * The text with every Luhn-valid run of 13–19 digits as `card:<first six>:<keyed hash>`; the same text if none.
   * Leading zeros are padding: no card number begins with one.
   */
  readonly mask: (text: string) => string;
}

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
  return {
    mask: (text) =>
      text.length >= fewest && quick.test(text) ? text.replace(chain, (run) => maskRun(run, token)) : text,
  };
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
}

interface Found {
  readonly first: number;
  readonly last: number;
  readonly digits: string;
  /** 0 one group, 1 groups as cards print them, 2 any other. */
  readonly rank: number;
}

const printed = /^(?:4,4,4,4(?:,[1-3])?|4,6,[45]|4,4,4,[1-3]|6,(?:7|8|9|1[0-3]))$/;

/** A chain of digit groups: card numbers are whole neighbouring groups, those written as on a card before others. */
function maskRun(run: string, token: (digits: string) => string): string {
  const groups = [...run.matchAll(group)].map((match) => {
    const [text] = match;
    return { at: match.index, end: match.index + text.length, digits: text.normalize('NFKC') };
  });
  const found = groups.flatMap((_, first) => cardsFrom(groups, first));
  found.sort((a, b) => a.rank - b.rank || a.first - b.first || b.last - a.last);
  const taken: Found[] = [];
  for (const one of found)
    if (!taken.some((other) => one.first <= other.last && other.first <= one.last)) taken.push(one);
  taken.sort((a, b) => a.first - b.first);
  let out = '';
  let done = 0;
  for (const { first, last, digits } of taken) {
    out += run.slice(done, groups[first]?.at) + token(digits);
    done = groups[last]?.end ?? done;
  }
  return out + run.slice(done);
}

function cardsFrom(groups: readonly Group[], first: number): Found[] {
  const found: Found[] = [];
  let digits = '';
  // A card has at most 19 digits, so at most 19 groups; more only where padding zeros stand alone.
  for (let last = first; last < Math.min(groups.length, first + most) && digits.length <= most; last += 1) {
    digits = `${digits}${groups[last]?.digits ?? ''}`.replace(/^0+/, '');
    if (digits.length < fewest || digits.length > most || !luhnValid(digits)) continue;
    const lengths = groups.slice(first, last + 1).map((one) => one.digits.length);
    found.push({ first, last, digits, rank: first === last ? 0 : printed.test(lengths.join(',')) ? 1 : 2 });
  }
  return found;
}
