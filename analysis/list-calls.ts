import { z } from 'zod';
import { answers, fileTokenSchema } from './call.ts';
import type { BundledList } from './model/bundled-lists.ts';
import {
  listEntriesSchema,
  listIdSchema,
  listMatchSchema,
  listNamesSchema,
  listPurposeSchema,
  putPickedSchema,
  putValuesSchema,
  type ListEntry,
  type ListMatchCount,
  type ListReport,
  type ProjectList,
} from './model/lists.ts';
import { mappingFileSchema } from './model/mapping-source.ts';
import type { OutcomesPreview } from './model/previews.ts';
import { reading } from './import-calls.ts';

const none = z.strictObject({});

/** The calls about lists of values, part of `calls` in engine-api.ts. */
export const listCalls = {
  /** Lists that rules may ask by `lists.<id>`, with what stands on them. */
  'lists.list': answers<readonly ProjectList[]>()(none),
  /** Lists that come with the program, to be added where wanted. */
  'lists.bundled': answers<readonly BundledList[]>()(none),
  /** Orders per field whose value was on the list at the order, and is on it today. */
  'lists.matches': answers<readonly ListMatchCount[]>()(z.strictObject({ listId: z.string() })),
  'lists.entries': answers<{ readonly total: number; readonly entries: readonly ListEntry[] }>()(
    z.strictObject({
      listId: z.string(),
      search: z.string().max(200),
      /** Values of persons are found by all of them only. */
      whole: z.literal(true).exactOptional(),
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
  ),
  /** First rows of a file of values, and which of its columns hold the values and their times. */
  'lists.preview': answers<OutcomesPreview>()(
    z.strictObject({ file: fileTokenSchema, match: listMatchSchema, ...reading }),
  ),
  /** Makes a list of a file; without `snapshotAt` its content is of the file's own day. */
  'lists.add': answers<ListReport>()(
    z.strictObject({
      file: fileTokenSchema,
      id: listIdSchema.optional(),
      names: listNamesSchema,
      purpose: listPurposeSchema,
      match: listMatchSchema,
      snapshotAt: z.iso.date().optional(),
      reading: mappingFileSchema.optional(),
    }),
  ),
  /** Makes a list of values with their times. */
  'lists.addEntries': answers<ListReport>()(listEntriesSchema),
  /** Brings a list to what a file holds: what is gone from it was on the list until that day. */
  'lists.refresh': answers<ListReport>()(
    z.strictObject({
      listId: z.string(),
      file: fileTokenSchema,
      snapshotAt: z.iso.date().optional(),
      reading: mappingFileSchema.optional(),
    }),
  ),
  /** Adds a list that comes with the program, or brings it to the version that does. */
  'lists.addBundled': answers<ListReport>()(z.strictObject({ bundled: z.string() })),
  /** Puts values on a list from now on: as written, or as an order on screen says them, masked or not. */
  'lists.put': answers<ListReport>()(z.union([putValuesSchema, putPickedSchema])),
  'lists.rename': answers<ProjectList>()(
    z.strictObject({
      listId: z.string(),
      names: listNamesSchema.optional(),
      purpose: listPurposeSchema.optional(),
    }),
  ),
  'lists.delete': answers<null>()(z.strictObject({ listId: z.string() })),
  /** Takes a deletion back, with every entry. */
  'lists.restore': answers<ProjectList>()(z.strictObject({ listId: z.string() })),
} as const;
