import { z } from 'zod';
import { answers, fileTokenSchema } from './call.ts';
import { eventKindSchema, eventMappingSchema, type EventsOverview, type EventsReport } from './model/events.ts';
import type { ImportReport, OutcomesReport, RejectedRows, TriedImport } from './model/import-report.ts';
import { mappingSchema, outcomesMappingSchema } from './model/mapping.ts';
import { linesMappingSchema, type LinesReport } from './model/order-lines.ts';
import { recordedMappingSchema } from './model/recorded-results.ts';
import { outcomeChoiceSchema, type OpenOutcomes } from './model/outcome-match.ts';
import type { Staged } from './model/package-report.ts';
import type { EventsPreview, FilePreview, OutcomesPreview } from './model/previews.ts';
import { rejectedFindings } from './model/quality.ts';
import {
  mappingKindSchema,
  mappingNameSchema,
  namedMappingSchema,
  toldMappingSchema,
  type SavedMapping,
  type ToldMapping,
} from './model/saved-mapping.ts';
import { targetSchema } from './model/target.ts';

const none = z.strictObject({});
/** Further files with the same columns, read with `file` as one history in the order of their names. */
const more = z.array(fileTokenSchema).max(2000).optional();

/** How files are to be read where detection is wrong. */
export const reading = {
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  sheet: z.string().optional(),
};

const importInput = z.strictObject({
  file: fileTokenSchema,
  more,
  mapping: mappingSchema,
  /** A list of outcomes of one file, or of several read as one. */
  outcomes: z.array(fileTokenSchema).min(1).max(2000).optional(),
  target: targetSchema.optional(),
});

/** The calls that take files in, and those about mappings, part of `calls` in engine-api.ts. */
export const importCalls = {
  'import.preview': answers<FilePreview>()(z.strictObject({ file: fileTokenSchema, more, ...reading })),
  /** `layout`: the general layout by which the columns of the list are found. */
  'import.previewOutcomes': answers<OutcomesPreview>()(
    z.strictObject({ file: fileTokenSchema, more, layout: z.string().max(64).optional(), ...reading }),
  ),
  /** What cells of time columns (a row each, of the columns that are joined) are read as: epoch ms, null for what is none. */
  'import.readTimes': answers<readonly (number | null)[]>()(
    z.strictObject({
      rows: z
        .array(z.array(z.string().max(1000)).min(1).max(8))
        .min(1)
        .max(100),
      format: z.string().min(1).max(100).optional(),
      timezone: z.string(),
    }),
  ),
  'import.run': answers<ImportReport>()(importInput),
  /** The same, but nothing is taken in where many rows are rejected: a person looks at them first. */
  'import.tryRun': answers<TriedImport>()(importInput),
  /** Takes in a list of outcomes, of one file or of several read as one. */
  'import.outcomes': answers<OutcomesReport>()(
    z.strictObject({ file: fileTokenSchema, more, mapping: outcomesMappingSchema.optional() }),
  ),
  'import.previewLines': answers<OutcomesPreview>()(z.strictObject({ file: fileTokenSchema, more, ...reading })),
  /** Takes in order lines, of one file or of several read as one: an order's lines take the place of those it had. */
  'import.lines': answers<LinesReport>()(
    z.strictObject({ file: fileTokenSchema, more, mapping: linesMappingSchema.optional() }),
  ),
  'import.previewRecorded': answers<OutcomesPreview>()(z.strictObject({ file: fileTokenSchema, ...reading })),
  /**
   * Takes in recorded screening results (automatic result, manual result, fired rules) for orders there are, never as
   * outcomes; 'recorded-columns' where the file tells none.
   */
  'import.recorded': answers<ImportReport>()(
    z.strictObject({ file: fileTokenSchema, mapping: recordedMappingSchema.optional() }),
  ),
  /** Reports of the files of order lines, the latest first. */
  'import.lineFiles': answers<readonly LinesReport[]>()(none),
  /** Lines of such a file without an order in the project, as CSV (formula-safe), staged. */
  'import.orphanLines': answers<Staged>()(z.strictObject({ importId: z.string() })),
  'import.list': answers<readonly ImportReport[]>()(none),
  /** First rows of files of events with the columns found for that kind, or for the one their headers tell. */
  'import.previewEvents': answers<EventsPreview>()(
    z.strictObject({ file: fileTokenSchema, more, kind: eventKindSchema.optional(), ...reading }),
  ),
  /** Takes in events of one kind; those there already are replaced. */
  'import.events': answers<EventsReport>()(
    z.strictObject({ file: fileTokenSchema, more, kind: eventKindSchema, mapping: eventMappingSchema.optional() }),
  ),
  /** What events the project has, by kind and by file. */
  'import.eventFiles': answers<EventsOverview>()(none),
  /** Reports of the outcomes files taken in, the latest first. */
  'import.outcomeFiles': answers<readonly OutcomesReport[]>()(none),
  /** Takes back the orders, the outcomes or the events one file brought; 'input-invalid' for an import nobody knows. */
  'import.remove': answers<null>()(z.strictObject({ importId: z.string() })),
  /** Outcomes of a file without an order of their own, and those decided by hand, with the orders they may belong to. */
  'import.openOutcomes': answers<OpenOutcomes>()(
    z.strictObject({ importId: z.string(), offset: z.int().min(0), limit: z.int().min(1).max(100) }),
  ),
  /** Keeps which order a person says an outcome belongs to, or forgets it; answers the file's figures after. */
  'import.resolveOutcome': answers<OutcomesReport>()(
    z.strictObject({ importId: z.string(), line: z.int().min(1), choice: outcomeChoiceSchema }),
  ),
  /** Outcomes of a file that have no order of their own now, as CSV (formula-safe), staged. */
  'import.keys': answers<null>()(none),
  'import.unmatched': answers<Staged>()(z.strictObject({ importId: z.string() })),
  /** All rejected rows of an import as CSV (formula-safe, card numbers masked), staged. */
  'import.rejects': answers<Staged>()(z.strictObject({ importId: z.string() })),
  /** A page of the rejected rows that a finding about the data is of, with their files, lines and reasons. */
  'import.rejectedRows': answers<RejectedRows>()(
    z.strictObject({
      finding: z.enum(rejectedFindings),
      offset: z.int().min(0),
      limit: z.int().min(1).max(200),
    }),
  ),

  /** Mappings kept with the project, the latest first. */
  'mappings.list': answers<readonly SavedMapping[]>()(none),
  /** Keeps a mapping under a name, in the place of the one of its kind that has it. */
  'mappings.save': answers<readonly SavedMapping[]>()(namedMappingSchema),
  'mappings.rename': answers<readonly SavedMapping[]>()(
    z.strictObject({ of: mappingKindSchema, name: z.string(), to: mappingNameSchema }),
  ),
  'mappings.delete': answers<readonly SavedMapping[]>()(z.strictObject({ of: mappingKindSchema, name: z.string() })),
  /** Writes a mapping as the JSON file that `mappings.readFile` and the command line read, staged. */
  'mappings.writeFile': answers<Staged>()(toldMappingSchema),
  /** Reads such a file of a mapping for that kind, which is called as it; not kept. */
  'mappings.readFile': answers<ToldMapping>()(z.strictObject({ file: fileTokenSchema, of: mappingKindSchema })),
} as const;
