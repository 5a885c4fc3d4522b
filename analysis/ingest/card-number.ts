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

/** A chain of digit groups: card numbers are whole neighbouring groups; the longest one from the left wins. */
function maskRun(run: string, token: (digits: string) => string): string {
  const groups = [...run.matchAll(group)].map((m) => ({ at: m.index, text: m[0], digits: m[0].normalize('NFKC') }));
  let out = '';
  let done = 0;
  for (let i = 0; i < groups.length;) {
    const found = cardFrom(groups, i);
    const first = groups[i];
    const last = found === undefined ? undefined : groups[found.last];
    if (found === undefined || first === undefined || last === undefined) {
      i += 1;
      continue;
    }
    out += run.slice(done, first.at) + token(found.digits);
    done = last.at + last.text.length;
    i = found.last + 1;
  }
  return out + run.slice(done);
}

function cardFrom(
  groups: readonly { readonly digits: string }[],
  start: number,
): { readonly digits: string; readonly last: number } | undefined {
  let digits = '';
  let best: { digits: string; last: number } | undefined;
  for (let j = start; j < groups.length && digits.length <= most; j += 1) {
    digits = `${digits}${groups[j]?.digits ?? ''}`.replace(/^0+/, '');
    if (digits.length >= fewest && digits.length <= most && luhnValid(digits)) best = { digits, last: j };
  }
  return best;
}
