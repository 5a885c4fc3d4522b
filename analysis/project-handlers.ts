import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Handlers, Staged } from './engine-api.ts';
import { ShinsaError } from './model/failure.ts';
import { readRuleSet } from './model/json-file.ts';
import type { ProjectTarget } from './model/project-target.ts';
import type { RuleSet } from './model/ruleset.ts';
import type { Target } from './model/target.ts';
import type { FileGrants, GrantedFile } from './process.ts';
import type { Connection } from './store/connection.ts';
import { checkGranted } from './store/granted-file.ts';
import type { ProjectHandle } from './store/project-handle.ts';
import { checkTarget } from './store/outcome-state.ts';
import {
  deleteRuleSet,
  getRuleSet,
  listRuleSets,
  noteRuleSet,
  restoreRuleSet,
  ruleSetVersions,
  saveRuleSet,
} from './store/rule-sets.ts';
import { readSettings, writeSettings } from './store/settings.ts';
import { forgetTarget, keepTarget, projectTargets } from './store/targets.ts';

export type ProjectCalls =
  | 'project.info'
  | 'project.update'
  | 'targets.list'
  | 'targets.save'
  | 'targets.delete'
  | 'ruleSets.list'
  | 'ruleSets.save'
  | 'ruleSets.versions'
  | 'ruleSets.version'
  | 'ruleSets.note'
  | 'ruleSets.delete'
  | 'ruleSets.restore'
  | 'ruleSets.readFile'
  | 'ruleSets.writeFile';

/** The calls about the project itself and the rule sets it keeps. */
export function projectHandlers(project: ProjectHandle, grants: FileGrants): Pick<Handlers, ProjectCalls> {
  return {
    'project.info': () => project.info(),
    'project.update': (settings) => project.update(settings),
    'targets.list': (_, { signal }) => project.read({ signal }, listTargets),
    'targets.save': ({ target }, { signal }) => project.write({ signal }, (db) => saveTarget(db, target)),
    'targets.delete': ({ targetId }, { signal }) =>
      project.write({ signal }, async (db) => {
        await forgetTarget(db, targetId, (await readSettings(db)).target);
        return listTargets(db);
      }),
    'ruleSets.list': (_, { signal }) => project.read({ signal }, listRuleSets),
    'ruleSets.save': ({ ruleSet, ruleSetId, note }, { signal }) =>
      project.write({ signal }, (db) => saveRuleSet(db, ruleSet, { ruleSetId, note })),
    'ruleSets.versions': ({ ruleSetId }, { signal }) =>
      project.read({ signal }, (db) => ruleSetVersions(db, ruleSetId)),
    'ruleSets.version': ({ ruleSetId, version }, { signal }) =>
      project.read({ signal }, (db) => getRuleSet(db, ruleSetId, version)),
    'ruleSets.note': async ({ ruleSetId, version, note }, { signal }) => {
      await project.write({ signal }, (db) => noteRuleSet(db, ruleSetId, version, note));
      return null;
    },
    'ruleSets.delete': async ({ ruleSetId }, { signal }) => {
      await project.write({ signal }, (db) => deleteRuleSet(db, ruleSetId));
      return null;
    },
    'ruleSets.restore': ({ ruleSetId }, { signal }) => project.write({ signal }, (db) => restoreRuleSet(db, ruleSetId)),
    'ruleSets.writeFile': ({ ruleSet }) => Promise.resolve(writtenRuleSet(project, ruleSet)),
    'ruleSets.readFile': ({ file }) => grantedRuleSet(grants.take(file)),
  };
}

const listTargets = async (db: Connection): Promise<readonly ProjectTarget[]> =>
  projectTargets(db, (await readSettings(db)).target);

async function saveTarget(db: Connection, target: Target): Promise<readonly ProjectTarget[]> {
  const { ja, en } = target.name;
  const named = { ...target, name: { ja: ja.trim() || en.trim(), en: en.trim() || ja.trim() } };
  await checkTarget(db, named);
  if ((await readSettings(db)).target.id === named.id) await writeSettings(db, { target: named });
  else await keepTarget(db, named);
  return listTargets(db);
}

function writtenRuleSet(project: ProjectHandle, ruleSet: RuleSet): Staged {
  const suggestedName = `${ruleSet.modelId.replaceAll(/[^A-Za-z0-9_-]/g, '_')}.ruleset.json`;
  const path = project.stagingPath(suggestedName);
  const text = `${JSON.stringify(ruleSet, null, 2)}\n`;
  writeFileSync(path, text, { mode: 0o600 });
  return { staged: basename(path), suggestedName, bytes: Buffer.byteLength(text) };
}

async function grantedRuleSet(file: GrantedFile): Promise<RuleSet> {
  await checkGranted(file);
  const ruleSet = ruleSetFile(file.path);
  await checkGranted(file);
  return ruleSet;
}

/** Rule sets are read whole: anything larger is no rule set. */
const largest = 50 * 2 ** 20;

/** The rule set in a file; 'file-not-found', 'file-unreadable' or what `readRuleSet` finds. */
export function ruleSetFile(path: string): RuleSet {
  return readRuleSet({ text: textOfFile(path, largest), file: basename(path) });
}

/** The text (UTF-8) of a file of at most `limit` bytes. */
export function textOfFile(path: string, limit = largest): string {
  const place = { file: basename(path) };
  try {
    const found = statSync(path);
    if (!found.isFile() || found.size > limit) throw new ShinsaError('file-unreadable', {}, { place });
    const bytes = readFileSync(path);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof ShinsaError) throw cause;
    if (cause instanceof TypeError) throw new ShinsaError('file-encoding', {}, { place, cause });
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new ShinsaError(missing ? 'file-not-found' : 'file-unreadable', {}, { place, cause });
  }
}
