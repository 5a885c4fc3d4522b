import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { ShinsaError } from '../model/failure.ts';
import {
  keptFindingSchema,
  keptResultSchema,
  quotedSchema,
  type ArrangeFindings,
  type FindingEntry,
  type FindingResult,
  type KeptFinding,
  type Quoted,
} from '../model/findings.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

/** Deleted entries are kept this long, so that an undo finds them. */
const keptDays = 30;

/** The entries of the findings page in their order; 'project-damaged' when they cannot be read. */
export async function findingsOf(db: Connection): Promise<readonly FindingEntry[]> {
  const rows = await db.rows(sql`SELECT finding_id, title, note, entry, quoted, epoch_ms(pinned_at) AS at FROM findings
    WHERE deleted_at IS NULL ORDER BY position, finding_id`);
  return rows.map(({ finding_id, title, note, entry, quoted, at }) => {
    const kept = read(keptFindingSchema, entry);
    return {
      ...{ findingId: String(finding_id), title: String(title), note: String(note), pinnedAt: Number(at) },
      result: kept.kind === 'note' ? null : told(kept),
      quoted: read(quotedSchema, quoted),
    };
  });
}

const told = ({ query, ...kept }: Extract<KeptFinding, { kind: 'result' }>) => {
  const { facts, explained, address, dataVersion, rows, pictures } = kept;
  return {
    ...{ facts, explained, address, dataVersion, rows, pictures },
    query: query === undefined ? null : { ...query, hidden: false },
  };
};

/**
 * Table and pictures of an entry, neither of a note; of a deleted one too while it can come back, since it is on screen again
 * before that is kept. 'finding-unknown', and 'project-damaged' when they cannot be read.
 */
export async function findingResult(db: Connection, findingId: string): Promise<FindingResult> {
  const row = await db.first(sql`SELECT result, quoted FROM findings WHERE finding_id = ${findingId}`);
  if (row === undefined) throw new ShinsaError('finding-unknown');
  const result = row['result'] === null ? { table: null, pictures: [] } : read(keptResultSchema, row['result']);
  return { ...result, quoted: read(quotedSchema, row['quoted']) };
}

export interface NewFinding {
  readonly title: string;
  readonly note: string;
  readonly kept: KeptFinding;
  readonly result: Pick<FindingResult, 'table' | 'pictures'> | null;
  readonly quoted: Quoted;
  /** The entry it follows; first (null), or at the end. */
  readonly after: string | null | undefined;
}

/** Keeps a new entry and answers its id; 'finding-unknown' for one to follow that is not there. Inside a write job. */
export async function addFinding(db: Connection, given: NewFinding): Promise<string> {
  const { title, note, kept, result, quoted, after } = given;
  const there = await idsOf(db);
  const at = after === undefined ? there.length : after === null ? 0 : there.indexOf(after) + 1;
  if (at === 0 && typeof after === 'string') throw new ShinsaError('finding-unknown');
  const findingId = randomUUID();
  await db.run(sql`INSERT INTO findings VALUES (${findingId}, NULL, ${title}, ${note}, ${JSON.stringify(kept)},
    ${result === null ? null : JSON.stringify(result)}, ${JSON.stringify(quoted)},
    make_timestamptz(${Date.now() * 1000}::BIGINT), NULL)`);
  await place(db, there.toSpliced(at, 0, findingId));
  return findingId;
}

/**
 * Puts the entries in this order, with the titles and notes given; those not named are deleted, deleted ones named are there
 * again. 'finding-unknown' for one that is neither. Inside a write job.
 */
export async function arrangeFindings(db: Connection, { entries }: ArrangeFindings): Promise<void> {
  const wanted = entries.map((one) => one.findingId);
  const rows = await db.rows(sql`SELECT finding_id FROM findings`);
  const known = new Set(rows.map((row) => String(row['finding_id'])));
  if (!wanted.every((one) => known.has(one))) throw new ShinsaError('finding-unknown');
  await db.run(sql`UPDATE findings SET deleted_at = now() WHERE deleted_at IS NULL`);
  await place(db, wanted);
  for (const { findingId, title, note } of entries) {
    if (title !== undefined) await db.run(sql`UPDATE findings SET title = ${title} WHERE finding_id = ${findingId}`);
    if (note !== undefined) await db.run(sql`UPDATE findings SET note = ${note} WHERE finding_id = ${findingId}`);
  }
  await db.run(sql`DELETE FROM findings WHERE deleted_at < now() - ${keptDays} * INTERVAL 1 DAY`);
}

async function idsOf(db: Connection): Promise<readonly string[]> {
  const rows = await db.rows(
    sql`SELECT finding_id FROM findings WHERE deleted_at IS NULL ORDER BY position, finding_id`,
  );
  return rows.map((row) => String(row['finding_id']));
}

async function place(db: Connection, ids: readonly string[]): Promise<void> {
  await db.run(sql`UPDATE findings SET position = p.position, deleted_at = NULL FROM (
    SELECT unnest(list) AS finding_id, generate_subscripts(list, 1) AS position
    FROM (SELECT from_json(${JSON.stringify(ids)}::JSON, '["VARCHAR"]') AS list)) AS p
    WHERE findings.finding_id = p.finding_id`);
}

function read<S extends z.ZodType>(schema: S, text: unknown): z.output<S> {
  try {
    return schema.parse(JSON.parse(String(text)));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}
