import { createHmac } from 'node:crypto';
import type { ProjectColumn } from '../model/columns.ts';

/** Columns of a personal-data class that say nothing about one person by themselves and stay readable. */
const readable: ReadonlySet<string> = new Set(['buyer_pref', 'delivery_pref', 'card_bin', 'user_agent']);
const hidden = '●●●';

/**
 * Masks one column's values: the same value always gives the same mask within a project, so that groups stay visible
 * while persons do not. E-mail addresses keep their domain, postal codes their first three digits, names and
 * addresses are blotted out, ids, phones and network values become hashes keyed with `key`.
 */
export function redactor(column: ProjectColumn, key: string): (value: string) => string {
  if (column.pii === 'none' || readable.has(column.name)) return (value) => value;
  const hash = (value: string): string => createHmac('sha256', key).update(value).digest('hex').slice(0, 12);
  if (column.name === 'email') return (value) => `${hash(value)}${/@[^@]*$/.exec(value)?.[0] ?? ''}`;
  if (column.name.endsWith('_zip')) return (value) => `${value.slice(0, 3)}****`;
  if (/_(name|kana|city|address)$/.test(column.name) && column.name !== 'ip_address') return () => hidden;
  return hash;
}
