import { z } from 'zod';
import { ShinsaError } from '../model/failure.ts';
import {
  eventColumns,
  eventKinds,
  type EventsOverview,
  type EventsRead,
  type EventsReport,
  type EventTotals,
  type OrderEvent,
} from '../model/events.ts';
import { blottedCard } from './blotted-card.ts';
import type { Connection } from './connection.ts';
import { stored } from './imports.ts';
import { id, join, sql } from './sql.ts';

const kept = z.custom<EventsRead & { readonly replaced: number }>((value) => readable.safeParse(value).success);
const readable = z.looseObject({
  importId: z.string(),
  fileName: z.string(),
  kind: z.enum(eventKinds),
  read: z.number(),
  accepted: z.number(),
  rejected: z.number(),
  replaced: z.number(),
});

/** Keeps the report of a file of events. Inside the write job that takes its rows in. */
export async function saveEventFile(db: Connection, report: EventsRead & { readonly replaced: number }): Promise<void> {
  await db.run(sql`INSERT INTO event_files
    VALUES (${report.importId}, make_timestamptz(${Date.now() * 1000}::BIGINT), ${JSON.stringify(report)})`);
}

const changedRows = z.looseObject({
  kind: z.string(),
  warnings: z.array(z.looseObject({ code: z.string(), params: z.looseObject({ rows: z.number().optional() }) })),
});

/** By kind, how often a later file took the place of an event with other values, over all files that are there. */
export async function changedEvents(db: Connection): Promise<ReadonlyMap<string, number>> {
  const changed = new Map<string, number>();
  for (const { report } of await db.rows(sql`SELECT report FROM event_files`)) {
    const read = changedRows.safeParse(JSON.parse(String(report)));
    if (!read.success) continue;
    const { kind, warnings } = read.data;
    for (const { code, params } of warnings)
      if (code === 'events-changed') changed.set(kind, (changed.get(kind) ?? 0) + (params.rows ?? 0));
  }
  return changed;
}

/** Whether some file of events has that import id. */
export async function isEventFile(db: Connection, importId: string): Promise<boolean> {
  return (await db.first(sql`SELECT 1 FROM event_files WHERE import_id = ${importId}`)) !== undefined;
}

/**
 * Takes back the events that a file brought and no later one told again, and its report. Those it took the place of do not
 * come back. Inside a write job.
 */
export async function deleteEventFile(db: Connection, importId: string): Promise<void> {
  await db.run(sql`DELETE FROM events WHERE import_id = ${importId}`);
  await db.run(sql`DELETE FROM event_files WHERE import_id = ${importId}`);
}

/** Events with the order they are of: by the order id they give, else by the payment provider's transaction id. */
const joined = sql`(SELECT e.*, e.order_id IS NULL AND e.transaction_id IS NULL AS of_none,
    CASE WHEN e.order_id IS NOT NULL THEN EXISTS (SELECT 1 FROM orders AS o WHERE o.event_id = e.order_id)
      ELSE EXISTS (SELECT 1 FROM orders AS o WHERE o.transaction_id = e.transaction_id) END AS has_order
  FROM events AS e)`;

const others = sql`count(*) FILTER (NOT of_none AND NOT has_order) AS others, count(*) FILTER (of_none) AS none`;

/** What of every kind is in the project, and the files it came from. */
export async function eventsOverview(db: Connection): Promise<EventsOverview> {
  const kinds = await db.rows(sql`
    SELECT kind, count(*) AS n, count(*) FILTER (passed) AS passed, count(*) FILTER (NOT passed) AS failed, ${others},
      epoch_ms(min(happened_at)) AS first, epoch_ms(max(happened_at)) AS last FROM ${joined} GROUP BY kind`);
  return {
    kinds: eventKinds.flatMap((kind) => kinds.filter((row) => row['kind'] === kind).map((row) => totals(kind, row))),
    files: await eventFiles(db),
  };
}

function totals(kind: EventTotals['kind'], row: Readonly<Record<string, unknown>>): EventTotals {
  return {
    kind,
    events: Number(row['n']),
    passed: Number(row['passed']),
    failed: Number(row['failed']),
    otherOrders: Number(row['others']),
    noOrder: Number(row['none']),
    from: Number(row['first']),
    to: Number(row['last']),
  };
}

async function eventFiles(db: Connection): Promise<EventsReport[]> {
  const rows = await db.rows(sql`SELECT import_id, report FROM event_files ORDER BY imported_at DESC, import_id`);
  const counts = await db.rows(sql`SELECT import_id, count(*) AS n, ${others} FROM ${joined} GROUP BY import_id`);
  const now = new Map(counts.map((row) => [String(row['import_id']), row]));
  return rows.map((row) => {
    const own = now.get(String(row['import_id']));
    return {
      ...stored(kept, row['report']),
      events: Number(own?.['n'] ?? 0),
      otherOrders: Number(own?.['others'] ?? 0),
      noOrder: Number(own?.['none'] ?? 0),
    };
  });
}

/** One file as it is now; 'project-damaged' where its report is gone. */
export async function eventFileNow(db: Connection, importId: string): Promise<EventsReport> {
  const found = (await eventFiles(db)).find((file) => file.importId === importId);
  if (found === undefined) throw new ShinsaError('project-damaged');
  return found;
}

/** Events of an order a person is shown at most. */
const shown = 500;

const texts = eventColumns
  .map(({ name }) => name)
  .filter(
    (name) =>
      ![
        'happened_at',
        'event_id',
        'amount',
        'currency',
        'order_id',
        'card_bin',
        'card_last4',
        'card_token',
        'user_agent',
      ].includes(name),
  );

/** The events of an order, oldest first. */
export async function eventsOf(
  db: Connection,
  order: { readonly orderId: string; readonly transactionId: string | null },
): Promise<readonly OrderEvent[]> {
  const { orderId, transactionId } = order;
  const columns = join(
    texts.map((name) => id(name)),
    sql`, `,
  );
  const rows = await db.rows(sql`
    SELECT kind, epoch_ms(happened_at) AS at_ms, passed, amount, currency, ${columns},
      ${blottedCard(sql`card_bin`, sql`card_last4`)} AS card_bin
    FROM events WHERE order_id = ${orderId} OR (order_id IS NULL AND transaction_id = ${transactionId})
    ORDER BY happened_at, kind, ident LIMIT ${shown}`);
  return rows.flatMap((row) => {
    const kind = eventKinds.find((one) => one === row['kind']);
    if (kind === undefined) return [];
    return [
      {
        kind,
        at: Number(row['at_ms']),
        passed: typeof row['passed'] === 'boolean' ? row['passed'] : null,
        amount: typeof row['amount'] === 'number' ? row['amount'] : null,
        currency: typeof row['currency'] === 'string' ? row['currency'] : null,
        texts: [...texts, 'card_bin' as const].flatMap((column) => {
          const text = row[column];
          return typeof text === 'string' ? [{ column, text }] : [];
        }),
      },
    ];
  });
}
