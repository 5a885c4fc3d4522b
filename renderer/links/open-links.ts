import type { ProjectInfo } from '../../analysis/model/project.ts';
import { openOrder, orderParam } from '../orders/open-order.ts';
import { go } from '../state/address.ts';

/** Where a link graph begins: an order, or all orders of its entity. */
export interface LinksStart {
  readonly seq: number;
  readonly entity: boolean;
}

const entityMark = 'entity:';

export function openLinks({ seq, entity }: LinksStart, info: ProjectInfo): void {
  go({ params: { links: `${entity ? entityMark : ''}${orderParam(seq, info)}` } });
}

export function closeLinks(): void {
  go({ params: { links: null } });
}

/** Leaves the graph for the table of exactly these orders. */
export function openOrdersOf(column: string, values: readonly string[]): void {
  const filter = { clauses: [{ kind: 'in' as const, column, values: [...values] }] };
  go({ room: 'explore', filter, params: { view: 'orders', judged: null, order: null, links: null } });
}

/** The start in the address; null where the orders have changed since. */
export function linksStart(param: string, info: ProjectInfo): LinksStart | null {
  const entity = param.startsWith(entityMark);
  const seq = openOrder(entity ? param.slice(entityMark.length) : param, info);
  return seq === null ? null : { seq, entity };
}
