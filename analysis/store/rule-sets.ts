import { randomUUID } from 'node:crypto';
import { ShinsaError } from '../model/failure.ts';
import type { RunSummary } from '../model/backtest.ts';
import { ruleSetSchema, type RuleSet, type RuleSetVersion, type StoredRuleSet } from '../model/ruleset.ts';
import type { Connection } from './connection.ts';
import { hashOf } from './hash.ts';
import { sql } from './sql.ts';

type Row = Record<string, string | number | boolean | null>;

const columns = sql`rule_set_id, version, epoch_ms(saved_at) AS saved_at, note, rule_set`;

/** The latest version of every rule set that is not deleted, the last saved first. */
export async function listRuleSets(db: Connection): Promise<StoredRuleSet[]> {
  const rows = await db.rows(sql`SELECT ${columns} FROM rule_sets WHERE deleted_at IS NULL
    QUALIFY row_number() OVER (PARTITION BY rule_set_id ORDER BY version DESC) = 1
    ORDER BY saved_at DESC, rule_set_id`);
  return rows.map(stored);
}

/** Which saved versions a rule set of a hash is: the same text may have been saved under several names of the list. */
export async function savedVersions(db: Connection): Promise<ReadonlyMap<string, RunSummary['savedAs']>> {
  const rows = await db.rows(sql`SELECT ${columns} FROM rule_sets ORDER BY version`);
  const byHash = new Map<string, RunSummary['savedAs'][number][]>();
  for (const { hash, ruleSetId, version } of rows.map(stored))
    byHash.set(hash, [...(byHash.get(hash) ?? []), { ruleSetId, version }]);
  return byHash;
}

/** One version, the latest where none is named; 'ruleset-not-found' when there is none or it was deleted. */
export async function getRuleSet(db: Connection, ruleSetId: string, version?: number): Promise<StoredRuleSet> {
  const row = await db.first(sql`SELECT ${columns} FROM rule_sets
    WHERE rule_set_id = ${ruleSetId} AND deleted_at IS NULL AND version = coalesce(${version ?? null}, version)
    ORDER BY version DESC LIMIT 1`);
  if (row === undefined) throw new ShinsaError('ruleset-not-found');
  return stored(row);
}

/** Every version of a rule set, the newest first; 'ruleset-not-found' when there is none or it was deleted. */
export async function ruleSetVersions(db: Connection, ruleSetId: string): Promise<RuleSetVersion[]> {
  await getRuleSet(db, ruleSetId);
  const rows = await db.rows(
    sql`SELECT ${columns} FROM rule_sets WHERE rule_set_id = ${ruleSetId} ORDER BY version DESC`,
  );
  return rows.map((row) => {
    const { ruleSet, ...version } = stored(row);
    return { ...version, rules: ruleSet.rules.length };
  });
}

/** Keeps what is said of a version; blank for nothing. Inside a write job. */
export async function noteRuleSet(db: Connection, ruleSetId: string, version: number, note: string): Promise<void> {
  await getRuleSet(db, ruleSetId, version);
  await db.run(sql`UPDATE rule_sets SET note = ${noteOf(note)}
    WHERE rule_set_id = ${ruleSetId} AND version = ${version}`);
}

const noteOf = (note: string | undefined): string | null => {
  const text = note?.trim() ?? '';
  return text === '' ? null : text;
};

/** What a version is saved as. */
export interface SavedAs {
  /** Without an id the first version of a new rule set. */
  readonly ruleSetId?: string | undefined;
  readonly note?: string | undefined;
}

/** Adds a version, never changing an earlier one. Inside a write job. */
export async function saveRuleSet(
  db: Connection,
  ruleSet: RuleSet,
  { ruleSetId, note }: SavedAs = {},
): Promise<StoredRuleSet> {
  const version = ruleSetId === undefined ? 1 : (await getRuleSet(db, ruleSetId)).version + 1;
  const own = ruleSetId ?? randomUUID();
  await db.run(sql`INSERT INTO rule_sets (rule_set_id, version, saved_at, rule_set, note) VALUES
    (${own}, ${version}, make_timestamptz(${Date.now() * 1000}::BIGINT), ${JSON.stringify(ruleSet)}, ${noteOf(note)})`);
  return getRuleSet(db, own, version);
}

/** Takes a rule set off the list; its versions stay in the file. Inside a write job. */
export async function deleteRuleSet(db: Connection, ruleSetId: string): Promise<void> {
  await getRuleSet(db, ruleSetId);
  await db.run(sql`UPDATE rule_sets SET deleted_at = now() WHERE rule_set_id = ${ruleSetId}`);
}

/** Takes a deletion back; 'ruleset-not-found' when there never was such a rule set. Inside a write job. */
export async function restoreRuleSet(db: Connection, ruleSetId: string): Promise<StoredRuleSet> {
  await db.run(sql`UPDATE rule_sets SET deleted_at = NULL WHERE rule_set_id = ${ruleSetId}`);
  return getRuleSet(db, ruleSetId);
}

function stored(row: Row): StoredRuleSet {
  const ruleSet = storedRuleSet(row['rule_set']);
  return {
    ruleSetId: String(row['rule_set_id']),
    version: Number(row['version']),
    savedAt: Number(row['saved_at']),
    note: typeof row['note'] === 'string' ? row['note'] : null,
    ruleSet,
    hash: hashOf(ruleSet),
  };
}

/** A rule set as a project file holds it; 'project-damaged' when it is none. */
export function storedRuleSet(value: unknown): RuleSet {
  try {
    return ruleSetSchema.parse(JSON.parse(String(value)));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}
