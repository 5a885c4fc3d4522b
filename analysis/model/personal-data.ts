import { z } from 'zod';
import type { Pii } from './columns.ts';

/** What a person asking to be forgotten is known by. */
export const subjectKeys = ['order-id', 'member', 'email', 'phone'] as const;
export type SubjectKey = (typeof subjectKeys)[number];

/** Whom a deletion is about: one person, or everybody in the client's data. */
export const subjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), by: z.enum(subjectKeys), value: z.string().trim().min(1).max(500) }),
  z.strictObject({ kind: z.literal('all') }),
]);
export type Subject = z.infer<typeof subjectSchema>;

/**
 * What becomes of a person's orders. `anonymise` takes every personal value off and leaves amount, time, way to pay and
 * outcome, so that figures stay as they were; `delete` takes the orders away, and past figures change.
 */
export const forgetModes = ['anonymise', 'delete'] as const;
export type ForgetMode = (typeof forgetModes)[number];

/** Rows that hold the person, or all rows of the client's data. */
export interface Held {
  readonly orders: number;
  readonly outcomes: number;
  /** Lines of the orders. */
  readonly lines: number;
  /** Events of the person, whether their order is there or not. */
  readonly events: number;
  /** Entries of lists that hold a value of the person, or its key; with all data those of the client's own lists. */
  readonly listEntries: number;
  /** Near matches of the person with others, and decisions on such. */
  readonly nearPairs: number;
  /** Rejected rows of files of every kind, with those quoted in reports of imports. */
  readonly rejects: number;
  /** Values folded to a key (名寄せ): those that name the person; what no order says any more goes as well. */
  readonly identityValues: number;
  readonly imports: number;
  /** Orders of review samples, with what was said of them. */
  readonly reviews: number;
  /** Named filters that ask for the person. */
  readonly segments: number;
  /** Queries of the SQL console, saved or run, that ask for the person. */
  readonly queries: number;
  /** Entries of the findings page that quote or name the person. */
  readonly findings: number;
  /** Kept runs: deleted with all data, else left as they are. */
  readonly runs: number;
  /** Rule sets, targets, runs and review samples that name the value a person is known by; they stay until somebody edits them. */
  readonly named: number;
}

/** Whether there is anything to delete: runs and what merely names a person stay. */
export function isHeld(held: Held): boolean {
  return Object.values({ ...held, runs: 0, named: 0 }).some((rows) => rows > 0);
}

/** What is left of a deletion: never whom it was about, at most a keyed hash of that. */
export interface Deletion {
  readonly deletionId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly what: SubjectKey | 'all';
  readonly mode: ForgetMode;
  readonly subjectHash: string | null;
  readonly held: Held;
  readonly reason: string;
  readonly appVersion: string;
  /** Whether the project file was written anew since, so that no byte of what was deleted is left in it. */
  readonly rewritten: boolean;
}

/** A column of a table of the project that holds something. */
export interface StoredColumn {
  readonly table: string;
  readonly column: string;
  /** Null for columns that have no name but their own. */
  readonly label: { readonly ja: string; readonly en: string } | null;
  readonly pii: Pii;
  readonly masked: boolean;
  readonly filled: number;
  readonly of: number;
  /** Files, or packages of lists, that filled it; empty where it is made of other columns or by persons. */
  readonly files: readonly string[];
}

export const storedKinds = ['orders', 'recorded', 'outcomes', 'lines', 'events', 'lists', 'reviews'] as const;
export type StoredKind = (typeof storedKinds)[number];

/** A file that was taken in, and what the project still holds of it. Times epoch ms. */
export interface StoredFile {
  readonly importId: string;
  readonly fileName: string;
  readonly kind: StoredKind;
  readonly importedAt: number;
  readonly rows: number;
  readonly oldest: number | null;
  readonly newest: number | null;
}

/** Where bytes of the project lie on this machine. */
export interface StoredPlace {
  readonly place: 'file' | 'backup' | 'caches';
  readonly path: string;
  readonly bytes: number;
}

/** Everything a project holds, and where. */
export interface StoredReport {
  readonly timezone: string;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  readonly columns: readonly StoredColumn[];
  readonly files: readonly StoredFile[];
  readonly places: readonly StoredPlace[];
  /** Cells whose card number was replaced by a token when files were read, and orders that have a token. */
  readonly cards: { readonly replaced: number; readonly tokens: number };
  /** The latest first. */
  readonly deletions: readonly Deletion[];
}
