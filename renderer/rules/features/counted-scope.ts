import { eventScope, type Scope, type ScopeField } from '../../../analysis/expression/index.ts';
import { eventColumns } from '../../../analysis/model/events.ts';
import type { Feature } from '../../../analysis/model/features.ts';
import { eventMessages } from '../../../analysis/model/messages/events.ts';

/** What a feature's field and condition may name: fields of earlier orders, or of the events it counts by their names. */
export function countedScope({ on = 'orders' }: Pick<Feature, 'on'>, orders: Scope): Scope {
  if (on === 'orders') return orders;
  const scope = eventScope(orders);
  return { ...scope, fields: new Map([...scope.fields].map(([path, field]) => [path, labelled(field)])) };
}

function labelled(field: ScopeField): ScopeField {
  const column = eventColumns.find(({ name }) => name === field.column);
  if (field.labels !== undefined || column === undefined) return field;
  return { ...field, labels: (['ja', 'en'] as const).map((language) => eventMessages(language).columns[column.name]) };
}
