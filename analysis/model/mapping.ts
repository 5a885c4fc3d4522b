import { z } from 'zod';
import { canonicalColumns } from './columns.ts';
import { columnSourceSchema, headerSchema, headersOf, mappingFileSchema, type ColumnSource } from './mapping-source.ts';
import { lineSourcesSchema } from './order-lines.ts';
import { targetSchema } from './target.ts';

export { alternativesOf, headersOf, sourceLabel, sourceOf } from './mapping-source.ts';
export { columnSourceSchema, type ColumnSource };

const source = headerSchema;
const names = canonicalColumns.map((c) => c.name);
const canonicalName = z.enum(names as [(typeof names)[number], ...(typeof names)[number][]]);

/**
 * Columns an outcomes file (chargeback list) may have. `status` tells reversals and won representments, `purchased_at`
 * the day of the sale (never that of the report), `card_number` the digits of a masked number. `due_at` is the day a bill
 * is due, from which its days past due follow. The others of the last seven tell what
 * a row is where neither a kind nor a reason does, see `factOf` of the importer.
 */
export const outcomeColumns = [
  'event_id',
  'transaction_id',
  'approval_number',
  'purchased_at',
  'card_number',
  'card_bin',
  'card_last4',
  'reported_at',
  'reason',
  'amount',
  'kind',
  'status',
  'settle_status',
  'days_past_due',
  'due_at',
  'review_result',
  'black_category',
  'black_other',
  'black_customer',
] as const;

/** Whether the columns of an outcomes file can tell an order at all; an approval number does so only beside its date. */
export function tellsOrder(has: (column: (typeof outcomeColumns)[number]) => boolean): boolean {
  if (has('event_id') || has('transaction_id')) return true;
  const card = has('card_number') || has('card_bin') || has('card_last4');
  return has('purchased_at') && (has('approval_number') || (has('amount') && card));
}

/** How a file of outcomes is read; columns are found by header synonyms where absent, a blank constant is no column. */
export const outcomesMappingSchema = z.strictObject({
  columns: z.partialRecord(z.enum(outcomeColumns), columnSourceSchema),
  timezone: z.string().min(1).max(64).optional(),
  file: mappingFileSchema.optional(),
});
export type OutcomesMapping = z.infer<typeof outcomesMappingSchema>;

/** How a client's file becomes orders. Unknown keys are refused. */
const mappingFields = z.strictObject({
  timezone: z.string().min(1).max(64),
  columns: z.partialRecord(canonicalName, columnSourceSchema),
  /** Headers kept beyond the canonical ones; they become `custom.<id>`. */
  keep: z.array(source).max(500).optional(),
  /**
   * Rows are order lines: the first readable row of an id is the order, later ones that say the same time and amount, or
   * none, add their goods and pieces to it. `only` tells which rows are goods (EC-CUBE lists postage and fees too),
   * `columns` where their lines' own columns stand; name and pieces are those of `columns` above where it does not say.
   * With `list` rows are orders, and their lines stand in that column as a JSON list of objects, whose keys `columns` and
   * `only` name (`a.b` for `b` in `a`).
   */
  lines: z
    .strictObject({
      list: source.optional(),
      only: z.strictObject({ from: source, values: z.array(z.string()).min(1).max(50) }).optional(),
      columns: lineSourcesSchema.optional(),
    })
    .optional(),
  /** The file's own label; `bad` lists the values that count as bad, blank cells are unknown, all others good. */
  label: z
    .strictObject({ from: source, bad: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1) })
    .optional(),
  /** Kept headers that were not known at screening, or where nobody is sure. */
  knownAtScreening: z.record(source, z.enum(['yes', 'no', 'unsure'])).optional(),
  target: targetSchema.optional(),
  /** Columns of the separate outcomes file; matched by header synonyms where absent. */
  outcomes: outcomesMappingSchema.optional(),
  /** How the file is read where detection is wrong. */
  file: mappingFileSchema.optional(),
});
/**
 * The same, whole: the file's own label and the sources of outcome columns say how an order ended, so that no canonical
 * column that rules read as known at screening may come from them.
 */
export const mappingSchema = mappingFields.check((context) => {
  for (const { name, header } of leaksOf(context.value))
    context.issues.push({
      code: 'custom',
      input: context.value.columns[name],
      path: ['columns', name],
      message: `'${header}' knows the outcome`,
    });
});

/** Canonical columns rules would read as known at screening, mapped from a header that knows how the order ended. */
export function leaksOf({ columns, label }: Pick<z.infer<typeof mappingFields>, 'columns' | 'label'>): readonly {
  readonly name: z.infer<typeof canonicalName>;
  readonly header: string;
}[] {
  const read = names.flatMap((name) => headersOf(columns[name]).map((header) => ({ name, header })));
  const known = new Set(read.filter(({ name }) => outcomeNames.has(name)).map(({ header }) => header));
  if (label !== undefined) known.add(label.from);
  return read.filter(({ name, header }) => known.has(header) && screeningNames.has(name));
}

/** An id that comes later tells which order it is, not how it ended. */
const outcomeNames = new Set(
  canonicalColumns.filter((c) => c.knownAt !== 'screening' && c.pii !== 'identity').map((c) => c.name),
);
const screeningNames = new Set(canonicalColumns.filter((c) => c.knownAt === 'screening').map((c) => c.name));

/** Whether rows are order lines, of which several may tell of one order. */
export const rowsAreLines = ({ lines }: Pick<Mapping, 'lines'>): boolean =>
  lines !== undefined && lines.list === undefined;

/** A valid mapping. */
export type Mapping = z.infer<typeof mappingSchema>;
