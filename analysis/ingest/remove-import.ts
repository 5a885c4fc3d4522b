import { ShinsaError } from '../model/failure.ts';
import type { Connection } from '../store/connection.ts';
import { deleteEventFile, isEventFile } from '../store/events.ts';
import { deleteImport, getImport, getOutcomeFile } from '../store/imports.ts';
import { forgetValues } from '../store/identity-values.ts';
import { forgetLinks } from '../store/links.ts';
import { deleteLines, isLineFile } from '../store/order-lines.ts';
import { matchOutcomes } from '../store/outcome-match.ts';
import { markRepeats } from '../store/outcome-repeats.ts';
import { writeOrdersView } from '../store/orders-view.ts';
import { touchData } from '../store/settings.ts';
import { sql } from '../store/sql.ts';
import { eraseRecorded } from './write-recorded.ts';

/**
 * Takes back what one file brought, its rejected rows and its report too: orders (the rest is numbered again), outcomes, or
 * order lines (those a later file replaced are gone, those it replaced do not come back), or recorded results; what a file of
 * orders said of orders that stay, their lines too, stays. Inside one write job. 'input-invalid' for an import nobody knows.
 */
export async function removeImport(db: Connection, importId: string): Promise<void> {
  const report = await getImport(db, importId);
  if (report?.of === 'recorded') await eraseRecorded(db, importId);
  else if (report !== undefined) await removeOrders(db, importId);
  else if ((await getOutcomeFile(db, importId)) !== undefined) {
    await db.run(sql`DELETE FROM outcomes WHERE source = ${importId}`);
    // What only repeated a list that is gone counts again.
    await markRepeats(db);
  } else if (await isEventFile(db, importId)) {
    await deleteEventFile(db, importId);
    await forgetValues(db);
  } else if (!(await isLineFile(db, importId))) throw new ShinsaError('input-invalid', { field: 'importId' });
  await deleteLines(db, importId);
  await deleteImport(db, importId);
  await touchData(db);
}

async function removeOrders(db: Connection, importId: string): Promise<void> {
  await db.run(sql`CREATE TABLE order_rows_next AS
    SELECT row_number() OVER (ORDER BY seq) - 1 AS seq, * EXCLUDE (seq) FROM order_rows
    WHERE import_id IS DISTINCT FROM ${importId} ORDER BY seq`);
  await db.run(sql`DROP TABLE order_rows`);
  await db.run(sql`ALTER TABLE order_rows_next RENAME TO order_rows`);
  // Who wrote a value of an order that is gone wrote none of one that comes later under its id.
  await db.run(sql`DELETE FROM import_orders WHERE says IN ('filled', 'changed', 'same')
    AND order_id NOT IN (SELECT event_id FROM order_rows)`);
  await forgetLinks(db);
  await writeOrdersView(db);
  await forgetValues(db);
  await matchOutcomes(db);
}
