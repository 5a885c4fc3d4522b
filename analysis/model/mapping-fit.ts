import { canonicalColumns, type CanonicalName } from './columns.ts';
import { isRead, narrowed } from './mapping-source.ts';
import { headersOf, type ColumnSource, type Mapping } from './mapping.ts';

/** A mapping made for one file, as it stands for another. */
export interface MappingFit {
  /**
   * Ready for the file: what it has no columns for is left out, or taken from what is proposed of columns the mapping's own
   * file did not have.
   */
  readonly mapping: Mapping;
  /** Headers the mapping reads that the file lacks and nothing stands for. */
  readonly missing: readonly string[];
  /** Columns that another header stands for, as one of the file's own is proposed for them. */
  readonly renamed: readonly RenamedColumn[];
  /** Headers the mapping's own file did not have. */
  readonly added: readonly string[];
  /** Shared headers of all headers of both files (Jaccard): 1 where they are the same. */
  readonly alike: number;
}

export interface RenamedColumn {
  readonly column: CanonicalName;
  readonly before: readonly string[];
  readonly now: readonly string[];
}

/** What is known of a file: its headers, and the mapping they are proposed. */
export interface SeenHeaders {
  readonly columns: readonly { readonly name: string }[];
  readonly proposal: Mapping;
}

/** A mapping that was saved without a file has no headers, and nobody knows those of one it was made for. */
const ownHeaders = (before: readonly string[] | null): readonly string[] | null =>
  before === null || before.length === 0 ? null : before;

/**
 * A mapping made for a file of these headers, on another file. Without headers in `told` nobody knows those of its own file:
 * then nothing is taken from what is proposed but what stands for a header that is missing.
 */
export function fitMapping(
  mapping: Mapping,
  told: readonly string[] | null,
  { columns, proposal }: SeenHeaders,
): MappingFit {
  const before = ownHeaders(told);
  const headers = columns.map(({ name }) => name);
  const has = (header: string): boolean => headers.includes(header);
  const known = before ?? headersRead(mapping);
  const isNew = (header: string): boolean => !known.includes(header);
  const fitted = joined(mapping, before === null ? standIns(mapping, proposal) : proposal, has, isNew);
  const renamed = entriesOf(mapping).flatMap(([column, entry]) => {
    const now = headersOf(fitted.columns[column]);
    return isRead(entry, has) || now.length === 0 ? [] : [{ column, before: headersOf(entry), now }];
  });
  const others = entriesOf(mapping).flatMap(([, entry]) => (isRead(entry, has) ? headersOf(entry) : []));
  const stoodFor = new Set([...renamed.flatMap((one) => one.before), ...others]);
  return {
    mapping: fitted,
    missing: headersRead(mapping).filter((header) => !has(header) && !stoodFor.has(header)),
    renamed,
    added: before === null ? [] : headers.filter(isNew),
    alike: likeness(headers, known),
  };
}

/** Without these in a file a mapping says nothing about it. */
const needed = ['event_id', 'ordered_at', 'amount'] as const;

/** Whether a file has the columns for id, time and amount that the mapping reads. */
export function saysOf(mapping: Mapping, headers: readonly { readonly name: string }[]): boolean {
  const names = new Set(headers.map(({ name }) => name));
  return needed.every((name) => isRead(mapping.columns[name], (header) => names.has(header)));
}

/** A mapping of a file of outcomes, lines or events, as it stands for another. */
export interface SourcesFit extends Pick<MappingFit, 'missing' | 'added' | 'alike'> {
  /** The sources whose headers the file has. */
  readonly columns: Readonly<Record<string, ColumnSource>>;
}

/** The sources of such a mapping on a file of these headers, without alternatives it lacks; `told` as for `fitMapping`. */
export function fitSources(
  sources: Readonly<Record<string, ColumnSource | undefined>>,
  told: readonly string[] | null,
  { columns }: Pick<SeenHeaders, 'columns'>,
): SourcesFit {
  const before = ownHeaders(told);
  const headers = columns.map(({ name }) => name);
  const has = (header: string): boolean => headers.includes(header);
  const all = Object.entries(sources).flatMap(([name, source]) =>
    source === undefined ? [] : [[name, source] as const],
  );
  const read = [...new Set(all.flatMap(([, source]) => headersOf(source)))];
  const known = before ?? read;
  const fitting = all.flatMap(([name, source]) =>
    isRead(source, has) ? [[name, narrowed(source, has)] as const] : [],
  );
  const stoodFor = new Set(all.flatMap(([, source]) => (isRead(source, has) ? headersOf(source) : [])));
  return {
    columns: Object.fromEntries(fitting),
    missing: read.filter((header) => !has(header) && !stoodFor.has(header)),
    added: before === null ? [] : headers.filter((header) => !known.includes(header)),
    alike: likeness(headers, known),
  };
}

/** So much of both files has to be the same before a saved mapping is taken without being asked for. */
export const alikeFrom = 0.8;

/**
 * The saved mapping a file is begun with: the one whose own file is most like it, the first of equals, if it lacks nothing.
 * Null where none is like it.
 */
export function suggestedMapping<T extends { readonly mapping: Mapping; readonly headers: readonly string[] }>(
  saved: readonly T[],
  seen: SeenHeaders,
): { readonly saved: T; readonly fit: MappingFit } | null {
  let best: { readonly saved: T; readonly fit: MappingFit } | null = null;
  for (const one of saved) {
    if (!saysOf(one.mapping, seen.columns)) continue;
    const fit = fitMapping(one.mapping, one.headers, seen);
    const fits = fit.missing.length === 0 && fit.renamed.length === 0 && fit.alike >= alikeFrom;
    if (fits && (best === null || fit.alike > best.fit.alike)) best = { saved: one, fit };
  }
  return best;
}

function likeness(a: readonly string[], b: readonly string[]): number {
  const shared = a.filter((header) => b.includes(header)).length;
  return shared / new Set([...a, ...b]).size;
}

function headersRead({ columns, keep = [], label }: Mapping): readonly string[] {
  const mapped = Object.values(columns).flatMap((entry) => headersOf(entry));
  return [...new Set([...mapped, ...keep, ...(label === undefined ? [] : [label.from])])];
}

/** Of what is proposed the columns that a mapping reads as well. */
const standIns = ({ columns }: Mapping, { timezone, columns: proposed, file }: Mapping): Mapping => ({
  ...{ timezone, columns: Object.fromEntries(Object.entries(proposed).filter(([name]) => name in columns)) },
  ...(file === undefined ? {} : { file }),
});

function joined(
  earlier: Mapping,
  proposal: Mapping,
  has: (header: string) => boolean,
  isNew: (header: string) => boolean,
): Mapping {
  const columns: Mapping['columns'] = {};
  for (const [name, entry] of entriesOf(proposal))
    if (headersOf(entry).length > 0 && headersOf(entry).every(isNew)) columns[name] = entry;
  for (const [name, entry] of entriesOf(earlier)) if (isRead(entry, has)) columns[name] = narrowed(entry, has);
  const keep = [...(earlier.keep ?? []).filter(has), ...(proposal.keep ?? []).filter(isNew)];
  const known = Object.entries(earlier.knownAtScreening ?? {}).filter(([header]) => keep.includes(header));
  const label = [earlier.label, proposal.label].find(
    (one) => one !== undefined && has(one.from) && (one === earlier.label || isNew(one.from)),
  );
  return {
    timezone: earlier.timezone,
    columns,
    ...(keep.length > 0 ? { keep } : {}),
    ...(known.length > 0 ? { knownAtScreening: Object.fromEntries(known) } : {}),
    ...(label === undefined ? {} : { label }),
    ...(linesFit(earlier.lines, has) ? { lines: earlier.lines } : {}),
    ...(earlier.outcomes === undefined ? {} : { outcomes: earlier.outcomes }),
    ...(proposal.file === undefined ? {} : { file: proposal.file }),
  };
}

/** Whether a file has what tells its order lines. */
function linesFit(lines: Mapping['lines'], has: (header: string) => boolean): boolean {
  const told = lines?.list ?? lines?.only?.from;
  return lines !== undefined && (told === undefined || has(told));
}

type Entry = readonly [name: CanonicalName, source: ColumnSource];

function entriesOf({ columns }: Mapping): readonly Entry[] {
  return canonicalColumns.flatMap(({ name }): Entry[] => {
    const source = columns[name];
    return source === undefined ? [] : [[name, source]];
  });
}
