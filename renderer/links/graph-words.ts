import type { GraphKey, GraphOrder, OrderGraph } from '../../analysis/model/order-graph.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, dateTime } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import type { NodeLook } from './drawing.ts';
import { degrees, keyNode, orderNode, type Shown } from './graph-model.ts';
import { lookOf, type Colouring } from './looks.ts';
import type { LinksStart } from './open-links.ts';

/** How every node of a graph looks, by its name. */
export function looksIn(graph: OrderGraph, by: Colouring, start: LinksStart): ReadonlyMap<string, NodeLook> {
  const looks = new Map<string, NodeLook>();
  for (const order of graph.orders) {
    const { fill, border, shape, line } = lookOf(order, by);
    const begun = order.seq === start.seq;
    looks.set(orderNode(order.seq), {
      ...{ fill, border },
      classes: ['order', shape, line, begun ? 'start' : ''].join(' '),
      // Only where it begins: a picture of so many ids would be of nothing else.
      ...{ label: begun ? order.orderId : '', masked: begun ? order.mask : '' },
    });
  }
  for (const key of graph.keys) {
    const label = (value: string): string => `${kindWord(key)} (${count(key.orders)})\n${clipped(value)}`;
    looks.set(keyNode(key.id), {
      ...{ fill: key.hub ? 'warn-soft' : 'surface-3', border: key.hub ? 'warn' : 'text-3' },
      ...{ classes: key.hub ? 'key hub' : 'key', label: label(key.value), masked: label(key.mask) },
    });
  }
  return looks;
}

/** Characters of a value in the picture; the tables have it whole. */
const widest = 16;
const clipped = (value: string): string => {
  const letters = [...value];
  return letters.length > widest ? `${letters.slice(0, widest - 1).join('')}…` : value;
};

export const kindWord = ({ kind }: Pick<GraphKey, 'kind'>): string => t(`links.kind.${kind}`);

export function orderText(order: GraphOrder, shown: Shown, info: ProjectInfo): string {
  return t('links.selectedOrder', {
    order: order.orderId,
    time: dateTime(order.time, info.timezone),
    outcome: outcomeWord(info.target, order.state),
    keys: degrees(shown).ofOrder.get(order.seq) ?? 0,
  });
}

export function keyText(key: GraphKey, shown: Shown): string {
  return t('links.selectedKey', {
    ...{ kind: kindWord(key), value: key.value, orders: key.orders, persons: key.persons },
    shown: degrees(shown).ofKey.get(key.id) ?? 0,
  });
}

export function columnWord(column: string, info: ProjectInfo): string {
  const label = info.columns.find(({ name }) => name === column)?.label;
  return label ? named(label) : column;
}
