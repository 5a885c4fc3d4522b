import { z } from 'zod';
import { keyColumns } from './columns.ts';
import type { RejectGroups } from './import-report.ts';

/**
 * How a value is found on a list: `exact` as it is written; `domain` by its mail or host domain or one above it; `cidr`
 * by the range an IP address lies in; the others by the key of 名寄せ.
 */
export const listMatches = ['exact', 'domain', 'cidr', 'address', 'person', 'phone', 'email'] as const;
export const listMatchSchema = z.enum(listMatches);
export type ListMatch = z.infer<typeof listMatchSchema>;

/** What a list is for. */
export const listPurposes = [
  'negative',
  'positive',
  'mail-disposable',
  'mail-free',
  'network',
  'country',
  'other',
] as const;
export const listPurposeSchema = z.enum(listPurposes);
export type ListPurpose = z.infer<typeof listPurposeSchema>;

/** Words that CEL keeps for itself: `lists.in` would be no member there. */
const reserved = new Set(
  'as break const continue else false for function if import in let loop namespace null package return true var void while'.split(
    ' ',
  ),
);

/** Name of a list in rules, `lists.<id>`. */
export const listIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/)
  .refine((id) => !reserved.has(id));

export const listNamesSchema = z.strictObject({ ja: z.string().min(1).max(100), en: z.string().min(1).max(100) });

/** A list as the project keeps it beside its entries. */
export const listDefinitionSchema = z.strictObject({
  id: listIdSchema,
  names: listNamesSchema,
  purpose: listPurposeSchema,
  match: listMatchSchema,
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('own'), fileName: z.string() }),
    /** A package of npm that somebody keeps up to date. */
    z.strictObject({
      kind: z.literal('bundled'),
      bundled: z.string(),
      package: z.string(),
      version: z.string(),
      licence: z.string(),
      /** Where what stands in it came from a file later than the package. */
      fileName: z.string().exactOptional(),
    }),
  ]),
  /**
   * The day what stands in it was last seen as a whole, in the project's zone: the file's or the package's. Entries
   * without an added time are known from then only.
   */
  snapshotAt: z.iso.date(),
});
export type ListDefinition = z.infer<typeof listDefinitionSchema>;

/** A list as rules, screens and hashes see it. Times are epoch ms. */
export interface ProjectList extends ListDefinition {
  /** Spans of time in which a value was on it; a value that came back has several. */
  readonly entries: number;
  /** Those that nothing takes off it. */
  readonly open: number;
  /** Those without an added time: they match every order, so that a rule which reads the list knows the future. */
  readonly undated: number;
  readonly rejected: number;
  readonly firstAdded: number | null;
  readonly lastChange: number | null;
  /** SHA-256 over match and entries. */
  readonly hash: string;
}

/** `dated` when every entry says since when it stands there; else the list is what it was at its snapshot. */
export const isDated = ({ undated }: Pick<ProjectList, 'undated'>): boolean => undated === 0;

/** Whether its entries tell of persons: then no file that leaves holds them. */
export const isPersonal = (match: ListMatch): boolean => match !== 'domain' && match !== 'cidr';

/** Values to be put on a list, as somebody writes them. */
export const putValuesSchema = z.strictObject({
  listId: z.string(),
  values: z.array(z.string().min(1).max(1000)).min(1).max(1000),
});

/** A list as a package holds it: values with the instants they were added and removed. */
export const listEntriesSchema = z.strictObject({
  id: listIdSchema,
  names: listNamesSchema,
  /** Missing in packages that do not tell: `other`. */
  purpose: listPurposeSchema.exactOptional(),
  match: listMatchSchema,
  /** The day of its content where some of it has no added time. */
  snapshotAt: z.iso.date().exactOptional(),
  entries: z
    .array(
      z.strictObject({
        value: z.string(),
        addedAt: z.iso.datetime().nullable(),
        removedAt: z.iso.datetime().nullable(),
      }),
    )
    .min(1),
});
export type ListEntriesGiven = z.infer<typeof listEntriesSchema>;

/** The value of one column of an order, with the values of every column it is made of (`wholeValue`) as a screen has them. */
export const putPickedSchema = z.strictObject({
  listId: z.string(),
  picked: z.strictObject({ column: z.string(), parts: z.record(z.string(), z.string().max(1000)) }),
});

/** Columns whose values make up that of a column, in their order: an address stands in several. */
export const partsOf = (column: string): readonly string[] =>
  keyColumns.find(({ from }) => from[from.length - 1] === column)?.from ?? [column];

/** The value of a column as its parts make it up; what begins with what stands before it is not repeated. */
export const wholeValue = (column: string, parts: Readonly<Record<string, string>>): string =>
  partsOf(column).reduce((before, name) => {
    const next = parts[name] ?? '';
    return next.startsWith(before) ? next : `${before}${next}`;
  }, '');

/** What taking in the values of a list found. `added + kept` are the values read that it holds now. */
export interface ListReport {
  readonly list: ProjectList;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly rejects: RejectGroups;
  readonly rejectSample: readonly { readonly line: number; readonly reason: string; readonly cells: string }[];
  /** Values not on it before, those it had, and those that the file no longer names. */
  readonly added: number;
  readonly kept: number;
  readonly removed: number;
}

/** Orders with a field whose value was on a list. */
export interface ListMatchCount {
  readonly column: string;
  /** At the order. */
  readonly asOf: number;
  /** With the list as it is today, whatever it was then: hindsight. */
  readonly today: number;
}

/** One entry as it is shown; values that tell of persons are masked. */
export interface ListEntry {
  readonly value: string;
  readonly addedAt: number | null;
  readonly removedAt: number | null;
  readonly note: string | null;
}

/** Column of the working rows that says whether the value of `column` was on a list at the order; NULL without value. */
export const listColumn = (listId: string, column: string, when: ListTime = 'order'): string =>
  `${when === 'order' ? 'list' : 'list today'}.${listId}.${column}`;

/** The list as of the order, or as it is today. */
export type ListTime = 'order' | 'today';

/** What `listColumn` made a name of; null for any other column. */
export function listColumnParts(
  name: string,
): { readonly listId: string; readonly column: string; readonly when: ListTime } | null {
  const found = /^list( today)?\.([a-z0-9_]+)\.(.+)$/.exec(name);
  const [, today, listId, column] = found ?? [];
  if (listId === undefined || column === undefined) return null;
  return { listId, column, when: today === undefined ? 'order' : 'today' };
}

/** Where the key of a field's value stands: a column of the orders, or the keys of IP addresses (`ip`). */
export type KeyPlace = { readonly kind: 'column'; readonly column: string } | { readonly kind: 'ip' };

/**
 * How the values of a field are found on a list; null where they cannot be: a phone is on no list of addresses, and a
 * column without keys on no list of keys.
 */
export function keyPlace(match: ListMatch, column: string): KeyPlace | null {
  if (match === 'exact' || match === 'domain') return { kind: 'column', column };
  if (match === 'cidr') return column === 'ip_address' || column === 'ip_key' ? { kind: 'ip' } : null;
  const key = keyColumns.find(
    ({ kind, name, from }) => kind === match && (name === column || from[from.length - 1] === column),
  );
  return key === undefined ? null : { kind: 'column', column: key.name };
}

/** An id for a list with this name that is not among `taken`. */
export function listIdFor(name: string, taken: ReadonlySet<string>): string {
  const slug = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 40);
  const base = listIdSchema.safeParse(slug).success ? slug : 'list';
  const numbered = (n: number): string => (n === 1 && base !== 'list' ? base : `${base}_${n}`);
  for (let n = 1; ; n += 1) if (!taken.has(numbered(n))) return numbered(n);
}
