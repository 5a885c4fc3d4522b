import { z } from 'zod';
import { headerSchema } from './mapping-source.ts';
import { mappingSchema } from './mapping.ts';

export const mappingNameSchema = z.string().trim().min(1).max(100);

/** A mapping under a name, with the header line of the file it was made for: another file of it is known by that. */
export const namedMappingSchema = z.strictObject({
  name: mappingNameSchema,
  mapping: mappingSchema,
  headers: z.array(headerSchema).max(5000),
});
export type NamedMapping = z.infer<typeof namedMappingSchema>;

/** One that is kept; `savedAt` epoch ms. */
export interface SavedMapping extends NamedMapping {
  readonly savedAt: number;
}
