import { parse } from 'tldts';
import type { IdentityKey } from '../model/identity.ts';
import { nobodysBox } from '../model/nobodys-box.ts';
import { foldWidth } from './fold-text.ts';
import { hashesIn } from './hashed.ts';
import { classOfDomain } from './mail-domains.ts';
import { everyStep, Trail } from './trail.ts';

const ofNobody = new RegExp(nobodysBox, 'iu');

/** Domains that are one provider under several names. */
const sameProvider: Readonly<Record<string, string>> = {
  'googlemail.com': 'gmail.com',
  'me.com': 'icloud.com',
  'mac.com': 'icloud.com',
};
/** Where dots in the account mean nothing. */
const dotless = new Set(['gmail.com']);
/** Providers that deliver `name+anything` to `name`; elsewhere a plus is a letter like any other. */
const plusTags = new Set([
  'gmail.com',
  'icloud.com',
  'outlook.com',
  'outlook.jp',
  'hotmail.com',
  'hotmail.co.jp',
  'live.jp',
  'live.com',
  'msn.com',
  'proton.me',
  'protonmail.com',
  'fastmail.com',
  'zoho.com',
]);

/**
 * A mail address as `account@domain` with what its provider ignores taken away: case, dots and plus tags at Gmail, plus
 * tags at the others that have them. A box that stands for nobody (noreply@, test@) has no key. Facts: registered domain, and whether it is disposable, free or a carrier's.
 */
export function emailKey(raw: string, without = everyStep): IdentityKey {
  const trail = new Trail('email', raw, without);
  let text = trail.step('width', foldWidth(raw).replace(/^mailto:/iu, ''));
  if (text === '') return trail.none('empty');
  text = trail.step('spaces', text.replaceAll(' ', ''));
  text = trail.step('case', text.toLowerCase());
  const [, account = '', domain = ''] = /^([^@]+)@([^@]+\.[^@.]{2,})\.?$/u.exec(text) ?? [];
  const site = parse(domain);
  if (account === '' || site.domain === null || site.isIp === true) return trail.none('not-an-email');
  if (/\*{2,}/u.test(account)) return trail.none('masked');
  const hashed = hashesIn(account);
  if (hashed !== null) trail.fact('hashed', true);
  const provider = sameProvider[domain.toLowerCase()] ?? domain;
  let name = plusTags.has(provider.toLowerCase()) ? account.replace(/\+.*$/u, '') : account;
  if (hashed !== null) name = trail.does('case') ? hashed : account;
  if (dotless.has(provider.toLowerCase())) name = name.replaceAll('.', '');
  const key = trail.step('provider', `${name}@${provider}`);
  trail.fact('domain', provider);
  trail.fact('registeredDomain', site.domain);
  trail.fact('class', classOfDomain(domain, site.domain));
  if (name !== account) trail.fact('alias', true);
  if (name === '') return trail.none('not-an-email');
  return ofNobody.test(`${account}@`) ? trail.none('placeholder') : trail.key(key, 'certain');
}
