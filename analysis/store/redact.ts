import { createHmac } from 'node:crypto';
import type { ProjectColumn } from '../model/columns.ts';

/** Columns of a personal-data class that say nothing about one person by themselves and stay readable. */
const readable: ReadonlySet<string> = new Set(['buyer_pref', 'delivery_pref', 'card_bin', 'user_agent']);
const hidden = '●●●';
/** So few values there are that a hash could be tried out. */
const fewValues: ReadonlySet<string> = new Set(['card_last4']);

/** Whether the values of a column are masked where personal data must not go. */
export function isMasked(column: ProjectColumn): boolean {
  return column.pii !== 'none' && !readable.has(column.name);
}

/**
 * Masks one column's values: the same value always gives the same mask within a project, so that groups stay visible
 * while persons do not. E-mail addresses keep their domain, postal codes their first three digits, names and
 * addresses are blotted out, ids, phones and network values become hashes keyed with `key`,
 * and so does everything in columns of the client's own, numbers and times (as text) included; yes and no are blotted
 * out.
 */
export function redactor(column: ProjectColumn, key: string): (value: string) => string {
  if (!isMasked(column)) return (value) => value;
  // Two values under a hash would be told apart by how often they occur.
  if (column.type === 'bool' || fewValues.has(column.name)) return () => hidden;
  const hash = (value: string): string => createHmac('sha256', key).update(value).digest('hex').slice(0, 12);
  if (column.name === 'email') return (value) => `${hash(value)}${/@[^@]*$/.exec(value)?.[0] ?? ''}`;
  if (column.name.endsWith('_zip')) return (value) => `${value.slice(0, 3)}****`;
  if (/_(name|kana|city|address)$/.test(column.name) && column.name !== 'ip_address') return () => hidden;
  return hash;
}
