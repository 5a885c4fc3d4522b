import { z } from 'zod';
import { eventMappingSchema, type EventMapping } from './events.ts';
import { headerSchema } from './mapping-source.ts';
import { mappingSchema, outcomesMappingSchema, type Mapping, type OutcomesMapping } from './mapping.ts';
import { linesMappingSchema, type LinesMapping } from './order-lines.ts';

export const mappingNameSchema = z.string().trim().min(1).max(100);

/** What files a mapping is for. */
export const mappingKinds = ['orders', 'outcomes', 'lines', 'events'] as const;
export const mappingKindSchema = z.enum(mappingKinds);
export type MappingKind = (typeof mappingKinds)[number];

const schemas = {
  orders: mappingSchema,
  outcomes: outcomesMappingSchema,
  lines: linesMappingSchema,
  events: eventMappingSchema,
} as const;

/** A mapping of each kind. */
export interface Mappings {
  readonly orders: Mapping;
  readonly outcomes: OutcomesMapping;
  readonly lines: LinesMapping;
  readonly events: EventMapping;
}

/** How a mapping of each kind is told, in a project as in a file of its own. */
export const mappingSchemas: { readonly [K in MappingKind]: z.ZodType<Mappings[K]> } = schemas;

const told = <K extends MappingKind, F extends z.ZodRawShape>(of: K, fields: F) =>
  z.strictObject({ of: z.literal(of), name: mappingNameSchema, mapping: schemas[of], ...fields });
const ofEachKind = <F extends z.ZodRawShape>(fields: F) =>
  [told('orders', fields), told('outcomes', fields), told('lines', fields), told('events', fields)] as const;

/** A mapping with its kind and name. */
export const toldMappingSchema = z.discriminatedUnion('of', ofEachKind({}));
export type ToldMapping = z.infer<typeof toldMappingSchema>;

const headers = z.array(headerSchema).max(5000);

/** The same with the header line of the file it was made for: another file of it is known by that. */
export const namedMappingSchema = z.discriminatedUnion('of', ofEachKind({ headers }));
export type NamedMapping = z.infer<typeof namedMappingSchema>;

/** One that is kept; `savedAt` epoch ms. No two of a kind have one name. */
export type SavedMapping = NamedMapping & { readonly savedAt: number };

/** One as a person keeps it beside all projects; before other files than those of orders had mappings, none told its kind. */
export const keptMappingSchema = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && !('of' in value) ? { of: 'orders', ...value } : value),
  z.discriminatedUnion('of', ofEachKind({ headers, savedAt: z.number() })),
);

/** Those of one kind. */
export const isOfKind = <K extends MappingKind, T extends { readonly of: MappingKind }>(
  of: K,
  one: T,
): one is Extract<T, { readonly of: K }> => one.of === of;
