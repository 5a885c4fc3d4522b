import type { ProjectColumn } from '../../analysis/model/columns.ts';

export const groups = ['order', 'payment', 'buyer', 'delivery', 'access', 'recorded', 'custom'] as const;
export type DetailGroup = (typeof groups)[number];

const byPath: Readonly<Record<string, DetailGroup>> = {
  order: 'order',
  items: 'order',
  shipping: 'delivery',
  card: 'payment',
  auth: 'payment',
  threeds: 'payment',
  buyer: 'buyer',
  entity: 'buyer',
  delivery: 'delivery',
  ip: 'access',
  cookie: 'access',
  device: 'access',
  recorded: 'recorded',
  custom: 'custom',
};

/** The group of a field follows the first part of its path in rules. */
export function groupOf(column: ProjectColumn): DetailGroup {
  if (column.name === 'payment_method' || column.name === 'settle_status') return 'payment';
  return byPath[column.path.split('.')[0] ?? ''] ?? 'order';
}
