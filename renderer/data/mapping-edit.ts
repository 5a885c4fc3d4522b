import { canonicalColumns, type CanonicalName } from '../../analysis/model/columns.ts';
import {
  alternativesOf,
  headersOf,
  sourceLabel,
  sourceOf,
  type ColumnSource,
  type Mapping,
} from '../../analysis/model/mapping.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';

export { alternativesOf, headersOf };

/** What a source column becomes. */
export type Role =
  | { readonly kind: 'canonical'; readonly name: CanonicalName }
  | { readonly kind: 'keep' }
  | { readonly kind: 'none' };

export type Known = 'yes' | 'no' | 'unsure';

/** Several source columns may be joined into these: a date and a time, a shop and a number, 姓 and 名. */
const joinable: ReadonlySet<string> = new Set([
  ...['event_id', 'ordered_at', 'phone', 'buyer_name', 'buyer_kana', 'buyer_zip', 'buyer_address'],
  ...['delivery_name', 'delivery_kana', 'delivery_phone', 'delivery_zip', 'delivery_address'],
]);
export const required = ['event_id', 'ordered_at', 'amount'] as const satisfies readonly CanonicalName[];

export function constantOf(source: ColumnSource | undefined): string | null {
  return typeof source === 'object' && 'value' in source ? String(source.value) : null;
}

export function formatOf(source: ColumnSource | undefined): string {
  return typeof source === 'object' && 'format' in source ? (source.format ?? '') : '';
}

/** What a source column is read as, in the order of the columns: an id may be a part of the order id and a key as well. */
export const readAs = (mapping: Mapping, header: string): readonly CanonicalName[] =>
  canonicalColumns.flatMap(({ name }) => (headersOf(mapping.columns[name]).includes(header) ? [name] : []));

export function roleOf(mapping: Mapping, header: string): Role {
  const [name] = readAs(mapping, header);
  if (name !== undefined) return { kind: 'canonical', name };
  return mapping.keep?.includes(header) ? { kind: 'keep' } : { kind: 'none' };
}

/** A time of a day's column, and of a clock's where it has one, as it is written. */
export const timeSource = (headers: readonly string[], format: string): ColumnSource =>
  sourceFrom([headers], format) ?? { value: '' };

function sourceFrom(alternatives: readonly (readonly string[])[], format: string): ColumnSource | null {
  return sourceOf(alternatives, format === '' ? undefined : format) ?? null;
}

const without = (source: ColumnSource | undefined, header: string): readonly (readonly string[])[] =>
  alternativesOf(source).map((headers) => headers.filter((other) => other !== header));

type Columns = Mapping['columns'];

function withColumn(columns: Columns, name: CanonicalName, source: ColumnSource | null): Columns {
  const rest: Columns = { ...columns };
  delete rest[name];
  return source === null ? rest : { ...rest, [name]: source };
}

/** No longer reads a source column as this. */
export function notRead(mapping: Mapping, header: string, name: CanonicalName): Mapping {
  const source = sourceFrom(without(mapping.columns[name], header), formatOf(mapping.columns[name]));
  return { ...mapping, columns: withColumn(mapping.columns, name, source) };
}

/**
 * Reads a source column as this too: beside alternatives as one more, beside what may stand in several columns joined to
 * them; any other column it takes the place of.
 */
export function alsoRead(mapping: Mapping, header: string, name: CanonicalName): Mapping {
  const before = without(mapping.columns[name], header).filter((headers) => headers.length > 0);
  const joined = joinable.has(name) ? [[...before.flat(), header]] : [[header]];
  const source = sourceFrom(before.length > 1 ? [...before, [header]] : joined, formatOf(mapping.columns[name]));
  const keep = (mapping.keep ?? []).filter((other) => other !== header);
  return { ...mapping, keep, columns: withColumn(mapping.columns, name, source) };
}

/** Gives a source column its first role, in the place of the one it has; what else it is read as stays, where it is read at all. */
export function assign(mapping: Mapping, header: string, role: Role): Mapping {
  const now = roleOf(mapping, header);
  if (now.kind === role.kind && (now.kind !== 'canonical' || role.kind !== 'canonical' || now.name === role.name))
    return mapping;
  if (role.kind === 'canonical')
    return alsoRead(now.kind === 'canonical' ? notRead(mapping, header, now.name) : mapping, header, role.name);
  const free = readAs(mapping, header).reduce((rest, name) => notRead(rest, header, name), mapping);
  const keep = (free.keep ?? []).filter((other) => other !== header);
  return { ...free, keep: role.kind === 'keep' ? [...keep, header] : keep };
}

/** Of joined columns, puts this one first; of alternatives, the one it stands in. */
export function putFirst(mapping: Mapping, name: CanonicalName, header: string): Mapping {
  const alternatives = alternativesOf(mapping.columns[name]);
  const ahead = <T>(all: readonly T[], isFirst: (one: T) => boolean): readonly T[] => [
    ...all.filter(isFirst),
    ...all.filter((one) => !isFirst(one)),
  ];
  const ordered =
    alternatives.length > 1
      ? ahead(alternatives, (headers) => headers.includes(header))
      : alternatives.map((headers) => ahead(headers, (one) => one === header));
  return withAlternatives(mapping, name, ordered);
}

/** Joined columns as alternatives, of which each order has the first that says something; and back. */
export function setAlternatives(mapping: Mapping, name: CanonicalName, apart: boolean): Mapping {
  const headers = headersOf(mapping.columns[name]);
  return withAlternatives(mapping, name, apart ? headers.map((header) => [header]) : [headers]);
}

function withAlternatives(
  mapping: Mapping,
  name: CanonicalName,
  alternatives: readonly (readonly string[])[],
): Mapping {
  const source = sourceFrom(alternatives, formatOf(mapping.columns[name]));
  return { ...mapping, columns: withColumn(mapping.columns, name, source) };
}

export function setFormat(mapping: Mapping, name: CanonicalName, format: string): Mapping {
  const source = sourceFrom(alternativesOf(mapping.columns[name]), format);
  return { ...mapping, columns: withColumn(mapping.columns, name, source) };
}

/** A constant for a column no header gives, such as the currency; empty removes it. */
export function setConstant(mapping: Mapping, name: CanonicalName, value: string): Mapping {
  return { ...mapping, columns: withColumn(mapping.columns, name, value === '' ? null : { value }) };
}

export function knownOf(mapping: Mapping, header: string): Known {
  return mapping.knownAtScreening?.[header] ?? 'unsure';
}

/** With what the project's kept columns are known to be, where a mapping does not say: a second file does not take it back. */
export function withKnown(mapping: Mapping, info: ProjectInfo | null): Mapping {
  const kept = (info?.columns ?? []).filter(({ name }) => name.startsWith('custom.'));
  const known = kept.map(({ label, knownAt, unsure }): [string, Known] => [
    label.ja,
    knownAt === 'screening' ? (unsure ? 'unsure' : 'yes') : 'no',
  ]);
  return { ...mapping, knownAtScreening: { ...Object.fromEntries(known), ...mapping.knownAtScreening } };
}

export function setKnown(mapping: Mapping, headers: readonly string[], known: Known): Mapping {
  const answers = Object.fromEntries(headers.map((header) => [header, known]));
  return { ...mapping, knownAtScreening: { ...mapping.knownAtScreening, ...answers } };
}

export function setLabel(mapping: Mapping, from: string | null, bad: readonly string[]): Mapping {
  const rest: Mapping = { ...mapping };
  delete rest.label;
  // A label needs at least one bad value to be a label; without one the column is remembered by the form.
  return from === null || bad.length === 0 ? rest : { ...rest, label: { from, bad: [...bad] } };
}

export interface ChangedColumn {
  readonly name: CanonicalName;
  readonly before: readonly string[];
  readonly now: readonly string[];
}

/** Columns that an earlier mapping filled from a file and that are filled from other headers now. */
export function changedColumns(earlier: Mapping, mapping: Mapping): readonly ChangedColumn[] {
  return canonicalColumns.flatMap(({ name }) => {
    const [before, now] = [headersOf(earlier.columns[name]), headersOf(mapping.columns[name])];
    const same = sourceLabel(earlier.columns[name]) === sourceLabel(mapping.columns[name]);
    return before.length === 0 || same ? [] : [{ name, before, now }];
  });
}

/** That rows are order lines; null makes every row an order. */
export function setLines(mapping: Mapping, lines: Mapping['lines'] | null): Mapping {
  const rest: Mapping = { ...mapping };
  delete rest.lines;
  return lines === null || lines === undefined ? rest : { ...rest, lines };
}

/** What is sent: every kept column answers whether it was known at screening; the target is sent beside it. */
export function finished(mapping: Mapping): Mapping {
  const keep = mapping.keep ?? [];
  const knownAtScreening = Object.fromEntries(keep.map((header) => [header, knownOf(mapping, header)]));
  const rest: Mapping = { ...mapping };
  delete rest.keep;
  delete rest.knownAtScreening;
  delete rest.target;
  return keep.length === 0 ? rest : { ...rest, keep, knownAtScreening };
}
