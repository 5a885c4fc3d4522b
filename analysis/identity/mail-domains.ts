import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import freeDomains from 'free-email-domains/domains.json' with { type: 'json' };

/** Mail of the mobile carriers: one address belongs to one contract. */
const carriers = new Set(
  'docomo.ne.jp ezweb.ne.jp au.com auone.jp softbank.ne.jp i.softbank.jp vodafone.ne.jp disney.ne.jp willcom.com ymobile.ne.jp ymobile1.ne.jp emnet.ne.jp pdx.ne.jp uqmobile.jp rakumail.jp rakuten.jp'.split(
    ' ',
  ),
);
/** Providers whose list of free domains lacks them (engineering-facts F 2.5). */
const alsoFree = ['goo.jp', 'goo.ne.jp', 'auone.jp', 'jp-d.ne.jp', 't.vodafone.ne.jp'];
const free = new Set<string>([...freeDomains, ...alsoFree]);

// Asked once: the package makes a new set at every call.
const disposable = disposableEmailBlocklistSet();

/** What kind of mail a domain is of; `registered` is the part of it that somebody registered. */
export function classOfDomain(domain: string, registered: string): 'disposable' | 'carrier' | 'free' | 'other' {
  if (disposable.has(domain) || disposable.has(registered)) return 'disposable';
  if (carriers.has(domain) || carriers.has(registered)) return 'carrier';
  return free.has(domain) || free.has(registered) ? 'free' : 'other';
}

/** Whether a domain is everybody's: of free mail, of a mobile carrier, or disposable. */
export const isPublicDomain = (domain: string): boolean => classOfDomain(domain, domain) !== 'other';
