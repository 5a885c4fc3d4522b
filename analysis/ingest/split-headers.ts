import type { CanonicalName } from '../model/columns.ts';
import { headerKey } from './outcome-columns.ts';

/** A canonical column whose value a file keeps in several: 姓 and 名, the halves of a postal code, the parts of a phone. */
export interface SplitColumn {
  readonly name: CanonicalName;
  /** In the order in which they are joined. */
  readonly headers: readonly [string, string, ...string[]];
}

type Part = 'name' | 'kana' | 'zip' | 'phone';

const ofDelivery = /配送|送付|届け先|届先|shipping|delivery|recipient/;
/** A company's or an account's, not a person's. */
const ofOthers = /会社|法人|店舗|請求書|口座|fax/;
const target: Readonly<Record<Part, readonly [buyer: CanonicalName, delivery: CanonicalName]>> = {
  name: ['buyer_name', 'delivery_name'],
  kana: ['buyer_kana', 'delivery_kana'],
  zip: ['buyer_zip', 'delivery_zip'],
  phone: ['phone', 'delivery_phone'],
};

/** What a header ends in, its part, and which place it has; Japanese puts the surname first, Latin names the given one. */
const endings: readonly (readonly [RegExp, Part, (match: RegExpExecArray) => number])[] = [
  [/(姓|氏|名)?(?:フリガナ|ふりがな|カナ|かな)(姓|名)?$/, 'kana', (m) => surnameFirst(m[1] ?? m[2])],
  [/(セイ|メイ|せい|めい)$/, 'kana', (m) => (/[セせ]/.test(m[1] ?? '') ? 1 : 2)],
  [/(姓|名)(?:漢字)?$/, 'name', (m) => surnameFirst(m[1])],
  [/(first|last|sur|given|family)name$/, 'name', (m) => (/first|given/.test(m[1] ?? '') ? 1 : 2)],
  [/(?:郵便番号|zip(?:code)?|postalcode)([12])$/, 'zip', (m) => Number(m[1])],
  [/(?:電話番号|電話|tel|phone)([123])$/, 'phone', (m) => Number(m[1])],
];

const surnameFirst = (word: string | undefined): number => (word === undefined ? 0 : word === '名' ? 2 : 1);

/** Most digits of a part of a phone number or postal code: two whole numbers side by side are no parts of one. */
const mostDigits = 5;

/** A header and its first values. */
export interface PartColumn {
  readonly name: string;
  readonly values: readonly string[];
}

/** The split columns of a file; those with a part missing are none. */
export function splitColumns(columns: readonly PartColumn[]): readonly SplitColumn[] {
  const groups = new Map<string, { readonly name: CanonicalName; readonly parts: Map<number, string> }>();
  for (const column of columns) {
    const found = partOf(column.name);
    if (found === null || (found.digits && !isShort(column))) continue;
    const group = groups.get(found.group) ?? { name: found.name, parts: new Map<number, string>() };
    if (!group.parts.has(found.place)) group.parts.set(found.place, column.name);
    groups.set(found.group, group);
  }
  const whole = [...groups.values()].flatMap(({ name, parts }): SplitColumn[] => {
    const [first, second, third] = [parts.get(1), parts.get(2), parts.get(3)];
    if (first === undefined || second === undefined) return [];
    return [{ name, headers: third === undefined ? [first, second] : [first, second, third] }];
  });
  // The first of a kind: a file may have a second address book.
  return whole.filter(({ name }, i) => whole.findIndex((other) => other.name === name) === i);
}

function isShort({ values }: PartColumn): boolean {
  const digits = values.map((value) => value.normalize('NFKC').replaceAll(/[^0-9]/g, '').length).filter((n) => n > 0);
  return digits.filter((n) => n <= mostDigits).length * 2 >= digits.length;
}

interface FoundPart {
  readonly group: string;
  readonly name: CanonicalName;
  readonly place: number;
  /** Its parts are digits. */
  readonly digits: boolean;
}

function partOf(header: string): FoundPart | null {
  const key = headerKey(header);
  if (ofOthers.test(key)) return null;
  for (const [ending, part, placeOf] of endings) {
    const match = ending.exec(key);
    if (match === null) continue;
    const place = placeOf(match);
    if (place === 0) return null;
    const stem = key.slice(0, match.index).replace(/(?:お?名前|氏名)$/, '');
    const name = target[part][ofDelivery.test(stem) ? 1 : 0];
    return { group: `${part} ${stem}`, name, place, digits: part === 'zip' || part === 'phone' };
  }
  return null;
}
