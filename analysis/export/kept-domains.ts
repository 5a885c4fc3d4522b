import type { ListsFile } from '../model/package.ts';
import type { KeptDomain } from './domain-surrogate.ts';

/** Tells domains of mail that are everybody's: of free mail, of mobile carriers, disposable ones. They are many: asked for when needed. */
export type PublicDomains = () => Promise<KeptDomain>;

/** Domains that stay in surrogates: those, and what stands on lists whose entries leave. */
export function keptDomains(lists: ListsFile | null, isPublic: KeptDomain = () => false): KeptDomain {
  const given = (lists?.lists ?? []).filter(({ match }) => match === 'domain').flatMap(({ entries }) => entries ?? []);
  const listed = new Set(given.map(({ value }) => value));
  return (domain) => listed.has(domain) || isPublic(domain);
}
