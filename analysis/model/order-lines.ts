import { z } from 'zod';
import type { Pii } from './columns.ts';
import type { ImportWarning, ReadPart, RejectGroups } from './import-report.ts';
import { columnSourceSchema, mappingFileSchema } from './mapping-source.ts';

/** What a line of an order says, in the order of its columns. Money in minor units of the order's currency. */
export interface LineColumn {
  /** Column of `order_lines`, and the name rules read it by: `i.category`. */
  readonly name: string;
  readonly type: 'text' | 'money' | 'int';
  /** A name may hold what a buyer wrote (an engraving, a gift to somebody). */
  readonly pii: Pii;
  readonly ja: string;
  readonly en: string;
}

// oxfmt-ignore
export const lineColumns = [
  { name: 'sku', type: 'text', pii: 'none', ja: '商品コード', en: 'Product code' },
  { name: 'name', type: 'text', pii: 'identity', ja: '商品名', en: 'Product name' },
  { name: 'category', type: 'text', pii: 'none', ja: 'カテゴリ', en: 'Category' },
  { name: 'unit_price', type: 'money', pii: 'none', ja: '単価', en: 'Unit price' },
  { name: 'quantity', type: 'int', pii: 'none', ja: '数量', en: 'Quantity' },
  { name: 'amount', type: 'money', pii: 'none', ja: '小計', en: 'Line amount' },
] as const satisfies readonly LineColumn[];

export type LineColumnName = (typeof lineColumns)[number]['name'];

/** Columns a file of order lines may have. */
export const lineFileColumns = ['order_id', ...lineColumns.map(({ name }) => name)] as const;
export type LineFileColumn = (typeof lineFileColumns)[number];

/** Working rows hold the lines of an order as a list under this name; NULL where none are known. */
export const itemsColumn = 'order_items';

const names = lineColumns.map(({ name }) => name) as unknown as readonly [LineColumnName, ...LineColumnName[]];

/** Where the columns of lines stand in a file of orders that has a row per line. */
export const lineSourcesSchema = z.partialRecord(z.enum(names), columnSourceSchema);

/** How a file of order lines is read: what is not told is matched by header synonyms; a blank constant is no column. */
export const linesMappingSchema = z.strictObject({
  columns: z.partialRecord(
    z.enum(lineFileColumns as readonly [LineFileColumn, ...LineFileColumn[]]),
    columnSourceSchema,
  ),
  file: mappingFileSchema.optional(),
});
export type LinesMapping = z.infer<typeof linesMappingSchema>;

/** A file of order lines as it was read: read = accepted + rejected. */
export interface LinesRead {
  readonly importId: string;
  readonly fileName: string;
  /** The files that were read as one, in their order; missing where it was one. */
  readonly files?: readonly ReadPart[];
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly rejects: RejectGroups;
  /** Order ids the accepted lines name. */
  readonly orders: number;
  readonly warnings: readonly ImportWarning[];
}

/** The same once taken in; what is found of the project is told of the orders there are now. */
export interface LinesReport extends LinesRead {
  /** Orders whose earlier lines these took the place of. */
  readonly replaced: number;
  /** Lines still kept of this file: a later file may have replaced some. */
  readonly kept: number;
  /** Of those kept, lines of no order of the project, and their order ids, the first of them by name. */
  readonly orphans: number;
  readonly orphanOrders: number;
  readonly orphanSample: readonly string[];
}

/** A line as the order's detail shows it. */
export type OrderLine = Readonly<Record<LineColumnName, string | number | null>>;
