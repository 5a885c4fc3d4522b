import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CallContext } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ImportReport } from '../model/import-report.ts';
import type { RecordedMapping } from '../model/recorded-results.ts';
import type { GrantedFile, ProcessStarter } from '../process.ts';
import type { Connection } from '../store/connection.ts';
import { saveImport } from '../store/imports.ts';
import type { OpenProject } from '../store/project.ts';
import { touchData } from '../store/settings.ts';
import { literal, sql } from '../store/sql.ts';
import type { StagedRecorded } from './import-answers.ts';
import { loadRejects } from './load-staged.ts';
import { inFolder, inImportProcess } from './run-import.ts';
import { nothingTaken } from './taken-in.ts';
import { writeRecorded } from './write-recorded.ts';

/** A file of recorded results to take in. */
export interface RecordedImport {
  readonly processes: ProcessStarter;
  readonly file: GrantedFile;
  readonly mapping: RecordedMapping | undefined;
}

/**
 * Writes what production decided then to the orders there are, never as outcomes; kept as an import of its own that brought no order. Throws
 * 'project-empty', 'recorded-columns', and 'import-nothing-accepted' where no row is of an order.
 */
export async function importRecorded(
  project: OpenProject,
  { processes, file, mapping }: RecordedImport,
  context: CallContext,
): Promise<ImportReport> {
  const { orders, currency } = await project.info();
  if (orders === 0) throw new ShinsaError('project-empty');
  const began = Date.now();
  return inFolder(project.stagingPath('recorded'), async (folder) => {
    const existing = join(folder, 'existing.parquet');
    await project.read({ signal: context.signal }, (db) =>
      db.run(sql`COPY (SELECT event_id FROM orders) TO ${literal(existing)} (FORMAT parquet)`),
    );
    const { cardKey } = project;
    const job = { kind: 'recorded' as const, importId: randomUUID(), file, mapping, existing, folder, cardKey };
    return inImportProcess(processes, job, context, (staged) => {
      if (staged.report.accepted === 0) throw nothingTaken('import-nothing-accepted', staged.report);
      context.progress({ phase: 'writing', fraction: null });
      const watch = {
        signal: context.signal,
        progress: (fraction: number | null) => context.progress({ phase: 'writing', fraction }),
      };
      return project.write(watch, (db) => load(db, staged, { currency, began }));
    });
  });
}

async function load(
  db: Connection,
  staged: StagedRecorded,
  { currency, began }: { readonly currency: string; readonly began: number },
): Promise<ImportReport> {
  const upsert = await writeRecorded(db, staged);
  await loadRejects(db, staged.report, staged);
  const report: ImportReport = {
    ...staged.report,
    of: 'recorded',
    upsert,
    currency,
    amount: 0,
    period: null,
    blanks: [],
    outcomes: null,
    durationMs: Date.now() - began,
    ordersKept: true,
  };
  await saveImport(db, report);
  await touchData(db);
  return report;
}
