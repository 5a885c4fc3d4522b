import { columnSynonyms } from '../model/column-synonyms.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ColumnSource, Mapping } from '../model/mapping.ts';
import {
  lineColumns,
  lineFileColumns,
  type LineColumnName,
  type LineFileColumn,
  type LinesMapping,
} from '../model/order-lines.ts';
import { headerFor } from './outcome-columns.ts';

/** Where each column of a file of order lines comes from. */
export type LineSources = Partial<Record<LineFileColumn, ColumnSource>>;

/** Header spellings; `|` between them, as in `column-synonyms`. */
const spellings: Readonly<Record<LineColumnName, string>> = {
  sku: '商品コード|商品番号|品番|型番|商品id|商品管理番号|jan|janコード|sku|skuコード|商品sku|itemcode|productcode|productid|productsku|itemsku|lineitemsku|variantsku|itemid',
  name: '商品名|商品名称|商品|品名|明細名|商品明細|itemname|productname|product|item|lineitemname|title|name|description',
  category:
    'カテゴリ|カテゴリー|カテゴリ名|カテゴリー名|商品カテゴリ|商品カテゴリー|商品分類|分類|ジャンル|category|categoryname|productcategory|itemcategory|producttype|lineitemcategory',
  unit_price:
    '単価|商品単価|販売単価|販売価格|商品価格|価格|unitprice|price|itemprice|productprice|lineitemprice|unitamount',
  quantity:
    '個数|数量|購入数|購入数量|注文数|注文数量|商品個数|点数|quantity|qty|itemquantity|lineitemquantity|count|units',
  amount:
    '小計|商品小計|明細金額|明細小計|行合計|金額|合計|合計金額|subtotal|linesubtotal|linetotal|lineamount|itemtotal|amount|total|lineitemtotal',
};

/** What in a file of orders may be of the order, not of its line. */
const ofTheOrder = new Set(
  '小計|金額|合計|合計金額|subtotal|amount|total|name|title|description|価格|price|分類|id'.split('|'),
);

const orderIds = [...columnSynonyms('event_id'), '注文番号(枝番なし)', 'order', 'ordername'];

const synonymsOf = (column: LineFileColumn): readonly string[] =>
  column === 'order_id' ? orderIds : spellings[column].split('|');

/** Sources of a file of order lines, those the mapping does not tell by their headers; also where nothing tells the order. */
export function lineSourcesFound(headers: readonly string[], mapping: LinesMapping | undefined): LineSources {
  const sources: LineSources = {};
  const taken = new Set<string>();
  for (const column of lineFileColumns) {
    const found =
      mapping?.columns[column] ??
      headerFor(
        headers.filter((header) => !taken.has(header)),
        synonymsOf(column),
      );
    if (found === undefined || isBlank(found)) continue;
    sources[column] = found;
    if (typeof found === 'string') taken.add(found);
  }
  return sources;
}

/** The same; 'lines-no-order-id' when nothing tells the order, 'lines-nothing' when nothing tells the goods. */
export function lineSources(headers: readonly string[], mapping: LinesMapping | undefined): LineSources {
  const sources = lineSourcesFound(headers, mapping);
  if (sources.order_id === undefined) throw new ShinsaError('lines-no-order-id');
  if (lineColumns.every(({ name }) => sources[name] === undefined)) throw new ShinsaError('lines-nothing');
  return sources;
}

/**
 * The list of an order that tells its goods, where a file has such a one: what its objects are called by and how many of
 * each there are. Of several the one that tells most.
 */
export function listOfLines(headers: readonly string[]): Mapping['lines'] {
  const lists = new Map<string, string[]>();
  for (const header of headers) {
    const [, list = '', key = ''] = /^([^[]+)\[\]\.([^[]+)$/u.exec(header) ?? [];
    if (headers.includes(list)) lists.set(list, [...(lists.get(list) ?? []), key]);
  }
  const found = [...lists].flatMap(([list, keys]) => {
    const { order_id: _order, ...columns } = lineSourcesFound(keys, undefined);
    const isGoods = columns.quantity !== undefined && (columns.name ?? columns.sku) !== undefined;
    return isGoods ? [{ list, columns }] : [];
  });
  const told = (lines: (typeof found)[number]): number => Object.keys(lines.columns).length;
  return found.toSorted((one, other) => told(other) - told(one))[0];
}

/** Columns of lines in a file of orders, beside the goods and pieces it is mapped with; only what cannot be the order's. */
export function lineSourcesBeside(
  headers: readonly string[],
): Partial<Record<Exclude<LineColumnName, 'name' | 'quantity'>, string>> {
  const found: Partial<Record<Exclude<LineColumnName, 'name' | 'quantity'>, string>> = {};
  for (const column of ['sku', 'category', 'unit_price', 'amount'] as const) {
    const names = synonymsOf(column).filter((name) => !ofTheOrder.has(name));
    const header = headerFor(headers, names);
    if (header !== undefined) found[column] = header;
  }
  return found;
}

function isBlank(entry: ColumnSource): boolean {
  return typeof entry === 'object' && 'value' in entry && entry.value === '';
}
