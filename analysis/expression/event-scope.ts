import { canonicalColumn, keyColumns } from '../model/columns.ts';
import { eventColumns } from '../model/events.ts';
import { currencyPath, type FieldType, type Scope, type ScopeField } from './scope.ts';

/** Columns that tell of the event itself, not of whom it is of: read as `event.<name>`, whatever orders call them. */
const ofTheEvent: ReadonlySet<string> = new Set([
  'amount',
  'currency',
  'event_id',
  'transaction_id',
  'approval_number',
]);

const types: Readonly<Record<'text' | 'money' | 'timestamp', FieldType>> = {
  text: 'string',
  money: 'money',
  timestamp: 'timestamp',
};

/** Path of when an event happened. */
export const eventTimePath = 'event.time';

/**
 * What may be said of an event beside the orders: the identity fields that orders have, by their own paths, and
 * `event.<column>`; `event.passed` tells approvals from attempts.
 */
export function eventScope(orders: Scope): Scope {
  const fields = new Map<string, ScopeField>();
  const add = (field: ScopeField): void => void fields.set(field.path, field);
  for (const { name, type } of eventColumns) {
    const own = ofTheEvent.has(name) ? undefined : canonicalColumn(name);
    const path = name === 'happened_at' ? eventTimePath : (own?.path ?? `event.${name.replace(/^event_/, '')}`);
    const labels = orders.fields.get(path)?.labels;
    add({ path, type: types[type], column: name, ...(labels === undefined ? {} : { labels }) });
  }
  add({ path: 'event.passed', type: 'bool', column: 'passed' });
  for (const { name, path } of keyColumns) {
    if (!eventKeys.has(name)) continue;
    const labels = orders.fields.get(path)?.labels;
    add({ path, type: 'string', column: name, ...(labels === undefined ? {} : { labels }) });
  }
  // Money is guarded by the field of this path.
  fields.set(currencyPath, { path: currencyPath, type: 'string', column: 'currency' });
  const { lists, currency, timezone } = orders;
  return { fields, currency, timezone, ...(lists === undefined ? {} : { lists }) };
}

/** Keys of 名寄せ that events have. */
const eventKeys: ReadonlySet<string> = new Set(['email_key', 'phone_key', 'ip_key']);
