import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { CallContext, Handlers } from '../engine-api.ts';
import { decide } from '../expression/index.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import type { FileGrants, GrantedFile } from '../process.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { buildPackage } from './build-package.ts';
import { checkCel } from './cel-file.ts';
import { evaluatorName, replayVectors } from './cel-replay.ts';
import { readPackage, sha256 } from './package-files.ts';

type Own = Pick<Handlers, 'export.package' | 'export.readPackage'>;

/** Answers the export calls of one project. */
export function exportHandlers(project: ProjectHandle, deps: { readonly grants: FileGrants }): Own {
  return {
    'export.package': async ({ ruleSet }, context: CallContext) => {
      context.progress({ phase: 'proving', fraction: null });
      const built = await project.read({ signal: context.signal }, (db) => buildPackage(project, db, ruleSet));
      const bytes = built.files.reduce((sum, file) => sum + file.bytes, 0);
      return {
        staged: { staged: basename(built.folder), suggestedName: built.name, bytes },
        vectors: built.vectors.vectors.length,
        rulesFired: new Set(built.vectors.vectors.flatMap((vector) => vector.fired)).size,
        rules: ruleSet.rules.length,
        mismatches: 0,
        evaluator: evaluatorName,
        files: built.files,
      };
    },
    'export.readPackage': ({ file }) => Promise.resolve(readBack(deps.grants.take(file))),
  };
}

/**
 * Reads a package folder and proves it again: hashes, the rule set's own hash, its CEL made anew, and every vector
 * replayed. Throws 'package-invalid', 'package-hash', or 'file-changed' when the folder is no longer the one chosen;
 * mismatches are counted, not thrown, because the reader wants to see them.
 */
function readBack(granted: GrantedFile): Awaited<ReturnType<Own['export.readPackage']>> {
  checkFolder(granted);
  const { ruleSet, cel, vectors, manifest } = readPackage(granted.path);
  checkFolder(granted);
  if (sha256(canonicalJson(ruleSet)) !== manifest.ruleSetHash)
    throw new ShinsaError('package-hash', { file: 'ruleset.json' });
  checkCel(ruleSet, cel, vectors);
  const mismatches = replayVectors(cel, vectors, (fired) => decide(ruleSet, fired).result);
  return {
    ruleSet,
    vectors: vectors.vectors.length,
    mismatches: mismatches.length,
    evaluator: evaluatorName,
    files: manifest.files.length,
    createdAt: manifest.createdAt,
  };
}

/** Checks that the folder is still the one a person chose, with no file put in or taken out since. */
function checkFolder({ path, inode, mtimeMs }: GrantedFile): void {
  const now = statSync(path, { throwIfNoEntry: false });
  if (now === undefined) throw new ShinsaError('file-not-found', { file: basename(path) });
  if (!now.isDirectory()) throw new ShinsaError('package-invalid', { detail: 'not-a-folder' });
  if (now.ino !== inode || now.mtimeMs !== mtimeMs) throw new ShinsaError('file-changed', { file: basename(path) });
}
