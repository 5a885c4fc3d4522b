import { z } from 'zod';
import type { FilePreview, OutcomesPreview, Progress } from '../engine-api.ts';
import type { CustomColumn } from '../model/columns.ts';
import type { Failure } from '../model/failure.ts';
import type { ImportReport, OutcomesReport } from '../model/import-report.ts';
import { mappingSchema } from '../model/mapping.ts';

const granted = z.strictObject({ path: z.string(), inode: z.number(), size: z.number(), mtimeMs: z.number() });
const custom = z.strictObject({
  id: z.string(),
  label: z.string(),
  type: z.enum(['text', 'timestamp', 'int', 'double', 'bool']),
  knownAtScreening: z.enum(['yes', 'no', 'unsure']),
});
const common = {
  /** Folder of this import alone; everything written goes there. */
  folder: z.string(),
  /** Hex key of the hash that replaces card numbers. */
  cardKey: z.string().regex(/^[0-9a-f]{32,}$/),
};

/** What an import process is asked to do; it does one job and ends. Paths come from grants, never from the page. */
export const importJobSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('preview'),
    file: granted,
    encoding: z.string().optional(),
    delimiter: z.string().optional(),
    outcomes: z.boolean(),
    /** Zone a proposal starts with. */
    timezone: z.string(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('orders'),
    importId: z.string(),
    history: granted,
    outcomes: granted.nullable(),
    mapping: mappingSchema,
    /** Orders the project has: Parquet in `folder` with event_id, amount, currency; null for an empty project. */
    existing: z.string().nullable(),
    customColumns: z.array(custom),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('outcomes'),
    importId: z.string(),
    file: granted,
    mapping: mappingSchema.shape.outcomes,
    timezone: z.string(),
    currency: z.string(),
    existing: z.string().nullable(),
    ...common,
  }),
]);
export type ImportJob = z.infer<typeof importJobSchema>;
export type JobOf<K extends ImportJob['kind']> = Extract<ImportJob, { kind: K }>;

/** Files staged by an 'orders' job in its folder, beside the report. */
export interface StagedImport {
  readonly report: ImportReport;
  readonly customColumns: readonly CustomColumn[];
  /** Headers of the history file in file order, for the CSV of rejected rows. */
  readonly headers: readonly string[];
  readonly orders: string;
  readonly rejects: string | null;
  readonly outcomes: string | null;
}

/** An 'outcomes' job's answer. */
export interface StagedOutcomes {
  readonly report: OutcomesReport;
  readonly outcomes: string;
}

/** The answer of each kind of job. */
export interface JobAnswer {
  readonly preview: FilePreview | OutcomesPreview;
  readonly orders: StagedImport;
  readonly outcomes: StagedOutcomes;
}

/** What an import process says to its parent. */
export type ImportMessage =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly answer: JobAnswer[ImportJob['kind']] }
  | { readonly kind: 'failed'; readonly failure: Failure };

const shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: z.custom<Progress>((v) => typeof v === 'object' && v !== null) }),
  z.object({
    kind: z.literal('done'),
    answer: z.custom<JobAnswer[ImportJob['kind']]>((v) => typeof v === 'object' && v !== null),
  }),
  z.object({
    kind: z.literal('failed'),
    failure: z.custom<Failure>((v) => typeof v === 'object' && v !== null && 'code' in v),
  }),
]);

/** The message in what arrived, or undefined when it is none. */
export function importMessage(value: unknown): ImportMessage | undefined {
  const parsed = shape.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
