import { refText } from '../../analysis/model/order-graph.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { ResultCell, ResultTable } from '../../analysis/model/results/result-file.ts';
import { dateTime, minorPerMajor } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { columnWord, kindWord } from './graph-words.ts';
import type { Shown } from './graph-model.ts';

/** A line for every link of an order to a value, and one for an order without any. */
export function graphRows({ orders, keys, edges }: Shown, info: ProjectInfo, masked: boolean): ResultTable {
  const keyOf = new Map(keys.map((key) => [refText(key), key]));
  const heads = [
    ...[
      t('links.order'),
      t('links.when'),
      t('links.amount'),
      t('links.currency'),
      t('links.outcome'),
      t('links.result'),
    ],
    ...[t('links.kindHead'), t('links.value'), t('links.columns'), t('links.all'), t('links.persons'), t('links.hub')],
  ];
  const rows = orders.flatMap((order): (readonly ResultCell[])[] => {
    const currency = order.currency ?? info.currency;
    const own: readonly ResultCell[] = [
      masked ? order.mask : order.orderId,
      dateTime(order.time, info.timezone),
      order.amount === null ? null : order.amount / minorPerMajor(currency),
      currency,
      outcomeWord(info.target, order.state),
      order.result === null ? null : t(`result.${order.result}`),
    ];
    const tied = edges.filter((edge) => edge.order === order.seq);
    if (tied.length === 0) return [[...own, null, null, null, null, null, null]];
    return tied.flatMap(({ key: id, columns }) => {
      const key = keyOf.get(id);
      if (key === undefined) return [];
      const said = columns.map((column) => columnWord(column, info)).join(' / ');
      return [[...own, kindWord(key), masked ? key.mask : key.value, said, key.orders, key.persons, key.hub ? 1 : 0]];
    });
  });
  return [heads, ...rows];
}
