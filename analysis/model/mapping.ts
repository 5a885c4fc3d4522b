import { z } from 'zod';
import { canonicalColumns } from './columns.ts';
import { targetSchema } from './target.ts';

const source = z.string().min(1).max(500);

/**
 * Where a canonical column comes from: a header; headers joined (time: with a space, ids: with `-`) with an optional
 * format (strptime `%Y/%m/%d`, or `yyyy/MM/dd` letters; `epoch-s` / `epoch-ms` force epoch reading); or a constant.
 */
export const columnSourceSchema = z.union([
  source,
  z.strictObject({
    from: z.union([source, z.array(source).min(1).max(8)]),
    format: z.string().min(1).max(100).optional(),
  }),
  z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]) }),
]);
export type ColumnSource = z.infer<typeof columnSourceSchema>;

const names = canonicalColumns.map((c) => c.name);
const canonicalName = z.enum(names as [(typeof names)[number], ...(typeof names)[number][]]);

/** Columns an outcomes file (chargeback list) may have. `status` tells reversals and won representments. */
export const outcomeColumns = ['event_id', 'reported_at', 'reason', 'amount', 'kind', 'status'] as const;

/** How a client's file becomes orders. Unknown keys are refused. */
const mappingFields = z.strictObject({
  timezone: z.string().min(1).max(64),
  columns: z.partialRecord(canonicalName, columnSourceSchema),
  /** Headers kept beyond the canonical ones; they become `custom.<id>`. */
  keep: z.array(source).max(500).optional(),
  /** The file's own label; `bad` lists the values that count as bad, blank cells are unknown, all others good. */
  label: z
    .strictObject({ from: source, bad: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1) })
    .optional(),
  /** Kept headers that were not known at screening, or where nobody is sure. */
  knownAtScreening: z.record(source, z.enum(['yes', 'no', 'unsure'])).optional(),
  target: targetSchema.optional(),
  /** Columns of the separate outcomes file; matched by header synonyms where absent. */
  outcomes: z
    .strictObject({
      columns: z.partialRecord(z.enum(outcomeColumns), columnSourceSchema),
      timezone: z.string().optional(),
    })
    .optional(),
  /** How the file is read where detection is wrong. */
  file: z
    .strictObject({
      encoding: z.enum(['utf-8', 'shift_jis', 'utf-16le', 'euc-jp']).optional(),
      delimiter: z.enum([',', '\t', ';', '|']).optional(),
    })
    .optional(),
});
/**
 * The same, whole: the file's own label says how an order ended, so that no canonical column, which rules read as known
 * at screening, may come from it.
 */
export const mappingSchema = mappingFields.check((context) => {
  const { label, columns } = context.value;
  if (label === undefined) return;
  for (const [name, entry] of Object.entries(columns)) {
    if (!readsFrom(entry, label.from)) continue;
    context.issues.push({ code: 'custom', input: entry, path: ['columns', name], message: 'label' });
  }
});

function readsFrom(entry: ColumnSource | undefined, header: string): boolean {
  if (entry === undefined || typeof entry === 'string') return entry === header;
  return 'from' in entry && (entry.from === header || entry.from.includes(header));
}

/** A valid mapping. */
export type Mapping = z.infer<typeof mappingSchema>;
