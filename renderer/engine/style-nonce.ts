import { styleNonceMeta } from '../../analysis/model/page.ts';

/** The nonce that lets the rule editor add its style element; fresh for every page load. */
export function styleNonce(page: Document = document): string {
  return page.querySelector<HTMLMetaElement>(`meta[name="${styleNonceMeta}"]`)?.content ?? '';
}
