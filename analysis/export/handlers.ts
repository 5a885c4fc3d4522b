import { basename } from 'node:path';
import type { CallContext, Handlers } from '../engine-api.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import type { FileGrants, GrantedFile, ProcessStarter } from '../process.ts';
import { checkGranted } from '../store/granted-file.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { buildPackage } from './build-package.ts';
import { checkCel } from './cel-file.ts';
import { askApart } from './engines/ask-apart.ts';
import { askHere } from './engines/ask-engine.ts';
import { evaluatorName } from './evaluator-name.ts';
import { readPackage, sha256 } from './package-files.ts';
import { stageResult } from './result-file.ts';

type Own = Pick<Handlers, 'export.package' | 'export.readPackage' | 'export.result'>;

/** Answers the export calls of one project. */
export function exportHandlers(
  project: ProjectHandle,
  deps: { readonly grants: FileGrants; readonly processes?: ProcessStarter },
): Own {
  const ask = deps.processes === undefined ? askHere : askApart(deps.processes);
  return {
    'export.package': async ({ ruleSet }, context: CallContext) => {
      context.progress({ phase: 'proving', fraction: null });
      const built = await project.read({ signal: context.signal }, (db) =>
        buildPackage(project, db, ruleSet, { ask, signal: context.signal }),
      );
      const bytes = built.files.reduce((sum, file) => sum + file.bytes, 0);
      const fired = new Set(built.vectors.vectors.flatMap((vector) => vector.fired));
      return {
        staged: { staged: basename(built.folder), suggestedName: built.name, bytes },
        vectors: built.vectors.vectors.length,
        rulesFired: fired.size,
        rulesSilent: ruleSet.rules.map((rule) => rule.code).filter((code) => !fired.has(code)),
        rules: ruleSet.rules.length,
        mismatches: 0,
        evaluator: evaluatorName,
        exceptions: built.exceptions,
        engines: built.engines,
        unproven: built.unproven,
        files: built.files,
      };
    },
    'export.result': async (file) => stageResult(project, file),
    'export.readPackage': ({ file }) => readBack(deps.grants.take(file)),
  };
}

/**
 * Reads a package folder and proves it again: hashes, the rule set's own hash, its CEL made anew, and every vector
 * replayed. Throws 'package-invalid', 'package-hash', 'file-unreadable' for no folder, or 'file-changed' when the folder is no longer the one chosen;
 * mismatches are counted, not thrown, because the reader wants to see them.
 */
async function readBack(granted: GrantedFile): ReturnType<Own['export.readPackage']> {
  await checkGranted(granted, 'folder');
  const { ruleSet, cel, vectors, manifest } = readPackage(granted.path);
  await checkGranted(granted, 'folder');
  if (sha256(canonicalJson(ruleSet)) !== manifest.ruleSetHash)
    throw new ShinsaError('package-hash', { file: 'ruleset.json' });
  checkCel(ruleSet, cel, vectors);
  // The evaluator is large: only proofs wait for it.
  const { replayVectors } = await import('./cel-replay.ts');
  const mismatches = replayVectors(cel, vectors, ruleSet);
  return {
    ruleSet,
    vectors: vectors.vectors.length,
    mismatches: mismatches.length,
    evaluator: evaluatorName,
    files: manifest.files.length,
    createdAt: manifest.createdAt,
  };
}
