import type { FeatureCheck } from './feature.ts';
import type { ColumnType, ProjectColumn } from '../model/columns.ts';
import { isDated, type ListMatch, type ProjectList } from '../model/lists.ts';
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
  /** ISO date of the tables it was looked up in, whatever the day of the order; rules that read it are marked. */
  readonly snapshotAt?: string;
  /** It is made of the lines of orders, which a later file may have replaced. */
  readonly ofLines?: boolean;
  /** Display names, so that a name typed in Japanese finds its field. */
  readonly labels?: readonly string[];
}

/** A list a rule may ask by `lists.<id>`. */
export interface ScopeList {
  readonly id: string;
  readonly match: ListMatch;
  /** The day of its content where some of it has no added time: a rule that asks it knows the future. */
  readonly snapshotAt?: string;
  /** Display names. */
  readonly labels?: readonly string[];
}

/** What a rule can name, and how its money and times are meant. */
export interface Scope {
  readonly fields: ReadonlyMap<string, ScopeField>;
  readonly lists?: ReadonlyMap<string, ScopeList>;
  /** The features of the rule set, as checked; those that can be computed are among the fields. */
  readonly features?: readonly FeatureCheck[];
  /** ISO 4217 code of the rule set. */
  readonly currency: string;
  /** IANA name; meant by `getHours()` and its like when they name no zone. */
  readonly timezone: string;
}

/** Object of a record that holds what of it was on lists. */
export const listsRoot = 'lists';

/** The id of a list named by a path; null for any other path. */
export function listNamed(path: string): string | null {
  return path === listsRoot || path.startsWith(`${listsRoot}.`) ? path.slice(listsRoot.length + 1) : null;
}

/** Path of the currency an order's money is in. */
export const currencyPath = 'order.currency';

/** How rules name the amount of an order. */
export const amountPath = 'order.amount';

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

/** The scope of a rule set over a project's columns and lists; refused columns are kept so that the editor can say why. */
export function scopeOf(
  columns: readonly ProjectColumn[],
  currency: string,
  timezone: string,
  lists: readonly ProjectList[] = [],
): Scope {
  const fields = new Map<string, ScopeField>();
  for (const column of columns) {
    fields.set(column.path, {
      path: column.path,
      type: types[column.type],
      column: column.name,
      labels: [...new Set([column.label.ja, column.label.en])],
      ...(column.knownAt === 'screening' ? {} : { refused: column.knownAt }),
      ...(column.unsure ? { unsure: true } : {}),
      ...(column.snapshot === undefined ? {} : { snapshotAt: column.snapshot }),
    });
  }
  fields.set(itemsPath, itemsField);
  return { fields, lists: new Map(lists.map((list) => [list.id, scopeList(list)])), currency, timezone };
}

function scopeList(list: ProjectList): ScopeList {
  const { id, match, names, snapshotAt } = list;
  const labels = [...new Set([names.ja, names.en])];
  return isDated(list) ? { id, match, labels } : { id, match, labels, snapshotAt };
}

/** Fields of a line by name. */
export const itemFields: ReadonlyMap<string, ItemField> = new Map(
  lineColumns.map(({ name, type, ja, en }) => [
    name,
    { name, path: `${itemsPath}.${name}`, type: types[type], labels: [ja, en] },
  ]),
);
