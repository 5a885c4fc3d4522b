import type { EarlierMapping, FilePreview } from '../engine-api.ts';
import type { ImportReport } from '../model/import-report.ts';
import { headersOf, mappingSchema, type ColumnSource, type Mapping } from '../model/mapping.ts';

/** Without these in a file an earlier mapping says nothing about it. */
const needed = ['event_id', 'ordered_at', 'amount'] as const;

/**
 * The mapping of the earlier import whose headers are most like those of a file (the latest of equals; reports come
 * latest first), as far as the file has them; what the earlier file did not have is mapped as proposed. Null where no
 * earlier file had the same columns for id, time and amount.
 */
export function earlierMapping(
  reports: readonly ImportReport[],
  { columns, proposal }: Pick<FilePreview, 'columns' | 'proposal'>,
): EarlierMapping | null {
  const headers = columns.map(({ name }) => name);
  const has = (header: string): boolean => headers.includes(header);
  let best: { readonly report: ImportReport; readonly mapping: Mapping; readonly alike: number } | null = null;
  for (const report of reports) {
    // Kept by whatever version wrote the report.
    const mapping = mappingSchema.safeParse(report.source?.mapping).data;
    if (mapping === undefined || !needed.every((name) => headersOf(mapping.columns[name]).every(has))) continue;
    const alike = likeness(headers, report.source?.headers ?? []);
    if (best === null || alike > best.alike) best = { report, mapping, alike };
  }
  if (best === null) return null;
  const before = best.report.source?.headers ?? [];
  const added = headers.filter((header) => !before.includes(header));
  return {
    fileName: best.report.fileName,
    mapping: joined(best.mapping, proposal, has, (header) => added.includes(header)),
    missing: headersRead(best.mapping).filter((header) => !has(header)),
    added,
  };
}

/** Shared headers of all headers of both files (Jaccard). */
function likeness(a: readonly string[], b: readonly string[]): number {
  const shared = a.filter((header) => b.includes(header)).length;
  return shared / new Set([...a, ...b]).size;
}

function headersRead({ columns, keep = [], label }: Mapping): readonly string[] {
  const mapped = Object.values(columns).flatMap((entry) => headersOf(entry));
  return [...new Set([...mapped, ...keep, ...(label === undefined ? [] : [label.from])])];
}

function joined(
  earlier: Mapping,
  proposal: Mapping,
  has: (header: string) => boolean,
  isNew: (header: string) => boolean,
): Mapping {
  const columns: Mapping['columns'] = {};
  for (const [name, entry] of entriesOf(proposal))
    if (headersOf(entry).length > 0 && headersOf(entry).every(isNew)) columns[name] = entry;
  for (const [name, entry] of entriesOf(earlier)) if (headersOf(entry).every(has)) columns[name] = entry;
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
    ...(earlier.lines === undefined || (earlier.lines.only !== undefined && !has(earlier.lines.only.from))
      ? {}
      : { lines: earlier.lines }),
    ...(proposal.file === undefined ? {} : { file: proposal.file }),
  };
}

type Entry = readonly [name: keyof Mapping['columns'], source: ColumnSource];
const entriesOf = ({ columns }: Mapping): readonly Entry[] => Object.entries(columns) as unknown as readonly Entry[];
