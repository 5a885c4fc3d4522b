import {
  childrenOf,
  currencyPath,
  intLimit,
  itemsPath,
  listedIn,
  type CheckedRule,
  type ItemField,
  type ListedTerm,
  type ScopeField,
  type Term,
} from '../expression/index.ts';
import type { Vector, VectorLines, VectorValue } from '../model/package.ts';
import type { DrawnRow } from './rows-behind-vectors.ts';
import { drawnLines, variedLines } from './vector-lines.ts';
import type { Surrogates } from './surrogate.ts';
import { listsOf, toggled } from './vector-lists.ts';

/** A record to be decided: fields by rule path, absent ones left out. */
export interface VectorRecord {
  readonly origin: Vector['origin'];
  readonly record: Readonly<Record<string, VectorValue>>;
  /** By list, those of the record's values that were on it; of every list that the rules ask. */
  readonly lists?: Readonly<Record<string, string[]>>;
}

/** Variations kept per rule, so that a package stays small enough to read. */
const perRule = { boundary: 12, absent: 6 };

/** What rules read of an order: its fields, of its lines `items`, and which fields they look up on lists. */
export interface Drawn {
  readonly fields: readonly ScopeField[];
  readonly items: readonly ItemField[];
  readonly asked: readonly ListedTerm[];
}

/** Drawn orders as records, with the values of `masked` columns replaced; an empty set replaces nothing. */
export function drawnRecords(
  rows: readonly DrawnRow[],
  { fields, items, asked }: Drawn,
  masked: ReadonlySet<string>,
  surrogates: Surrogates,
): VectorRecord[] {
  return rows.map((row): VectorRecord => {
    const values = fields.flatMap((field): [string, VectorValue][] => {
      const value = row[field.column];
      // JSON has no infinite numbers: such a field is left out, and what the rules then say is what is expected.
      if (value === null || value === undefined || value === Infinity || value === -Infinity) return [];
      if (field.type === 'list')
        return [[field.path, drawnLines(String(value), items, masked.has(field.column) ? surrogates : null)]];
      return [[field.path, vectorValue(value, field, masked, surrogates)]];
    });
    const record = Object.fromEntries(values);
    return { origin: 'drawn', record, ...(asked.length === 0 ? {} : { lists: listsOf(row, record, asked) }) };
  });
}

function vectorValue(
  value: string | number | boolean,
  field: ScopeField,
  masked: ReadonlySet<string>,
  surrogates: Surrogates,
): VectorValue {
  const personal = masked.has(field.column);
  if (field.type === 'timestamp') {
    const at = Number(value);
    return new Date(personal ? surrogates.ofTime(at) : at).toISOString();
  }
  if (!personal) return value;
  if (typeof value === 'number') return surrogates.ofNumber(value);
  // Yes or no points at nobody, and any other answer would be the opposite one.
  return typeof value === 'string' ? surrogates.of(value) : value;
}

/**
 * Records moved onto and beside every threshold of a rule, put on or taken off each list it asks, and with each field it
 * reads taken out.
 */
export function variedRecords(rule: CheckedRule, base: VectorRecord): VectorRecord[] {
  const boundary = thresholds(rule.ast).flatMap(({ field, values }) =>
    values.map((value): VectorRecord => ({
      ...base,
      origin: 'boundary',
      record: { ...base.record, [field.path]: value },
    })),
  );
  // The currency stays: a record without one is outside what the package is for.
  const absent = rule.valued
    .filter(({ path }) => path !== currencyPath)
    .map((field): VectorRecord => {
      const rest = Object.fromEntries(Object.entries(base.record).filter(([path]) => path !== field.path));
      return { ...base, origin: 'absent', record: rest };
    });
  const lines = base.record[itemsPath];
  const varied = Array.isArray(lines) ? variedLines(rule, lines) : { boundary: [], absent: [] };
  const withLines = (origin: VectorRecord['origin'], list: readonly VectorLines[]): VectorRecord[] =>
    list.map((own) => ({ ...base, origin, record: { ...base.record, [itemsPath]: own } }));
  return [
    ...boundary.slice(0, perRule.boundary),
    ...withLines('boundary', varied.boundary.slice(0, perRule.boundary)),
    ...listedIn(rule).flatMap((term): VectorRecord[] => toggled(base, term)),
    ...absent.slice(0, perRule.absent),
    ...withLines('absent', varied.absent.slice(0, perRule.absent)),
  ];
}

interface Threshold {
  readonly field: ScopeField;
  readonly values: readonly number[];
}

function thresholds(term: Term): Threshold[] {
  const own = term.kind === 'compare' ? [threshold(term.left, term.right), threshold(term.right, term.left)] : [];
  return [...own.filter((found) => found !== null), ...childrenOf(term).flatMap(thresholds)];
}

function threshold(side: Term, other: Term): Threshold | null {
  if (side.kind !== 'field' || other.kind !== 'literal') return null;
  const at = Number(other.value);
  if (side.type === 'int' || side.type === 'money')
    return { field: side.field, values: [at - 1, at, at + 1].filter((value) => Math.abs(value) <= Number(intLimit)) };
  if (side.type === 'double') {
    const step = Math.max(Math.abs(at) * 1e-6, 1e-6);
    return { field: side.field, values: [at - step, at, at + step] };
  }
  return null;
}
