import { z } from 'zod';
import { columnSourceSchema, mappingFileSchema } from './mapping-source.ts';

/** Columns of orders that a file of recorded screening results fills. */
export const recordedNames = ['recorded_result', 'recorded_manual_result', 'recorded_rules'] as const;
export type RecordedName = (typeof recordedNames)[number];

/** Columns such a file may have. */
export const recordedColumns = ['event_id', ...recordedNames] as const;
export type RecordedColumn = (typeof recordedColumns)[number];

/** How such a file is read: what is not told is found by its headers; a blank constant is no column. */
export const recordedMappingSchema = z.strictObject({
  columns: z.partialRecord(z.enum(recordedColumns), columnSourceSchema),
  file: mappingFileSchema.optional(),
});
export type RecordedMapping = z.infer<typeof recordedMappingSchema>;
