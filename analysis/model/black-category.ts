import { codeName, codesOf } from './code-names.ts';

/**
 * Categories of black registrations (oplux-vocabulary 5): those of settlement by their codes `01` … `05`, the other ones as
 * `other-01` … `other-08`, since both lists count from 01. Names in both languages stand in `codeName('black', …)`.
 */
export const blackCategories = codesOf('black');
export const resaleCategory = '04';

/** Which list a code is of where it could be of both. */
export type BlackList = 'settlement' | 'other';

/** The category a text tells, by its code in the list or by its name in either language; any other text as it is. */
export function blackCategory(text: string, list: BlackList): string {
  const written = text.normalize('NFKC').trim();
  const code = /^0?([1-8])$/.exec(written)?.[1];
  // Only the other categories go on after 05.
  if (code !== undefined) return list === 'settlement' && Number(code) <= 5 ? `0${code}` : `other-0${code}`;
  const named = blackCategories.find((one) => {
    const name = codeName('black', one);
    return [name?.ja, name?.en, name?.ja.replace(/^その他（(.*)）$/u, '$1'), name?.en.replace(/^Other: /u, '')].some(
      (word) => word?.normalize('NFKC').toLowerCase() === written.toLowerCase(),
    );
  });
  return named ?? text;
}

/** The kind of customer a registration is of, as its code 10, 20 or 30; null for anything else. */
export function blackCustomer(text: string | null): string | null {
  if (text === null) return null;
  const written = text.normalize('NFKC').trim().toLowerCase();
  if (codeName('black_customer', written) !== undefined) return written;
  return (
    codesOf('black_customer').find((code) => {
      const name = codeName('black_customer', code);
      return name?.ja === written || name?.en.toLowerCase() === written;
    }) ?? null
  );
}

/** Category and kind of customer as an outcome keeps them: `02`, or `02@10`. */
export const blackDetail = (category: string, customer: string | null): string =>
  customer === null ? category : `${category}@${customer}`;

/** The parts of `blackDetail`. */
export function blackParts(detail: string): { readonly category: string; readonly customer: string | null } {
  const [, category = detail, customer = null] = /^(.*)@(10|20|30)$/su.exec(detail) ?? [];
  return { category, customer };
}
