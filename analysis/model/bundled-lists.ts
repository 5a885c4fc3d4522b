import type { ListDefinition } from './lists.ts';

/** A list that comes with the program as a package of npm; offered, never added by itself. */
export interface BundledList extends Pick<ListDefinition, 'names' | 'purpose' | 'match' | 'snapshotAt'> {
  /** Its id, and that of the list it becomes. */
  readonly id: string;
  readonly package: string;
  readonly version: string;
  /** SPDX. */
  readonly licence: string;
  readonly homepage: string;
}

/** `snapshotAt` is the day the version was published: its entries say nothing of when they came. */
export const bundledLists: readonly BundledList[] = [
  {
    id: 'mail_disposable',
    names: { ja: '使い捨てメールのドメイン', en: 'Disposable mail domains' },
    purpose: 'mail-disposable',
    match: 'domain',
    package: 'disposable-email-domains-js',
    version: '1.26.0',
    licence: 'CC0-1.0',
    homepage: 'https://github.com/mziyut/disposable-email-domains-js',
    snapshotAt: '2026-09-21',
  },
  {
    id: 'mail_free',
    names: { ja: 'フリーメールのドメイン', en: 'Free mail domains' },
    purpose: 'mail-free',
    match: 'domain',
    package: 'free-email-domains',
    version: '1.12.6',
    licence: 'MIT',
    homepage: 'https://github.com/Kikobeats/free-email-domains',
    snapshotAt: '2026-09-23',
  },
];
