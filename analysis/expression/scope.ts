import type { ColumnType, ProjectColumn } from '../model/columns.ts';
import { itemsColumn, lineColumns } from '../model/order-lines.ts';

/** Type of a field in profile wb-1. `int`: |x| < 2^53. `money`: minor units of the rule set's currency, |x| < 2^53. */
export type FieldType = 'int' | 'money' | 'double' | 'string' | 'bool' | 'timestamp';

/** A field a rule may name. */
export interface ScopeField {
  /** Dotted path in rules, e.g. `order.amount`. */
  readonly path: string;
  /** `list`: the lines of an order, read through macros only. */
  readonly type: FieldType | 'list';
  /** SQL column of the orders. */
  readonly column: string;
  /** Why no rule may read it: it knows the outcome, or happens after screening. */
  readonly refused?: 'outcome' | 'after';
  /** Nobody said whether it was known at screening; rules that read it get a warning. */
  readonly unsure?: boolean;
  /** Display names, so that a name typed in Japanese finds its field. */
  readonly labels?: readonly string[];
}

/** What a rule can name, and how its money and times are meant. */
export interface Scope {
  readonly fields: ReadonlyMap<string, ScopeField>;
  /** ISO 4217 code of the rule set. */
  readonly currency: string;
  /** IANA name; meant by `getHours()` and its like when they name no zone. */
  readonly timezone: string;
}

/** Path of the currency an order's money is in. */
export const currencyPath = 'order.currency';

/** A field of a line, read inside a macro over the lines. */
export interface ItemField {
  readonly name: string;
  /** Where it stands, for people: `order.items.category`. */
  readonly path: string;
  readonly type: FieldType;
  readonly labels: readonly string[];
}

/** Path of the lines of an order. */
export const itemsPath = 'order.items';

/** Rules may write `items` for them; `items.summary` and `items.quantity` are fields of their own. */
export const writtenPath = (path: string): string => (path === 'items' ? itemsPath : path);

/** The lines of an order as rules read them; absent where none are known, never empty. */
export const itemsField: ScopeField = {
  path: itemsPath,
  type: 'list',
  column: itemsColumn,
  labels: ['注文明細', 'Order lines'],
};

const types: Readonly<Record<ColumnType, FieldType>> = {
  text: 'string',
  money: 'money',
  timestamp: 'timestamp',
  int: 'int',
  double: 'double',
  bool: 'bool',
};

/** The scope of a rule set over a project's columns; refused columns are kept so that the editor can say why. */
export function scopeOf(columns: readonly ProjectColumn[], currency: string, timezone: string): Scope {
  const fields = new Map<string, ScopeField>();
  for (const column of columns) {
    fields.set(column.path, {
      path: column.path,
      type: types[column.type],
      column: column.name,
      labels: [...new Set([column.label.ja, column.label.en])],
      ...(column.knownAt === 'screening' ? {} : { refused: column.knownAt }),
      ...(column.unsure ? { unsure: true } : {}),
    });
  }
  fields.set(itemsPath, itemsField);
  return { fields, currency, timezone };
}

/** Fields of a line by name. */
export const itemFields: ReadonlyMap<string, ItemField> = new Map(
  lineColumns.map(({ name, type, ja, en }) => [
    name,
    { name, path: `${itemsPath}.${name}`, type: types[type], labels: [ja, en] },
  ]),
);
