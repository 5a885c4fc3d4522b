import { randomUUID } from 'node:crypto';
import type { CallContext } from '../engine-api.ts';
import { eventColumns, type EventKind, type EventMapping, type EventsReport } from '../model/events.ts';
import type { GrantedFile, ProcessStarter } from '../process.ts';
import type { Connection } from '../store/connection.ts';
import { eventFileNow, saveEventFile } from '../store/events.ts';
import { onlyKeysOf } from '../store/identity-values.ts';
import { columnsOf } from '../store/orders-view.ts';
import type { OpenProject } from '../store/project.ts';
import { eventKeyColumns } from '../store/schema.ts';
import { touchData } from '../store/settings.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import type { StagedEvents } from './import-answers.ts';
import { loadRejects, type LoadOptions } from './load-staged.ts';
import { inFolder, inImportProcess } from './run-import.ts';
import { nothingTaken } from './taken-in.ts';

/** Files of events to take in, and who finds the keys of their values. */
export interface EventImport {
  readonly processes: ProcessStarter;
  readonly files: readonly [GrantedFile, ...GrantedFile[]];
  readonly kind: EventKind;
  readonly mapping: EventMapping | undefined;
  readonly learn: (folder: string) => LoadOptions['learn'];
}

/** Takes files of events of one kind into the project, whether it has their orders or not. */
export async function importEvents(
  project: OpenProject,
  { processes, files, kind, mapping, learn }: EventImport,
  context: CallContext,
): Promise<EventsReport> {
  const { timezone, currency } = await project.info();
  return inFolder(project.stagingPath('events'), (folder) => {
    const job = { importId: randomUUID(), files: [...files] as [GrantedFile, ...GrantedFile[]], of: kind };
    const zone = { timezone: mapping?.timezone ?? timezone, currency, mapping };
    const { cardKey } = project;
    return inImportProcess(
      processes,
      { kind: 'events' as const, ...job, ...zone, folder, cardKey },
      context,
      (staged) => {
        if (staged.report.accepted === 0) throw nothingTaken('import-nothing-accepted', staged.report);
        context.progress({ phase: 'writing', fraction: null });
        const watch = {
          signal: context.signal,
          progress: (fraction: number | null) => context.progress({ phase: 'writing', fraction }),
        };
        return project.write(watch, (db) => loadEvents(db, staged, learn(folder)));
      },
    );
  });
}

/** Adds staged events to the project's; one that is there already under its name is replaced. Inside a write job. */
async function loadEvents(db: Connection, staged: StagedEvents, learn: LoadOptions['learn']): Promise<EventsReport> {
  const { report } = staged;
  const { importId, kind } = report;
  const read = sql`read_parquet(${literal(staged.events)})`;
  const there = sql`kind = ${kind} AND ident IN (SELECT ident FROM ${read})`;
  const stored = await columnsOf(db, read);
  const { replaced, changed } = await metEvents(db, kind, read, stored);
  await db.run(sql`DELETE FROM events WHERE ${there}`);
  await learn(db, sql`(SELECT * FROM ${read})`, stored);
  const keys = onlyKeysOf(stored, eventKeyColumns);
  await db.run(sql`
    INSERT INTO events BY NAME
    SELECT o.*, ${kind} AS kind, ${join([sql`${literal(importId)} AS import_id`, ...keys.columns], sql`, `)} FROM ${read} AS o${keys.joins}`);
  await loadRejects(db, report, staged);
  const warnings = changed === 0 ? [] : [{ code: 'events-changed' as const, params: { rows: changed } }];
  await saveEventFile(db, { ...report, replaced, warnings: [...report.warnings, ...warnings] });
  await touchData(db);
  return eventFileNow(db, importId);
}

/** Events that a file tells again, and those of them of which it says something else. */
async function metEvents(
  db: Connection,
  kind: EventKind,
  read: Sql,
  stored: ReadonlySet<string>,
): Promise<{ readonly replaced: number; readonly changed: number }> {
  const differs = [...eventColumns.map(({ name }) => name), 'passed'].map(
    (name) => sql`o.${id(name)} IS DISTINCT FROM ${stored.has(name) ? sql`f.${id(name)}` : sql`NULL`}`,
  );
  const row = await db.first(sql`SELECT count(*) AS replaced, count(*) FILTER (${join(differs, sql` OR `)}) AS changed
    FROM events AS o JOIN ${read} AS f USING (ident) WHERE o.kind = ${kind}`);
  return { replaced: Number(row?.['replaced'] ?? 0), changed: Number(row?.['changed'] ?? 0) };
}
