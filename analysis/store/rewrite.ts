import { renameSync, rmSync } from 'node:fs';
import { ShinsaError } from '../model/failure.ts';
import { readMeta } from './meta.ts';
import { begin, onFile, removeWithWal, sizes, sync } from './migrate.ts';
import { writeOrdersView } from './orders-view.ts';
import { id, literal, sql } from './sql.ts';

/**
 * Writes the project anew into another file and puts that in its place: DuckDB keeps the blocks of deleted rows, and
 * their bytes with them. The earlier copy a migration left (`.bak`) goes, for it holds what was deleted. On any failure
 * the project holds what it held. Only for a file that DuckDB has not open.
 */
export async function rewriteProject(path: string): Promise<void> {
  const copy = `${path}.rewriting`;
  begin(copy);
  try {
    rmSync(copy);
    const before = await onFile(path, async (db) => {
      await db.run(sql`ATTACH ${literal(copy)} AS renewed`);
      const tables = await db.rows(sql`SELECT table_name FROM duckdb_tables()
        WHERE database_name = current_database() AND schema_name = 'main' ORDER BY table_name`);
      for (const { table_name: table } of tables) {
        const name = String(table);
        await db.run(sql`CREATE TABLE ${id('renewed', 'main', name)} AS SELECT * FROM ${id('main', name)}`);
      }
      await db.run(sql`DETACH renewed`);
      return { meta: await readMeta(db), sizes: await sizes(db) };
    });
    await onFile(copy, async (db) => {
      await writeOrdersView(db);
      await db.run(sql`UPDATE deletions SET rewritten = TRUE WHERE NOT rewritten`);
      await db.run(sql`CHECKPOINT`);
      const meta = await readMeta(db);
      if (meta.projectId !== before.meta.projectId || (await sizes(db)) !== before.sizes)
        throw new ShinsaError('project-damaged');
    });
    sync(copy);
    removeWithWal(`${path}.bak`);
    renameSync(copy, path);
  } finally {
    removeWithWal(copy);
  }
}
