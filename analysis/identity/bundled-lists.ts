import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import freeDomains from 'free-email-domains/domains.json' with { type: 'json' };
import { ShinsaError } from '../model/failure.ts';

/** What stands on a list of `bundledLists`; 'list-not-found' for any other id. */
export function bundledValues(id: string): readonly string[] {
  switch (id) {
    case 'mail_disposable':
      return [...disposableEmailBlocklistSet()];
    case 'mail_free':
      return freeDomains;
    default:
      throw new ShinsaError('list-not-found', { list: id });
  }
}
