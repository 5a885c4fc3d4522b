import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import type { IdentityKey } from '../model/identity.ts';
import { foldWidth } from './fold-text.ts';
import { everyStep, Trail } from './trail.ts';

/** What a number lacks of the way it is dialled. */
type Missing = 'leading-zero' | 'country-code';

const kinds: Readonly<Record<string, string>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed',
  FIXED_LINE_OR_MOBILE: 'fixed',
  VOIP: 'ip',
  TOLL_FREE: 'free',
  PAGER: 'pager',
};

/**
 * A telephone number as E.164, Japanese unless it says otherwise (libphonenumber). A zero that a spreadsheet took from
 * the head, or the + before 81, is put back where only one number can be meant; a number shown as 9.01E+09 has lost
 * digits and gets no key. The apostrophe before a number keeps spreadsheets from reading it as one.
 */
export function phoneKey(raw: string, without = everyStep): IdentityKey {
  const trail = new Trail('phone', raw, without);
  const narrow = foldWidth(raw).replace(/[‐‑‒–—―−─ー－ｰ]/gu, '-');
  // The library reads wide digits too: left as they are, such a number is compared as written.
  if (!trail.does('width') && narrow !== raw) return trail.none('not-a-number');
  let text = trail.step('width', narrow.replace(/^['‘’`´] ?/u, ''));
  if (text === '') return trail.none('empty');
  if (/^[0-9.]+E\+?[0-9]+$/iu.test(text)) return trail.none('excel-number');
  const extension = /(?:内線|ext\.?|x|#) ?([0-9]{1,6})$/iu.exec(text);
  if (extension !== null) {
    trail.fact('extension', extension[1]);
    const before = text.slice(0, extension.index).trim();
    text = trail.does('extension') ? trail.step('extension', before) : trail.reads(before);
  }
  const behind = extension === null || trail.does('extension') ? '' : `;ext=${extension[1] ?? ''}`;
  if (/\*{2,}/u.test(text)) return trail.none('masked');
  text = trail.step('country-code', text.replace(/^(?:00|010)81[- ]?/u, '+81').replace(/^\+81[- ]?\(?0\)?/u, '+81'));
  const number = parsePhoneNumberFromString(text, 'JP');
  const whole = /^[0+(]/u.test(text);
  if (whole && number?.isValid() === true) return keyOf(trail, number, { text, behind, missing: null });
  for (const [missing, head] of whole ? [] : heads) {
    const restored = parsePhoneNumberFromString(`${head}${text.replace(/[^0-9]/gu, '')}`, 'JP');
    if (restored?.country !== 'JP' || !restored.isValid()) continue;
    trail.step(missing, `0${restored.nationalNumber}`);
    return keyOf(trail, restored, { text, behind, missing });
  }
  return trail.none(number === undefined ? 'not-a-number' : 'not-assigned');
}

/** What may be missing before the digits, the first that makes a number is meant. */
const heads: readonly (readonly [Missing, string])[] = [
  ['leading-zero', '0'],
  ['country-code', '+'],
];

interface Written {
  /** The number as it stands, without its extension. */
  readonly text: string;
  /** Goes behind the key. */
  readonly behind: string;
  /** What was put back. */
  readonly missing: Missing | null;
}

function keyOf(trail: Trail, number: PhoneNumber, written: Written): IdentityKey {
  const { missing, behind } = written;
  const key = `${keptAs(trail, number, written)}${behind}`;
  trail.step('country-code', key);
  trail.fact('type', kinds[number.getType() ?? ''] ?? 'other');
  trail.fact('country', number.country);
  trail.fact('national', number.formatNational());
  if (missing === 'leading-zero') trail.fact('leadingZeroRestored', true);
  return trail.key(key, missing === null ? 'certain' : 'likely');
}

/** E.164, or the digits as written where a step is left out. */
function keptAs(trail: Trail, number: PhoneNumber, { text, missing }: Written): string {
  if (missing !== null && !trail.does(missing)) return text.replace(/[^0-9]/gu, '');
  if (trail.does('country-code')) return number.number;
  return missing === 'leading-zero' ? `0${number.nationalNumber}` : text.replace(/[^0-9+]/gu, '');
}
