import type { ColumnSource, Mapping } from '../mapping.ts';
import { alternativesOf, headersOf, sourceOf } from '../mapping.ts';
import { keepable } from './list-headers.ts';
import type { Layout } from './layout.ts';

/** What of a file a layout is held against: its headers, first rows, and the mapping its headers alone propose. */
export interface SeenTable {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly string[])[];
  readonly proposal: Mapping;
}

/** Full- and half-width signs are one; letters may be large or small. */
const keyOf = (header: string): string => header.normalize('NFKC').trim().toLowerCase();

/** The headers of a file that one entry of a layout names: of each of its alternatives the first spelling that is there. */
const found = (entry: string, headers: ReadonlyMap<string, string>): readonly (readonly string[])[] =>
  entry.split(' ?? ').flatMap((spellings) => {
    const parts = spelt(spellings, headers);
    return parts.length === 0 ? [] : [parts];
  });

function spelt(spellings: string, headers: ReadonlyMap<string, string>): readonly string[] {
  for (const spelling of spellings.split(' | ')) {
    const parts = spelling.split(' + ').flatMap((part) => headers.get(keyOf(part)) ?? []);
    if (parts.length > 0) return parts;
  }
  return [];
}

const headersBy = (columns: SeenTable['columns']): ReadonlyMap<string, string> =>
  new Map([...columns].reverse().map(({ name }) => [keyOf(name), name]));

/** What of a layout's headers a file lacks; nothing where it is a file of that layout. */
export function missingHeaders(
  { signature }: { readonly signature: readonly string[] },
  columns: SeenTable['columns'],
): readonly string[] {
  const headers = headersBy(columns);
  return signature.filter((entry) => found(entry, headers).length === 0);
}

/** The layout a file has: of those it has all headers of, the one that names the most. */
export function recognised(layouts: readonly Layout[], columns: SeenTable['columns']): Layout | undefined {
  return layouts
    .filter((layout) => missingHeaders(layout, columns).length === 0)
    .reduce<Layout | undefined>(
      (best, layout) => (best === undefined || layout.signature.length > best.signature.length ? layout : best),
      undefined,
    );
}

/** The mapping of a file of a layout. Columns the file lacks are left out; what is not mapped is kept. */
export function layoutMapping(layout: Layout, { columns, rows, proposal }: SeenTable): Mapping {
  const headers = headersBy(columns);
  const mapped: Mapping['columns'] = {};
  for (const [name, entry] of Object.entries(layout.columns) as [keyof Mapping['columns'], string][]) {
    const source = sourceOf(found(entry, headers));
    if (source !== undefined) mapped[name] = source;
  }
  if (layout.proposed === true) addProposed(mapped, proposal.columns);
  const times = alternativesOf(mapped.ordered_at);
  const written = timeFormat(
    layout,
    times.flatMap((headers) => joinedValues(headers, columns, rows)),
  );
  const timed = written === undefined ? undefined : sourceOf(times, written);
  if (timed !== undefined) mapped.ordered_at = timed;
  const used = new Set(Object.values(mapped).flatMap((entry) => headersOf(entry)));
  const dropped = new Set((layout.drop ?? []).flatMap((entry) => found(entry, headers).flat()));
  const names = columns.map(({ name }) => name);
  const keep = keepable(names, used).filter((name) => !dropped.has(name));
  const later = (layout.later ?? [])
    .flatMap((entry) => found(entry, headers).flat())
    .filter((name) => keep.includes(name));
  const lines = layout.lines === 'told' ? proposal.lines : linesOf(layout.lines, proposal, names);
  return {
    timezone: proposal.timezone,
    columns: mapped,
    ...(keep.length > 0 ? { keep: keep.slice(0, 500) } : {}),
    ...(later.length > 0 ? { knownAtScreening: Object.fromEntries(later.map((name) => [name, 'no' as const])) } : {}),
    ...(lines === undefined ? {} : { lines }),
    ...(proposal.file === undefined ? {} : { file: proposal.file }),
    ...(layout.proposed !== true || proposal.label === undefined ? {} : { label: proposal.label }),
    ...(proposal.target === undefined ? {} : { target: proposal.target }),
  };
}

/**
 * A layout says that rows are lines, or in which list of an order they stand, where the file has it; where the columns of
 * rows stand is told by the headers.
 */
function linesOf(lines: Mapping['lines'], { lines: told }: Mapping, names: readonly string[]): Mapping['lines'] {
  if (lines?.list !== undefined) return names.includes(lines.list) ? lines : undefined;
  return lines === undefined || told?.columns === undefined ? lines : { ...lines, columns: told.columns };
}

/** Adds what header spellings tell of columns and headers that the layout does not name. */
function addProposed(mapped: Mapping['columns'], proposed: Mapping['columns']): void {
  const used = new Set(Object.values(mapped).flatMap((entry) => headersOf(entry)));
  for (const [name, entry] of Object.entries(proposed) as [keyof Mapping['columns'], ColumnSource][])
    if (mapped[name] === undefined && !headersOf(entry).some((header) => used.has(header))) mapped[name] = entry;
}

/** The values of some headers as they are joined. */
function joinedValues(headers: readonly string[], columns: SeenTable['columns'], rows: SeenTable['rows']): string[] {
  const places = headers.map((header) => columns.findIndex(({ name }) => name === header));
  return rows
    .map((row) => places.flatMap((place) => (row[place] ?? '').trim() || []).join(' '))
    .filter((value) => value !== '');
}

function timeFormat(layout: Layout, values: readonly string[]): string | undefined {
  if (values.length === 0) return undefined;
  return layout.times?.find(({ like }) => values.every((value) => new RegExp(like).test(value)))?.format;
}
