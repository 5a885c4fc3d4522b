import { ShinsaError } from '../model/failure.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { ProjectTarget } from '../model/project-target.ts';
import { targetPresets, targetSchema, type Target } from '../model/target.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

/** The presets and the project's own targets; `inUse` is the one its orders are judged by. */
export async function projectTargets(db: Connection, inUse: Target): Promise<readonly ProjectTarget[]> {
  const stored = await readTargets(db);
  // One that was chosen before targets were kept stands nowhere else.
  const own = new Map([...stored.map((target) => [target.id, target] as const), [inUse.id, inUse]]);
  const runs = await runCounts(db);
  const told = (target: Target, origin: ProjectTarget['origin']): ProjectTarget => ({
    target,
    origin,
    inUse: target.id === inUse.id,
    runs: runs.get(target.id) ?? 0,
  });
  const presetIds = new Set(targetPresets.map(({ id }) => id));
  return [
    ...targetPresets.map((preset) => {
      const target = own.get(preset.id) ?? preset;
      return told(target, same(target, preset) ? 'preset' : 'changed');
    }),
    ...[...own.values()].filter(({ id }) => !presetIds.has(id)).map((target) => told(target, 'own')),
  ];
}

/** Keeps a target, in the place of the one with its id; a preset as it is needs no keeping. Inside a write job. */
export async function keepTarget(db: Connection, target: Target): Promise<void> {
  await db.run(sql`DELETE FROM targets WHERE target_id = ${target.id}`);
  if (targetPresets.some((preset) => same(preset, target))) return;
  await db.run(sql`INSERT INTO targets
    VALUES (${target.id}, make_timestamptz(${Date.now() * 1000}::BIGINT), ${JSON.stringify(target)})`);
}

/**
 * Forgets a target; a changed preset is what it was again. 'target-in-use' for the one the project's orders are judged
 * by, 'target-unknown' for one that is not kept. Inside a write job.
 */
export async function forgetTarget(db: Connection, targetId: string, inUse: Target): Promise<void> {
  if (targetId === inUse.id) throw new ShinsaError('target-in-use');
  const found = await db.first(sql`SELECT 1 AS found FROM targets WHERE target_id = ${targetId}`);
  if (found === undefined) throw new ShinsaError('target-unknown');
  await db.run(sql`DELETE FROM targets WHERE target_id = ${targetId}`);
}

async function readTargets(db: Connection): Promise<readonly Target[]> {
  const rows = await db.rows(sql`SELECT target FROM targets ORDER BY saved_at, target_id`);
  try {
    return rows.map((row) => targetSchema.parse(JSON.parse(String(row['target']))));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

async function runCounts(db: Connection): Promise<ReadonlyMap<string, number>> {
  const rows = await db.rows(sql`
    SELECT json_extract_string(result, '$.target.id') AS target, count(*) AS n FROM runs GROUP BY ALL`);
  return new Map(rows.map((row) => [String(row['target']), Number(row['n'])]));
}

const same = (one: Target, other: Target): boolean => canonicalJson(one) === canonicalJson(other);
