import { z } from 'zod';
import type { Pii } from './columns.ts';
import type { ImportReport } from './import-report.ts';
import { columnSourceSchema, mappingFileSchema } from './mapping-source.ts';

/** Dated events beside orders, each with a table of its own in the words of whoever exports it; kept in one. */
export const eventKinds = ['auth', '3ds', 'login', 'shipment', 'payment'] as const;
export const eventKindSchema = z.enum(eventKinds);
export type EventKind = z.infer<typeof eventKindSchema>;

export interface EventColumn {
  readonly name: string;
  readonly type: 'text' | 'money' | 'timestamp';
  readonly pii: Pii;
}

const column = <N extends string>(name: N, pii: Pii = 'none', type: EventColumn['type'] = 'text') => ({
  ...{ name, pii, type },
});

/** What a file of events may say. Names that orders have too mean the same; what is not filled is NULL. */
export const eventColumns = [
  column('happened_at', 'none', 'timestamp'),
  column('event_id', 'identity'),
  column('order_id', 'identity'),
  column('transaction_id', 'identity'),
  column('approval_number', 'identity'),
  column('result'),
  column('reason'),
  column('amount', 'none', 'money'),
  column('currency'),
  column('trans_status'),
  column('eci'),
  column('flow'),
  column('method'),
  column('carrier'),
  column('tracking_number', 'identity'),
  column('member_id', 'identity'),
  column('email', 'contact'),
  column('phone', 'contact'),
  column('card_bin', 'card'),
  column('card_last4', 'card'),
  column('card_token', 'card'),
  column('ip_address', 'network'),
  column('cookie_id', 'network'),
  column('device_id', 'network'),
  column('user_agent', 'network'),
] as const satisfies readonly EventColumn[];
export type EventColumnName = (typeof eventColumns)[number]['name'];

const names = eventColumns.map(({ name }) => name) as [EventColumnName, ...EventColumnName[]];

/** Columns that say whose event it is, strongest first: one of them, or an id of its own, must be told. */
export const eventKeys = [
  'order_id',
  'transaction_id',
  'card_token',
  'member_id',
  'device_id',
  'cookie_id',
  'email',
  'phone',
  'ip_address',
  'card_bin',
] as const satisfies readonly EventColumnName[];

/** How a file of events is read; columns are found by header synonyms where absent. `kind`: which events it is made for. */
export const eventMappingSchema = z.strictObject({
  kind: eventKindSchema.optional(),
  timezone: z.string().min(1).max(64).optional(),
  columns: z.partialRecord(z.enum(names), columnSourceSchema),
  file: mappingFileSchema.optional(),
});
export type EventMapping = z.infer<typeof eventMappingSchema>;

/** One file of events as it was taken in: accepted + rejected = read. Times epoch ms. */
export interface EventsRead {
  readonly importId: string;
  readonly fileName: string;
  readonly kind: EventKind;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly rejects: ImportReport['rejects'];
  readonly rejectSample: ImportReport['rejectSample'];
  readonly files: NonNullable<ImportReport['files']>;
  readonly warnings: ImportReport['warnings'];
  readonly period: { readonly from: number; readonly to: number } | null;
}

/** The same with what became of its events; `replaced` of the accepted took the place of events that were there. */
export interface EventsReport extends EventsRead {
  readonly replaced: number;
  /** Events of the file that are in the project now: those a later file told again belong to that. */
  readonly events: number;
  /** Of them, those whose order the project does not hold, and those that name none. */
  readonly otherOrders: number;
  readonly noOrder: number;
}

/** What of a kind is in the project. Attempts are all events; `passed` those that succeeded, `failed` those that did not. */
export interface EventTotals {
  readonly kind: EventKind;
  readonly events: number;
  readonly passed: number;
  readonly failed: number;
  readonly otherOrders: number;
  readonly noOrder: number;
  readonly from: number;
  readonly to: number;
}

export interface EventsOverview {
  readonly kinds: readonly EventTotals[];
  /** The latest first. */
  readonly files: readonly EventsReport[];
}

/** An event of an order, for its time line. */
export interface OrderEvent {
  readonly kind: EventKind;
  readonly at: number;
  readonly passed: boolean | null;
  readonly amount: number | null;
  readonly currency: string | null;
  /** What else its file says, by column, in the order of `eventColumns`. */
  readonly texts: readonly { readonly column: EventColumnName; readonly text: string }[];
}
