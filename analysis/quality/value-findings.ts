import type { ProjectColumn } from '../model/columns.ts';
import { qualityLimits, type Finding } from '../model/quality.ts';
import type { ColumnGroups } from './column-groups.ts';
import { byFinding, finding, only, skipped, type Checked, type Ground } from './ground.ts';

/** Columns whose values are of one person, contact, card, device or line: few orders should share one. */
const shared: ReadonlySet<string> = new Set([
  ...['card_token', 'member_id', 'email', 'phone', 'delivery_phone', 'buyer_address', 'delivery_address'],
  ...['ip_address', 'cookie_id', 'device_id'],
]);

export const isShared = ({ name }: ProjectColumn): boolean => shared.has(name);

/** What the values of the columns alone tell: hubs, placeholders, columns of one value. */
export function valueFindings(ground: Ground, groups: ReadonlyMap<ProjectColumn, ColumnGroups>): Checked {
  const findings = [...groups].flatMap(([column, own]) => [
    ...hub(column, own),
    ...placeholder(column, own),
    ...malformed(column, own),
    ...(own.hubs === null ? constant(column, own) : []),
  ]);
  const hubless = ground.columns.some(isShared) ? {} : skipped('no-column', 'hub-values').skipped;
  return { findings, skipped: hubless };
}

function hub(column: ProjectColumn, { hubs, filled }: ColumnGroups): readonly Finding[] {
  if (hubs === null) return [];
  const { orders, values, most, value } = hubs;
  return [
    finding({
      code: 'hub-values',
      column: column.name,
      count: orders,
      of: filled.orders,
      params: { values, most, value: String(value ?? '') },
      filter: byFinding('hub-values', column.name),
    }),
  ];
}

function placeholder(column: ProjectColumn, { placeholders, filled }: ColumnGroups): readonly Finding[] {
  if (placeholders === null) return [];
  const { orders, values, most, value } = placeholders;
  return [
    finding({
      code: 'placeholder-values',
      column: column.name,
      count: orders,
      of: filled.orders,
      params: { values, most, value: column.type === 'timestamp' ? isoDay(value) : String(value ?? '') },
      filter: byFinding('placeholder-values', column.name),
    }),
  ];
}

/** Of times the spread tells, and orders of the future have a finding of their own. */
function malformed(column: ProjectColumn, { valid, filled }: ColumnGroups): readonly Finding[] {
  if (valid === null || column.type === 'timestamp' || valid === filled.orders) return [];
  return [
    finding({
      code: 'values-malformed',
      column: column.name,
      count: filled.orders - valid,
      of: filled.orders,
      filter: byFinding('values-malformed', column.name),
    }),
  ];
}

const isoDay = (value: unknown): string =>
  typeof value === 'number' ? new Date(value).toISOString().slice(0, 10) : '';

/** Most files hold one currency, and one value beside blank ones is a mark. */
function constant(column: ProjectColumn, { filled, blank }: ColumnGroups): readonly Finding[] {
  if (column.name === 'currency' || filled.values !== 1 || blank.orders > 0) return [];
  if (filled.orders < qualityLimits.constantOrders) return [];
  return [
    finding({
      code: 'constant-column',
      column: column.name,
      count: filled.orders,
      of: filled.orders,
      filter: only({ kind: 'notIn', column: column.name, values: [null] }),
    }),
  ];
}
