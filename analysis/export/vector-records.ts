import {
  currencyPath,
  itemsPath,
  listedIn,
  type CheckedRule,
  type ItemField,
  type ListedTerm,
  type ScopeField,
} from '../expression/index.ts';
import type { Vector, VectorLines, VectorValue } from '../model/package.ts';
import type { DrawnRow } from './rows-behind-vectors.ts';
import { drawnLines, linesWithout } from './vector-lines.ts';
import type { Surrogates } from './surrogate.ts';
import { listsOf, toggled } from './vector-lists.ts';
import { thresholdsOf, type Threshold } from './vector-thresholds.ts';

/** A record to be decided: fields by rule path, absent ones left out. */
export interface VectorRecord {
  readonly origin: Vector['origin'];
  readonly record: Readonly<Record<string, VectorValue>>;
  /** By list, those of the record's values that were on it; of every list that the rules ask. */
  readonly lists?: Readonly<Record<string, string[]>>;
}

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
  return typeof value === 'string' ? surrogates.of(value, field.path) : value;
}

/** The record with another value of a field; what its lists say of values that it no longer has is left out. */
export function withValue(
  { record: before, lists }: VectorRecord,
  path: string,
  value: VectorValue,
  origin: Vector['origin'],
): VectorRecord {
  const record = { ...before, [path]: value };
  if (lists === undefined) return { origin, record };
  const held = new Set(Object.values(record));
  const kept = Object.entries(lists).map(([id, values]) => [id, values.filter((one) => held.has(one))] as const);
  return { origin, record, lists: Object.fromEntries(kept) };
}

/** A comparison of a rule and the record it was moved from. */
export interface Turned extends Threshold {
  readonly on: VectorRecord;
}

/**
 * The comparisons of a rule, each from the better of two records: the one on which what the rule says turns with it, else the one
 * on which it can be stood on all sides, else the one that known has. Answers whether another record could be better still.
 */
export function turnedOn(rule: CheckedRule, on: VectorRecord, known: readonly Turned[]): readonly Turned[] {
  return thresholdsOf(rule, on).map((threshold, at) => {
    const one = { ...threshold, on };
    const before = known[at];
    return before === undefined || rank(one) > rank(before) ? one : before;
  });
}

const rank = ({ edges, reached, decides }: Threshold): number =>
  (reached ? 4 : 0) + (decides ? 2 : 0) + (edges.length > 0 ? 1 : 0);

export const isBest = (turned: readonly Turned[]): boolean =>
  turned.every(({ reached, decides }) => reached && decides);

/**
 * Records moved onto and beside every threshold of a rule, put on or taken off each list it asks, and with each field it
 * reads taken out.
 */
export function variedRecords(rule: CheckedRule, base: VectorRecord, turned: readonly Turned[]): VectorRecord[] {
  const boundary = turned.flatMap(({ on, edges }) =>
    edges.map(({ path, value }) => withValue(on, path, value, 'boundary')),
  );
  // The currency stays: a record without one is outside what the package is for.
  const absent = rule.valued
    .filter(({ path }) => path !== currencyPath)
    .map((field): VectorRecord => {
      const rest = Object.fromEntries(Object.entries(base.record).filter(([path]) => path !== field.path));
      return { ...base, origin: 'absent', record: rest };
    });
  const lines = base.record[itemsPath];
  const without = Array.isArray(lines) ? linesWithout(rule, lines) : [];
  return [
    ...boundary,
    ...listedIn(rule).flatMap((term): VectorRecord[] => toggled(base, term)),
    ...absent,
    ...without.map((own): VectorRecord => ({
      ...base,
      origin: 'absent',
      record: { ...base.record, [itemsPath]: own },
    })),
  ];
}

const defaults = { string: 'x', bool: true, int: 1000, money: 1000, double: 1, timestamp: '2026-01-05T03:04:05.000Z' };

/** The record with something in every field that the rule reads, and in every line. */
export function settled(rule: CheckedRule, base: VectorRecord): VectorRecord {
  const filled = rule.fields.flatMap(({ path, type }): [string, VectorValue][] =>
    path === currencyPath || base.record[path] !== undefined
      ? []
      : [[path, type === 'list' ? [settledLine(rule)] : defaults[type]]],
  );
  return filled.length === 0 ? base : { ...base, record: { ...base.record, ...Object.fromEntries(filled) } };
}

const settledLine = ({ items }: CheckedRule): VectorLines[number] =>
  Object.fromEntries(items.map(({ name, type }) => [name, type === 'string' ? 'x' : 1000]));
