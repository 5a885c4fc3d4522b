import {
  currencyPath,
  itemsPath,
  listedIn,
  type CheckedRule,
  type ItemField,
  type ListedTerm,
  type ScopeField,
  type Span,
} from '../expression/index.ts';
import type { Vector, VectorLines, VectorValue } from '../model/package.ts';
import type { DrawnRow } from './rows-behind-vectors.ts';
import { drawnLines, variedLines } from './vector-lines.ts';
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

/** Variations of lines and absences kept per rule, so that a package stays small enough to read; thresholds are all kept. */
const perRule = { lines: 12, absent: 12 };

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

/** What a rule is varied to, and its comparisons that no record could be moved onto. */
export interface Varied {
  readonly records: readonly VectorRecord[];
  readonly unreached: readonly Span[];
}

/**
 * Records moved onto and beside every threshold of a rule, put on or taken off each list it asks, and with each field it
 * reads taken out. A threshold is tried from the first of the records on which what the rule says turns with it, or where it
 * turns on none from the first that can be moved onto it.
 */
export function variedRecords(rule: CheckedRule, bases: readonly [VectorRecord, ...VectorRecord[]]): Varied {
  const [base] = bases;
  const turned = turnedOn(rule, [...bases, settled(rule, base)]);
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
  const varied = Array.isArray(lines) ? variedLines(rule, lines) : { boundary: [], absent: [] };
  const withLines = (origin: VectorRecord['origin'], list: readonly VectorLines[]): VectorRecord[] =>
    list.map((own) => ({ ...base, origin, record: { ...base.record, [itemsPath]: own } }));
  return {
    records: [
      ...boundary,
      ...withLines('boundary', varied.boundary.slice(0, perRule.lines)),
      ...listedIn(rule).flatMap((term): VectorRecord[] => toggled(base, term)),
      ...absent.slice(0, perRule.absent),
      ...withLines('absent', varied.absent.slice(0, perRule.absent)),
    ],
    unreached: turned.filter(({ edges }) => edges.length === 0),
  };
}

interface Turned extends Threshold {
  readonly on: VectorRecord;
}

function turnedOn(rule: CheckedRule, bases: readonly VectorRecord[]): readonly Turned[] {
  let best: readonly Turned[] = [];
  for (const on of bases) {
    const found = thresholdsOf(rule, on).map((threshold) => ({ ...threshold, on }));
    best = found.map((one, at) => {
      const known = best[at];
      return known === undefined || rank(one) > rank(known) ? one : known;
    });
    if (best.every(({ decides }) => decides)) break;
  }
  return best;
}

const rank = ({ edges, decides }: Threshold): number => (decides ? 2 : edges.length > 0 ? 1 : 0);

const defaults = { string: 'x', bool: true, int: 1000, money: 1000, double: 1, timestamp: '2026-01-05T03:04:05.000Z' };

/** The record with something in every field that the rule reads. */
function settled(rule: CheckedRule, base: VectorRecord): VectorRecord {
  const filled = rule.fields.flatMap(({ path, type }): [string, VectorValue][] =>
    type === 'list' || path === currencyPath || base.record[path] !== undefined ? [] : [[path, defaults[type]]],
  );
  return filled.length === 0 ? base : { ...base, record: { ...base.record, ...Object.fromEntries(filled) } };
}
