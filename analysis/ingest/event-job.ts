import { join } from 'node:path';
import { ShinsaError } from '../model/failure.ts';
import { narrowedAll } from '../model/mapping-source.ts';
import type { Progress } from '../model/progress.ts';
import { openScratch } from '../store/scratch-database.ts';
import type { Connection } from '../store/connection.ts';
import { cardMasker } from './card-number.ts';
import { eventSources, type EventSources } from './event-columns.ts';
import { refusedEvents, writeEvents } from './event-staging.ts';
import { checkGrantedAll, nameOfFiles } from './granted-file.ts';
import type { StagedEvents } from './import-answers.ts';
import type { JobOf } from './import-messages.ts';
import { headersIn, openSource } from './open-source.ts';
import { partCounts } from './part-counts.ts';
import { writeRejects } from './rejected-rows.ts';
import { headersOf, joinsOf, type ReadHeaders } from './source-table.ts';
import { readZone } from './zone.ts';

/** Stages the events of files read as one. */
export async function stageEvents(job: JobOf<'events'>, progress: (progress: Progress) => void): Promise<StagedEvents> {
  await checkGrantedAll(job.files);
  const scratch = await openScratch({ files: job.files.map(({ path }) => path), folder: job.folder });
  try {
    progress({ phase: 'reading', fraction: null });
    const staged = await stage(scratch.db, job, progress);
    await checkGrantedAll(job.files);
    return staged;
  } finally {
    scratch.close();
  }
}

async function stage(
  db: Connection,
  job: JobOf<'events'>,
  progress: (progress: Progress) => void,
): Promise<StagedEvents> {
  const { files, of: kind, mapping, folder, cardKey, currency } = job;
  const headers = await headersIn(db, files[0], cardMasker(cardKey), mapping?.file);
  const sources = narrowedAll(eventSources(headers, kind, mapping), headers);
  const wanted = { files, shape: mapping?.file, cardKey, folder, name: 'events' };
  const opened = await openSource(db, wanted, readHeaders(sources), progress);
  progress({ phase: 'checking', fraction: null });
  const zone = await readZone(db, mapping?.timezone ?? job.timezone);
  const path = join(folder, 'events.parquet');
  const told = await writeEvents(db, { opened, kind, sources, zone, currency, path });
  const rejects = await writeRejects(db, opened, {
    refused: refusedEvents,
    path: join(folder, 'event-rejects.parquet'),
    cardKey,
  });
  const { source, parts } = opened;
  if (told.accepted + rejects.rows !== source.rows) throw new ShinsaError('internal', { detail: 'rows' });
  return {
    report: {
      ...told,
      warnings: [...told.warnings],
      importId: job.importId,
      fileName: nameOfFiles(files),
      kind,
      read: source.rows,
      rejected: rejects.rows,
      rejects: [...rejects.groups],
      rejectSample: [...rejects.sample],
      files: [...(await partCounts(db, parts, rejects.path))],
    },
    headers: source.columns.map((column) => column.header),
    events: path,
    rejects: rejects.path,
  };
}

function readHeaders(sources: EventSources): ReadHeaders {
  return {
    all: new Set(Object.values(sources).flatMap(headersOf)),
    times: new Set(headersOf(sources.happened_at)),
    amounts: new Set(headersOf(sources.amount)),
    ids: new Set(headersOf(sources.order_id)),
    joined: joinsOf(sources),
  };
}
