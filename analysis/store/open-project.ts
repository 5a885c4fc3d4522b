import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join as joinPath } from 'node:path';
import { ShinsaError } from '../model/failure.ts';
import type { Target } from '../model/target.ts';
import { defaultCacheDir } from './cache-folder.ts';
import { Connection } from './connection.ts';
import { isOutOfSpace, openFailure } from './duckdb-failure.ts';
import { windowsOnly, type FeatureMaker } from './features/compute.ts';
import { openBare, openInstance } from './instance.ts';
import { memoryBudget, type Limits } from './memory-budget.ts';
import { createMeta, readMeta, type Meta } from './meta.ts';
import { migrate } from './migrate.ts';
import { projectOver, type OpenProject } from './project.ts';
import {
  findProjectFile,
  holdProjectFile,
  holdsBlock,
  inspectHeader,
  type Header,
  type ProjectFile,
} from './project-file.ts';
import { writeOrdersView } from './orders-view.ts';
import { formatVersion, projectTables } from './schema.ts';
import { writeSettings } from './settings.ts';
import { id, join, sql } from './sql.ts';
import { openStaging, type Staging } from './staging.ts';

export interface OpenOptions {
  /** Where coded columns, staging and spilled data go; the system's cache folder when absent. */
  readonly cacheDir?: string;
  readonly readOnly?: boolean;
  readonly limits?: Limits;
  /** How features are computed; absent: as windows of DuckDB. */
  readonly features?: FeatureMaker;
  /** Orders are judged as of this day (ISO), whatever the project has; nothing of it is written. */
  readonly asOf?: string;
}

export interface CreateOptions extends OpenOptions {
  /** IANA zone; 'Asia/Tokyo' when absent. The first import sets its own. */
  readonly timezone?: string;
  /** Absent: the file's own label where that alone says how orders ended, else card fraud. */
  readonly target?: Target;
}

/**
 * Opens a project file. Fails with 'project-not-found', 'project-damaged', 'project-foreign', 'project-newer' or
 * 'project-open-elsewhere', leaving the file as it is to the byte, or with 'cache-unusable'. A file or folder that cannot be written opens
 * read-only. An older version is migrated first, leaving `.bak`.
 */
export async function openProject(path: string, options: OpenOptions = {}): Promise<OpenProject> {
  const file = findProjectFile(path);
  const held = [holdProjectFile(file)];
  const giveBack = (): void => held.forEach((giveOneBack) => giveOneBack());
  try {
    const header = inspectHeader(file);
    const readOnly = options.readOnly === true || !file.writable;
    const meta = await currentMeta(file, header, readOnly);
    // A migrated file is a new one under the old name: it is held as itself.
    const now = findProjectFile(file.path);
    if (now.key !== file.key) held.push(holdProjectFile(now));
    return await openChecked(now, meta, readOnly, options, giveBack);
  } catch (error) {
    giveBack();
    throw error;
  }
}

/**
 * Makes a new project file and opens it; 'project-exists' when something is there, nothing is left on failure. The file
 * appears under its name whole: whoever is cut off before leaves only a `.part` beside it.
 */
export async function createProject(path: string, options: CreateOptions = {}): Promise<OpenProject> {
  if (existsSync(path)) throw new ShinsaError('project-exists');
  const part = partOf(path);
  removeOldParts(path);
  try {
    await writeNew(part, options);
    publish(part, path);
  } catch (error) {
    throw creationFailure(error);
  } finally {
    for (const leftover of [part, `${part}.wal`]) rmSync(leftover, { force: true });
  }
  try {
    return await openProject(path, options);
  } catch (error) {
    const failure = creationFailure(error);
    // Whoever opened it meanwhile keeps it.
    if (failure.failure.code !== 'project-open-elsewhere')
      for (const leftover of [path, `${path}.wal`]) rmSync(leftover, { force: true });
    throw failure;
  }
}

const partOf = (path: string): string => joinPath(dirname(path), `.shinsa-${randomUUID()}.part`);

/** Gives a finished file its name; 'project-exists' when somebody else was first. */
function publish(part: string, path: string): void {
  try {
    linkSync(part, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') throw new ShinsaError('project-exists', {}, { cause: error });
    // Some file systems know no second names; a rename then is the best there is.
    if (existsSync(path)) throw new ShinsaError('project-exists', {}, { cause: error });
    renameSync(part, path);
  }
}

/** What a creation that was cut off left behind, once nobody can be at work on it any more. */
const cutOffMs = 60 * 60_000;

function removeOldParts(path: string): void {
  const folder = dirname(path);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!/^[.]shinsa-[0-9a-f-]{36}[.]part(?:[.]wal)?$/.test(name)) continue;
    const part = joinPath(folder, name);
    const age = Date.now() - (statSync(part, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > cutOffMs) rmSync(part, { force: true });
  }
}

async function writeNew(path: string, options: CreateOptions): Promise<void> {
  const duck = await openBare(path, false);
  const db = new Connection(await duck.connect());
  try {
    await db.run(sql`BEGIN TRANSACTION`);
    await createMeta(db);
    for (const table of projectTables()) await db.run(table);
    await writeOrdersView(db);
    await writeSettings(db, {
      timezone: options.timezone ?? 'Asia/Tokyo',
      ...(options.target === undefined ? {} : { target: options.target }),
    });
    await db.run(sql`COMMIT`);
    await db.run(sql`CHECKPOINT`);
  } finally {
    db.close();
    duck.closeSync();
  }
}

/** A file that could not be made was not damaged: its folder is missing or cannot be written. */
function creationFailure(error: unknown): ShinsaError {
  const failure = openFailure(error);
  return failure.failure.code === 'project-damaged'
    ? new ShinsaError('project-read-only', {}, { cause: error })
    : failure;
}

/** Reads who the file is without changing it, and brings an older one up to date. */
async function currentMeta(file: ProjectFile, header: Header, readOnly: boolean): Promise<Meta> {
  const meta = await metaOf(file, header);
  if (meta.formatVersion === formatVersion) return meta;
  if (readOnly) throw new ShinsaError('project-read-only', { version: meta.formatVersion });
  await migrate(file.path);
  return metaOf(file, header);
}

async function metaOf(file: ProjectFile, header: Header): Promise<Meta> {
  const duck = await openBare(file.path, true);
  const db = new Connection(await duck.connect());
  try {
    const meta = await readMeta(db);
    if (!holdsBlock(file, header, await lastBlock(db))) throw new ShinsaError('project-damaged');
    return meta;
  } catch (error) {
    throw openFailure(error);
  } finally {
    db.close();
    duck.closeSync();
  }
}

/** Number of the last block that rows of the project stand in; -1 when none does. A shorter file was cut off. */
async function lastBlock(db: Connection): Promise<number> {
  const tables = await db.rows(sql`SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()`);
  const blocks = tables.map(
    ({ table_name: table }) =>
      sql`SELECT block_id, additional_block_ids FROM pragma_storage_info(${id(String(table)).text})`,
  );
  if (blocks.length === 0) return -1;
  const row = await db.first(sql`
    SELECT max(greatest(block_id, list_max(additional_block_ids))) AS last FROM (${join(blocks, sql` UNION ALL `)})`);
  return Number(row?.['last'] ?? -1);
}

async function openChecked(
  file: ProjectFile,
  meta: Meta,
  readOnly: boolean,
  options: OpenOptions,
  giveBack: () => void,
): Promise<OpenProject> {
  const staging = stagingOf(options, meta.projectId);
  try {
    const instance = await openInstance(file.path, readOnly, staging, options.limits);
    const { features = windowsOnly } = options;
    const memory = memoryBudget(options.limits);
    return projectOver({ file, meta, readOnly, instance, staging, features, giveBack, memory, asOf: options.asOf });
  } catch (error) {
    staging.remove();
    throw error;
  }
}

function stagingOf({ cacheDir }: OpenOptions, projectId: string): Staging {
  try {
    return openStaging(cacheDir ?? defaultCacheDir(), projectId);
  } catch (cause) {
    throw new ShinsaError(isOutOfSpace(cause) ? 'disk-full' : 'cache-unusable', {}, { cause });
  }
}
