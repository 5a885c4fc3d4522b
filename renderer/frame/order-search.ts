import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { columnName } from '../i18n/values.ts';
import { go } from '../state/address.ts';
import type { Command } from '../state/commands.ts';
import { hasOrders } from '../state/project.ts';

/** Columns in which a typed value is looked for, by what it looks like; the first that fits. */
const shapes: readonly (readonly [RegExp, readonly string[]])[] = [
  [/@/, ['email']],
  [/^\d{1,3}(?:\.\d{1,3}){3}$|:.*:/, ['ip_address']],
  [/^[+0][\d-]{9,14}$/, ['phone', 'event_id', 'member_id']],
  [/[^\u0020-\u007e]/, ['buyer_name', 'event_id']],
  [/./, ['event_id', 'member_id', 'device_id']],
];
const shortest = 2;

/** Ids are compared as they are written; capitals are what people leave out. */
const spelled = (value: string): string[] => [...new Set([value, value.toUpperCase()])];

/** Opens the orders that have exactly this value: what a person types who has an order number or a name in hand. */
export function orderSearch(info: ProjectInfo | null, typed: string): readonly Command[] {
  const value = typed.normalize('NFKC').trim();
  if (!hasOrders(info) || value.length < shortest) return [];
  const present = new Set(info.columns.filter((column) => column.present).map(({ name }) => name));
  const columns = shapes.find(([shape]) => shape.test(value))?.[1] ?? [];
  return columns
    .filter((column) => present.has(column))
    .map((column) => ({
      id: `orders.${column}`,
      label: t('palette.ordersWith', { column: columnName(info, column), value }),
      icon: 'search',
      run: () =>
        go({
          room: 'explore',
          filter: { clauses: [{ kind: 'in', column, values: spelled(value) }] },
          params: { view: 'orders', order: null },
        }),
    }));
}
