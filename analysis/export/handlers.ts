import { lstatSync } from 'node:fs';
import { basename } from 'node:path';
import type { CallContext, Handlers } from '../engine-api.ts';
import type { FileGrants, GrantedFile } from '../process.ts';
import { checkGranted } from '../store/granted-file.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { readSigners, writeSigners } from '../store/signers.ts';
import { buildPackage } from './build-package.ts';
import { provePackage } from './check-package.ts';
import { evaluatorName } from './evaluator-name.ts';
import { zipPackage } from './package-zip.ts';
import { openPackage } from './read-package.ts';
import type { ProofWatch } from './replay-in-turns.ts';
import { stageResult } from './result-file.ts';
import { signedBy } from './signature.ts';

type Own = Pick<
  Handlers,
  'export.package' | 'export.zip' | 'export.readPackage' | 'export.signers' | 'export.keepSigner' | 'export.result'
>;

/** Answers the export calls of one project. */
export function exportHandlers(project: ProjectHandle, deps: { readonly grants: FileGrants }): Own {
  return {
    'export.package': async ({ ruleSet, ...options }, context: CallContext) => {
      context.progress({ phase: 'proving', fraction: null });
      const built = await project.read({ signal: context.signal }, (db) =>
        buildPackage(project, db, ruleSet, options, watching(context)),
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
        engines: built.engines,
        exceptions: built.exceptions,
        files: built.files,
      };
    },
    'export.zip': async ({ staged, suggestedName }) => {
      const folder = project.stagedPath(staged);
      const path = project.stagingPath(suggestedName);
      const { sha256, bytes } = zipPackage(folder, path);
      return { staged: basename(path), suggestedName, bytes, sha256 };
    },
    'export.result': async (file) => stageResult(project, file),
    'export.readPackage': ({ file }, context) => readBack(project, deps.grants.peek(file), context),
    'export.signers': () => project.read({}, readSigners),
    'export.keepSigner': (signer) => project.write({}, (db) => writeSigners(db, signer)),
  };
}

const watching = ({ signal, progress }: CallContext): ProofWatch => ({
  signal,
  proved: (share) => progress({ phase: 'proving', fraction: share }),
});

/**
 * Reads a package, a folder or a zip, and proves it again (`provePackage`). Throws as `openPackage` does, 'file-unreadable'
 * for neither, or 'file-changed' when it is no longer the one chosen; mismatches are counted, not thrown, because the reader
 * wants to see them.
 */
async function readBack(
  project: ProjectHandle,
  granted: GrantedFile,
  context: CallContext,
): ReturnType<Own['export.readPackage']> {
  const kind = lstatSync(granted.path, { throwIfNoEntry: false })?.isDirectory() === false ? 'file' : 'folder';
  await checkGranted(granted, kind);
  const read = await openPackage(granted.path);
  await checkGranted(granted, kind);
  const mismatches = await provePackage(read, watching(context));
  const { ruleSet, vectors, manifest, proof, signature } = read;
  return {
    ruleSet,
    formatVersion: manifest.formatVersion,
    vectors: vectors.vectors.length,
    mismatches: mismatches.length,
    evaluator: evaluatorName,
    files: manifest.files.length,
    createdAt: manifest.createdAt ?? null,
    rawValues: manifest.formatVersion !== 1 && manifest.rawValues,
    certificate: proof?.certificate ?? null,
    signedBy: signedBy(signature, await project.read({}, readSigners)),
  };
}
