import { z } from 'zod';
import { filterSchema } from './filter.ts';
import { maskedClassesSchema, type PersonalClass } from './personal-roles.ts';
import { pictureSchema, type PictureNode } from './picture.ts';
import { resultCellSchema, type ResultFacts, type ResultTable } from './results/result-file.ts';

/** Rows of a pinned table that are kept; how many there were is told. */
export const rowsKept = 1000;

const title = z.string().trim().max(200);
const note = z.string().max(20_000);
const findingId = z.string().min(1).max(64);
const explained = z.array(z.string().max(2_000)).max(20);
/** Characters of a query that are kept at most, and of any fact. */
export const longestFact = 20_000;
const facts = z.array(z.tuple([z.string().max(500), z.string().max(longestFact)])).max(50);

/**
 * The screen a result stood on. Parameters that are JSON stand in it as what they say, so that conditions in them are known
 * for conditions.
 */
export const findingAddressSchema = z.strictObject({
  room: z.string().max(100),
  path: z.array(z.string().max(500)).max(10),
  filter: filterSchema,
  params: z.record(z.string().max(100), z.json()),
});
export type FindingAddress = z.infer<typeof findingAddressSchema>;

/** A picture as the window drew it, in both themes. */
const drawn = z.string().max(8_000_000);
const givenPictureSchema = z.strictObject({
  label: z.string().max(500),
  width: z.number().positive().max(10_000),
  height: z.number().positive().max(20_000),
  light: drawn,
  dark: drawn,
});

/** A result as it is pinned. */
const givenResultSchema = z.strictObject({
  facts,
  /** What is said under its pictures on screen: what they leave out, how they are read. */
  explained: explained.default([]),
  /** The text of the query that it answers. It may name persons in any way, so that it is no plain fact. */
  query: z.string().max(longestFact).exactOptional(),
  address: findingAddressSchema,
  /** The state of the data it was made on; without it the one of now. */
  dataVersion: z.string().max(200).exactOptional(),
  table: z.array(z.array(resultCellSchema).max(500)).max(200_000).nullable(),
  pictures: z.array(givenPictureSchema).max(12),
});

/** A new entry, a note of its own where it has no result; behind another, first (null), or at the end. */
export const addFindingSchema = z.strictObject({
  title,
  note,
  after: findingId.nullable().exactOptional(),
  result: givenResultSchema.exactOptional(),
});
export type AddFinding = z.infer<typeof addFindingSchema>;

/**
 * All entries that there are to be, in their order, with the titles and notes that are to change. What is left out goes; it
 * comes back when it is named again.
 */
export const arrangeFindingsSchema = z.strictObject({
  entries: z
    .array(z.strictObject({ findingId, title: title.exactOptional(), note: note.exactOptional() }))
    .max(10_000)
    .refine((all) => new Set(all.map((one) => one.findingId)).size === all.length),
});
export type ArrangeFindings = z.infer<typeof arrangeFindingsSchema>;

export const findingIdSchema = z.strictObject({ findingId });
export const findingsFileSchema = z.strictObject({
  language: z.enum(['ja', 'en']),
  personal: z.enum(['masked', 'plain']),
  /** What the project is called on screen; its file's name unless told. */
  name: z.string().trim().min(1).max(200).exactOptional(),
});

/**
 * Values of columns of a personal-data class that stand in an entry, and such columns, not of text, whose bounds may: what is
 * to be masked in it for whoever must not see them.
 */
export const quotedSchema = z.strictObject({
  values: z.array(z.strictObject({ column: z.string(), value: z.string() })),
  columns: z.array(z.string()),
});
export type Quoted = z.infer<typeof quotedSchema>;

/** What is kept of an entry beside its words. */
export const keptFindingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('note') }),
  z.strictObject({
    kind: z.literal('result'),
    facts,
    explained: explained.default([]),
    /** With the classes that were masked for whoever wrote it. */
    query: z.strictObject({ text: z.string(), masked: maskedClassesSchema }).exactOptional(),
    address: findingAddressSchema,
    dataVersion: z.string(),
    rows: z.int(),
    pictures: z.int(),
  }),
]);
export type KeptFinding = z.infer<typeof keptFindingSchema>;

/** Table (heads first, `rowsKept` rows at most) and pictures of an entry. */
export const keptResultSchema = z.strictObject({
  table: z.array(z.array(resultCellSchema)).nullable(),
  pictures: z.array(
    z.strictObject({
      label: z.string(),
      width: z.number(),
      height: z.number(),
      light: pictureSchema,
      dark: pictureSchema,
    }),
  ),
});

export interface FindingPicture {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly light: PictureNode;
  readonly dark: PictureNode;
}

/** What stands behind an entry; `withheld` where bounds of masked values stand in it. */
export interface FindingResult {
  readonly table: ResultTable | null;
  readonly pictures: readonly FindingPicture[];
  readonly quoted: Quoted;
  readonly withheld?: true;
}

export interface ToldQuery {
  /** Empty where `hidden`. */
  readonly text: string;
  /** Classes that were masked for whoever wrote it. */
  readonly masked: readonly PersonalClass[];
  /** It was written by somebody who saw more personal data than whoever asks, and may name a person. */
  readonly hidden: boolean;
}

/** An entry of the findings page. Times epoch ms. */
export interface FindingEntry {
  readonly findingId: string;
  readonly title: string;
  /** A personal value stands masked in the title: what is told of it must not be kept. */
  readonly maskedTitle?: true;
  readonly note: string;
  readonly pinnedAt: number;
  /** Null for a note of its own. */
  readonly result: {
    readonly facts: ResultFacts;
    readonly explained: readonly string[];
    /** Null where it answers none. */
    readonly query: ToldQuery | null;
    /** Null where it asks for what is masked. */
    readonly address: FindingAddress | null;
    readonly dataVersion: string;
    /** Of its table, all of them. */
    readonly rows: number;
    readonly pictures: number;
    /** Bounds of masked values stand in it: neither table nor picture is told. */
    readonly withheld?: true;
  } | null;
  readonly quoted: Quoted;
}
