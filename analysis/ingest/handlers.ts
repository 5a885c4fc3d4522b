import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CallContext, Handlers } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ImportReport } from '../model/import-report.ts';
import { isZone } from '../expression/zone.ts';
import type { FileGrants, ProcessStarter } from '../process.ts';
import type { Connection } from '../store/connection.ts';
import { listImports } from '../store/imports.ts';
import type { OpenProject } from '../store/project.ts';
import { literal, sql } from '../store/sql.ts';
import { loadStaged } from './load-staged.ts';
import { inFolder, inImportProcess } from './run-import.ts';

/** What imports need beside the project. */
export interface IngestOptions {
  readonly processes: ProcessStarter;
  readonly grants: FileGrants;
}

type ImportCall = Extract<keyof Handlers, `import.${string}`>;

/** The 'import.*' calls over an open project. */
export function ingestHandlers(
  project: OpenProject,
  options: IngestOptions,
): Pick<Handlers, 'import.run' | 'import.list'> {
  return {
    'import.run': (input, context) => runImport(project, options, input, context),
    'import.list': (_input, context) => project.read({ signal: context.signal }, listImports),
  };
}

type RunInput = Parameters<Handlers['import.run']>[0];

async function runImport(
  project: OpenProject,
  { processes, grants }: IngestOptions,
  input: RunInput,
  context: CallContext,
): Promise<ImportReport> {
  const { mapping } = input;
  if (!isZone(mapping.timezone)) throw new ShinsaError('mapping-timezone', { timezone: mapping.timezone });
  const history = grants.take(input.file);
  const outcomes = input.outcomes === undefined ? null : grants.take(input.outcomes);
  const customColumns = await project.customColumns();
  return inFolder(project.stagingPath('import'), async (folder) => {
    const existing = await existingOrders(project, folder);
    const staged = await inImportProcess<'orders'>(
      processes,
      {
        kind: 'orders',
        importId: randomUUID(),
        history,
        outcomes,
        mapping,
        existing,
        customColumns: [...customColumns],
        folder,
        cardKey: project.cardKey,
      },
      context,
    );
    if (staged.report.accepted === 0)
      throw new ShinsaError('import-nothing-accepted', { read: staged.report.read, rejected: staged.report.rejected });
    const began = Date.now();
    const target = input.target ?? mapping.target;
    const watch = {
      signal: context.signal,
      progress: (fraction: number | null) => context.progress({ phase: 'writing', fraction }),
    };
    let report = staged.report;
    await project.write(watch, async (db) => {
      report = { ...report, durationMs: report.durationMs + (Date.now() - began) };
      await loadStaged(db, { staged: { ...staged, report }, timezone: mapping.timezone, target });
    });
    return report;
  });
}

/** Ids, amounts and currencies the project has, staged for the import process; null for an empty project. */
async function existingOrders(project: OpenProject, folder: string): Promise<string | null> {
  const path = join(folder, 'existing.parquet');
  return project.read({}, async (db: Connection) => {
    const count = await db.first(sql`SELECT count(*) AS n FROM orders`);
    if (Number(count?.['n'] ?? 0) === 0) return null;
    await db.run(sql`COPY (SELECT event_id, amount, currency FROM orders) TO ${literal(path)} (FORMAT parquet)`);
    return path;
  });
}

export type { ImportCall };
