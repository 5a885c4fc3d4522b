import { createHash, createHmac } from 'node:crypto';
import { isMasked, type ProjectColumn } from '../model/columns.ts';

export const hidden = '●●●';
/** What a mask depends on. */
export type MaskedColumn = Pick<ProjectColumn, 'name' | 'type' | 'pii'>;

/** So few values there are that a hash could be tried out. */
export const fewValues: ReadonlySet<string> = new Set(['card_last4', 'buyer_address_room', 'delivery_address_room']);

/**
 * Masks one column's values: the same value always gives the same mask within a project, so that groups stay visible
 * while persons do not. E-mail addresses keep their domain, postal codes their first three digits, names and
 * addresses are blotted out, ids, phones and network values become hashes keyed with `key`,
 * and so does everything in columns of the client's own, numbers and times (as text) included; yes and no are blotted
 * out.
 */
export function redactor(column: MaskedColumn, key: string): (value: string) => string {
  if (!isMasked(column)) return (value) => value;
  // Two values under a hash would be told apart by how often they occur.
  if (column.type === 'bool' || fewValues.has(column.name)) return () => hidden;
  const hash = hashWith(key, 12);
  if (column.name === 'email') return (value) => `${hash(value)}${/@[^@]*$/.exec(value)?.[0] ?? ''}`;
  if (column.name.endsWith('_zip')) return (value) => `${value.slice(0, 3)}****`;
  if (isSpoken(column)) return () => hidden;
  return hash;
}

/**
 * The same for a screen, where one must be told from another: names and addresses keep a hash behind their blot. Whether
 * a mask stands for one value alone is what `tellsApart` says.
 */
export function pseudonym(column: MaskedColumn, key: string): (value: string) => string {
  if (!isMasked(column) || !isSpoken(column)) return redactor(column, key);
  const hash = hashWith(key, 10);
  return (value) => `${hidden}${hash(value)}`;
}

/** Whether two values of the column never have one mask: postal codes share theirs, as do yes and no. */
export function tellsApart(column: MaskedColumn): boolean {
  return column.type !== 'bool' && !fewValues.has(column.name) && !column.name.endsWith('_zip');
}

/**
 * SHA-256 in capitals as O-PLUX events carry it: of the account of a mail address, of each name of a person. Null for a
 * column that they do not carry so. Unlike a mask it has no key: it agrees with what others make of the same value, and
 * who guesses a name can find it.
 */
export function eventHash({ name }: MaskedColumn): ((value: string) => string) | null {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex').toUpperCase();
  if (name === 'email')
    return (value) => {
      const at = value.lastIndexOf('@');
      return at < 0 ? hash(value) : `${hash(value.slice(0, at))}${value.slice(at)}`;
    };
  if (name !== 'buyer_name' && name !== 'delivery_name') return null;
  return (value) => value.trim().split(/\s+/u).map(hash).join(' ');
}

const hashWith =
  (key: string, length: number) =>
  (value: string): string =>
    createHmac('sha256', key).update(value).digest('hex').slice(0, length);

/** Names and addresses: blotted out. */
export const isSpoken = ({ name }: MaskedColumn): boolean =>
  /_(name|kana|city|address|building)$/.test(name) && name !== 'ip_address';

/** The secret behind a project's surrogates in packages. */
export const surrogateKey = (cardKey: string): string =>
  createHmac('sha256', cardKey).update('surrogates').digest('hex');

/** The key of a project's masks for a personal-data class; its secret never leaves the machine, as the masks may. */
export function maskKey(cardKey: string, { pii }: MaskedColumn): string {
  return createHmac('sha256', cardKey).update(`mask/${pii}`).digest('hex');
}
