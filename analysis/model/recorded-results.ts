import { z } from 'zod';
import { columnSourceSchema, mappingFileSchema } from './mapping-source.ts';

/** Columns of orders that a file of recorded screening results fills. */
export const recordedNames = ['recorded_result', 'recorded_manual_result', 'recorded_rules'] as const;
export type RecordedName = (typeof recordedNames)[number];

/**
 * Columns such a file may have. Of several screenings of an order the latest by `screened_at` counts, rows without a time
 * before all others; rows of the same time are one screening told in several, and contradict each other where their results differ.
 */
export const recordedColumns = ['event_id', 'screened_at', ...recordedNames] as const;
export type RecordedColumn = (typeof recordedColumns)[number];

/** What the time of a screening is called, as headers are written out of JSON too. */
export const screenedAtHeaders = [
  ...['screened_at', 'aaresult.screened_at', 'aaresult.created_at', 'aaresult.datetime', 'screening_datetime'],
  ...['審査日時', '審査時刻', '審査日', '判定日時', '審査実行日時', '与信日時'],
] as const;

/** How such a file is read: what is not told is found by its headers; a blank constant is no column. */
export const recordedMappingSchema = z.strictObject({
  columns: z.partialRecord(z.enum(recordedColumns), columnSourceSchema),
  file: mappingFileSchema.optional(),
});
export type RecordedMapping = z.infer<typeof recordedMappingSchema>;
