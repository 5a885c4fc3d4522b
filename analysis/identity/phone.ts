import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import type { IdentityKey } from '../model/identity.ts';
import { foldWidth } from './fold-text.ts';
import { Trail } from './trail.ts';

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
 * the head is put back where only one number can be meant; a number shown as 9.01E+09 has lost digits and gets no key.
 */
export function phoneKey(raw: string): IdentityKey {
  const trail = new Trail('phone', raw);
  let text = trail.step('width', foldWidth(raw).replace(/[‐‑‒–—―−─ー－ｰ]/gu, '-'));
  if (text === '') return trail.none('empty');
  if (/^[0-9.]+E\+?[0-9]+$/iu.test(text)) return trail.none('excel-number');
  const extension = /(?:内線|ext\.?|x|#) ?([0-9]{1,6})$/iu.exec(text);
  if (extension !== null) {
    trail.fact('extension', extension[1]);
    text = trail.step('extension', text.slice(0, extension.index).trim());
  }
  if (/\*{2,}/u.test(text)) return trail.none('masked');
  text = trail.step('country-code', text.replace(/^(?:00|010)81[- ]?/u, '+81').replace(/^\+81[- ]?\(?0\)?/u, '+81'));
  const number = parsePhoneNumberFromString(text, 'JP');
  const whole = /^[0+(]/u.test(text);
  if (whole && number?.isValid() === true) return keyOf(trail, number, false);
  const restored = whole ? undefined : parsePhoneNumberFromString(`0${text.replace(/[^0-9]/gu, '')}`, 'JP');
  if (restored?.isValid() === true) {
    trail.step('leading-zero', `0${restored.nationalNumber}`);
    return keyOf(trail, restored, true);
  }
  return trail.none(number === undefined ? 'not-a-number' : 'not-assigned');
}

function keyOf(trail: Trail, number: PhoneNumber, restored: boolean): IdentityKey {
  trail.step('country-code', number.number);
  trail.fact('type', kinds[number.getType() ?? ''] ?? 'other');
  trail.fact('country', number.country);
  trail.fact('national', number.formatNational());
  if (restored) trail.fact('leadingZeroRestored', true);
  return trail.key(number.number, restored ? 'likely' : 'certain');
}
