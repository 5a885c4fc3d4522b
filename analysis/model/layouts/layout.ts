import { z } from 'zod';
import { canonicalColumns } from '../columns.ts';
import { mappingSchema } from '../mapping.ts';

const headers = z.string().min(1).max(2000);
const names = canonicalColumns.map((column) => column.name);
const canonicalName = z.enum(names as [(typeof names)[number], ...(typeof names)[number][]]);

/**
 * A published layout in which a product writes its orders. Headers are told by name, never by place; ` | ` stands between
 * other spellings of one header, of which a file has one; ` + ` between headers whose values are joined; ` ?? ` between
 * alternatives, of which each row has the first that says something.
 */
export const layoutSchema = z.strictObject({
  /** What the command line calls it. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  name: z.strictObject({ ja: z.string().min(1), en: z.string().min(1) }),
  /** Where the layout was published, and the day it was read there. */
  source: z.string().min(10),
  read: z.iso.date(),
  /** What of the headers stands on no page that can be named, and where it was taken from instead. */
  uncited: z.strictObject({ ja: z.string().min(10), en: z.string().min(10) }).optional(),
  /** Headers that are all there in a file of this layout, and not all in any other. */
  signature: z.array(headers).min(2),
  /** Where the columns of orders come from. */
  columns: z.partialRecord(canonicalName, headers),
  /** Columns that the layout does not tell are told by header spellings, as in a file of no layout. */
  proposed: z.literal(true).optional(),
  /** How times are written that do not begin with the year: the format where the values match a pattern. */
  times: z.array(z.strictObject({ like: z.string(), format: z.string() })).optional(),
  /** Whether rows are order lines, and which of them are goods, or in which list of an order they stand; `told` where the rows have to tell. */
  lines: z.union([z.literal('told'), mappingSchema.shape.lines.unwrap()]).optional(),
  /** Headers whose values come after screening. */
  later: z.array(headers).optional(),
  /** Headers that are not kept: secrets, and what says nothing. */
  drop: z.array(headers).optional(),
});
export type Layout = z.infer<typeof layoutSchema>;
