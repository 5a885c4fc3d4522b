import { rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Staged } from '../engine-api.ts';
import { currencyDigits } from '../expression/currency.ts';
import { ShinsaError } from '../model/failure.ts';
import { pieces, type Cell } from '../store/each-row.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, join, literal, sql } from '../store/sql.ts';
import { writeLines } from '../store/write-lines.ts';
import { opluxEvent, type EventOrder } from './oplux-event.ts';

/** Columns of orders that an event has, as texts. */
const texts = [
  ...(['event_id', 'currency', 'payment_method', 'card_bin', 'member_id', 'email', 'phone', 'buyer_name'] as const),
  ...(['buyer_zip', 'buyer_pref', 'buyer_city', 'buyer_address', 'delivery_name', 'delivery_phone'] as const),
  ...(['delivery_zip', 'delivery_pref', 'delivery_city', 'delivery_address', 'ip_address', 'cookie_id'] as const),
  ...(['device_id', 'media_code'] as const),
];

const itemsSchema = z.array(
  z.strictObject({
    ...{ sku: z.string().nullable(), name: z.string().nullable(), category: z.string().nullable() },
    ...{ unit_price: z.number().nullable(), quantity: z.number().nullable() },
  }),
);

/** How events write times: as clocks in Japan do. */
const zone = 'Asia/Tokyo';

/**
 * Writes every order as an O-PLUX event, one JSON object a line in the order of time, staged; names and mail accounts hashed.
 * 'project-empty' where there is none.
 */
export async function stageEvents(
  project: ProjectHandle,
  signal: AbortSignal,
): Promise<Staged & { readonly events: number }> {
  const suggestedName = 'events.ndjson';
  const path = project.stagingPath(suggestedName);
  let events = 0;
  const counted = (): void => {
    events += 1;
  };
  await project.read({ signal }, (db) => writeLines(path, eventLines(db, counted), signal));
  if (events === 0) {
    rmSync(path);
    throw new ShinsaError('project-empty');
  }
  return { staged: basename(path), suggestedName, bytes: statSync(path).size, events };
}

async function* eventLines(db: Connection, counted: () => void): AsyncGenerator<string> {
  const items = sql`(SELECT order_id, CAST(to_json(list({'sku': sku, 'name': name, 'category': category,
    'unit_price': unit_price, 'quantity': quantity} ORDER BY line)) AS VARCHAR) AS items FROM order_lines GROUP BY order_id)`;
  const query = sql`SELECT strftime(timezone(${literal(zone)}, o.ordered_at), '%Y/%m/%d %H:%M:%S') AS at,
      CAST(o.amount AS DOUBLE) AS amount, l.items, ${join(
        texts.map((name) => sql`CAST(o.${id(name)} AS VARCHAR) AS ${id(name)}`),
        sql`, `,
      )}
    FROM orders AS o LEFT JOIN ${items} AS l ON l.order_id = o.event_id ORDER BY o.seq`;
  for await (const columns of pieces(db, query)) {
    const rows = columns[0]?.length ?? 0;
    for (let row = 0; row < rows; row += 1) {
      counted();
      yield `${JSON.stringify(opluxEvent(orderIn(columns.map((column) => column[row] ?? null))))}\n`;
    }
  }
}

function orderIn([at, amount, items, ...cells]: readonly Cell[]): EventOrder {
  const told = Object.fromEntries(texts.map((name, i) => [name, typeof cells[i] === 'string' ? cells[i] : null]));
  const digits = currencyDigits(told['currency'] ?? 'JPY');
  const major = (minor: number | null): number | null => (minor === null ? null : minor / 10 ** digits);
  const lines = typeof items === 'string' ? itemsSchema.parse(JSON.parse(items)) : [];
  return {
    texts: told,
    time: String(at),
    amount: typeof amount === 'number' ? major(amount) : null,
    items: lines.map((line) => ({ ...line, unit_price: major(line.unit_price) })),
  };
}
