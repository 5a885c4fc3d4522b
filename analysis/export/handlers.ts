import { basename } from 'node:path';
import type { CallContext, Handlers } from '../engine-api.ts';
import type { FileGrants, GrantedFile, ProcessStarter } from '../process.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { makingFeatures } from '../store/features/making.ts';
import { readSigners, writeSigners } from '../store/signers.ts';
import { buildPackage } from './build-package.ts';
import type { TestedOrders } from './prove-history.ts';
import { provePackage } from './check-package.ts';
import { disproof } from './engine-proof.ts';
import { askApart } from './engines/ask-apart.ts';
import type { AskEngine } from './engines/ask-engine.ts';
import { evaluatorName } from './evaluator-name.ts';
import type { PublicDomains } from './kept-domains.ts';
import { zipPackage } from './package-zip.ts';
import { checkPackage, packageContent } from './package-content.ts';
import { stageRuntimeEvents } from './stage-runtime-events.ts';
import { ruleSetHere } from './rule-set-here.ts';
import { openPackage } from './read-package.ts';
import type { ProofOptions } from './replay-in-turns.ts';
import { stageResult } from './result-file.ts';
import { signedBy } from './signature.ts';
import { stageEvents } from './stage-events.ts';

type Own = Pick<
  Handlers,
  | 'export.package'
  | 'export.zip'
  | 'export.readPackage'
  | 'export.signers'
  | 'export.keepSigner'
  | 'export.result'
  | 'export.events'
  | 'export.runtimeEvents'
>;

/** Answers the export calls of one project. */
export function exportHandlers(
  project: ProjectHandle,
  deps: {
    readonly grants: FileGrants;
    /** Engines that are not ours run in processes of their own. */
    readonly processes: ProcessStarter;
    readonly tested: TestedOrders;
    readonly publicDomains: PublicDomains;
  },
): Own {
  const ask = askApart(deps.processes);
  return {
    'export.package': async ({ ruleSet, ...options }, context: CallContext) => {
      context.progress({ phase: 'replaying', fraction: null });
      const built = await project.read(makingFeatures(context), (db) =>
        buildPackage(project, db, ruleSet, options, {
          ...watching(context, ask),
          tested: deps.tested,
          publicDomains: deps.publicDomains,
          replayed: (share) => context.progress({ phase: 'replaying', fraction: share }),
        }),
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
        certificate: built.certificate,
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
    'export.events': (_input, { signal }) => stageEvents(project, signal),
    'export.runtimeEvents': async ({ file }, { signal, progress }) => {
      const granted = deps.grants.peek(file);
      await checkPackage(granted);
      const content = await packageContent(granted.path);
      await checkPackage(granted);
      const told = (share: number): void => progress({ phase: 'replaying', fraction: share });
      return stageRuntimeEvents(project, content, { signal, progress: told });
    },
    'export.readPackage': ({ file }, context) =>
      readBack(project, deps.grants.peek(file), deps.publicDomains, watching(context, ask)),
    'export.signers': () => project.read({}, readSigners),
    'export.keepSigner': (signer) => project.write({}, (db) => writeSigners(db, signer)),
  };
}

export const watching = ({ signal, progress }: CallContext, ask: AskEngine): ProofOptions => ({
  signal,
  ask,
  made: (share) => progress({ phase: 'vectors', fraction: share }),
  proved: (share) => progress({ phase: 'proving', fraction: share }),
  tried: (share) => progress({ phase: 'proving-features', fraction: share }),
});

/**
 * Reads a package, a folder or a zip, and proves it again (`provePackage`). Throws as `openPackage` does, 'file-unreadable'
 * for neither, or 'file-changed' when it is no longer the one chosen; mismatches are counted, not thrown, because the reader
 * wants to see them.
 */
async function readBack(
  project: ProjectHandle,
  granted: GrantedFile,
  publicDomains: PublicDomains,
  watch: ProofOptions,
): ReturnType<Own['export.readPackage']> {
  await checkPackage(granted);
  const read = await openPackage(granted.path);
  await checkPackage(granted);
  const { engines, notCompared } = await provePackage(read, watch);
  const failed = disproof(engines);
  const { ruleSet, vectors, manifest, proof, signature } = read;
  const signal = watch.signal === undefined ? {} : { signal: watch.signal };
  return {
    ruleSet,
    here: await project.read(signal, (db) => ruleSetHere(project, db, read, publicDomains)),
    formatVersion: manifest.formatVersion,
    vectors: vectors.vectors.length,
    mismatches: failed?.mismatches ?? 0,
    evaluator: [...new Set((failed === null ? engines : [failed]).map((one) => `${one.engine} ${one.version}`))].join(
      ', ',
    ),
    files: manifest.files.length,
    notCompared,
    createdAt: manifest.createdAt ?? null,
    rawValues: manifest.formatVersion !== 1 && manifest.rawValues,
    certificate: proof?.certificate ?? null,
    signedBy: signedBy(signature, await project.read({}, readSigners)),
  };
}
