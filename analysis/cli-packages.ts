import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PackageCommand } from './cli/package-args.ts';
import type { ExportedPackage, PackageDiff, VerifiedPackage } from './cli/package-summary.ts';
import { withSession, type Session, type SessionOptions } from './cli-session.ts';
import {
  askApart,
  certified,
  differenceParams,
  disproof,
  openPackage,
  provePackage,
  signedBy,
} from './export/index.ts';
import type { ProvenAgain, ReadPackage } from './export/index.ts';
import { ShinsaError } from './model/failure.ts';
import { everything } from './model/filter.ts';
import type { PackageReading } from './model/package-report.ts';
import { championParts } from './model/results/comparison.ts';
import { crossedOf } from './model/results/crossed.ts';
import { diffRuleSets } from './model/rule-set-diff.ts';
import { results, type RuleSet } from './model/ruleset.ts';
import { nodeProcesses } from './node-processes.ts';
import { moveStaged, refuseExisting, writeFailure } from './move-staged.ts';
import { ruleSetFile, textOfFile } from './project-handlers.ts';
import { signPackage } from './sign-package.ts';

type Circumstances = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;
type Of<K extends PackageCommand['kind']> = Extract<PackageCommand, { kind: K }>;

/** What a package is to be beside its rule set. */
export interface Wanted {
  readonly zip?: boolean;
  /** Private key (PEM). */
  readonly key?: string | null;
  readonly created?: string | null;
  readonly rawValues?: boolean;
}

/** Proves a rule set and writes its package. Nothing is written when an engine differs ('package-mismatch'). */
export async function exportCommand(command: Of<'export'>, given: Circumstances): Promise<ExportedPackage> {
  const ruleSet = ruleSetFile(command.ruleset);
  const key = command.sign === null ? null : textOfFile(command.sign);
  if (isPackagePath(command.out)) await refuseExisting(command.out);
  const { zip, created, rawValues } = command;
  // Whoever asks for raw values on the command line sees them anyway.
  const options = {
    ...given,
    masked: rawValues ? false : given.masked,
    projectPath: command.project,
    mode: 'open',
  } as const;
  return withSession(options, (session) => exportTo(session, ruleSet, command.out, { zip, key, created, rawValues }));
}

const isPackagePath = (out: string): boolean => out.endsWith('.shinsapkg');

/** Writes the package into a folder, or under the name given where that is one of a package; `before` looks at the place. */
export async function exportTo(
  { ask, engine }: Session,
  ruleSet: RuleSet,
  out: string,
  { zip = false, key = null, created = null, rawValues = false }: Wanted = {},
  before: (path: string) => void | Promise<void> = refuseExisting,
): Promise<ExportedPackage> {
  const report = await ask('export.package', {
    ruleSet,
    ...(created === null ? {} : { createdAt: created }),
    ...(rawValues ? { rawValues } : {}),
  });
  const { staged, suggestedName } = report.staged;
  const signature = key === null ? null : signPackage(join(engine.stagingDir, staged), key);
  const packed = zip ? await ask('export.zip', { staged, suggestedName }) : null;
  const path = isPackagePath(out) ? out : join(out, suggestedName);
  await before(path);
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => {
    throw writeFailure(cause, basename(path));
  });
  await moveStaged(join(engine.stagingDir, packed?.staged ?? staged), path);
  return { report, path, signedBy: signedBy(signature, []), sha256: packed?.sha256 ?? null };
}

/**
 * Reads a package and proves it again ('package-disproved', with the first difference), without a project; with one, names
 * it keeps for fingerprints are told. 'package-signer' where another key than the one asked for signed it, or none did.
 */
export async function verifyCommand(command: Of<'verify'>, given: Circumstances): Promise<VerifiedPackage> {
  const { read, engines, notCompared } = await proven(command.package, given);
  if (command.signer !== null && read.signature?.fingerprint !== command.signer)
    throw new ShinsaError('package-signer', { expected: command.signer, ...foundSigner(read) });
  const signers =
    command.project === null
      ? []
      : await withSession({ ...given, projectPath: command.project, mode: 'open' }, ({ ask }) =>
          ask('export.signers', {}),
        );
  const { manifest, ruleSet, vectors, proof, signature } = read;
  return {
    manifest,
    rules: ruleSet.rules.length,
    vectors: vectors.vectors.length,
    engines: certified(engines),
    notCompared,
    certificate: proof?.certificate ?? null,
    signedBy: signedBy(signature, signers),
  };
}

/**
 * Compares two packages (or rule set files); with a project also what its orders get of each, by the project's own values where
 * exceptions are stand-ins for them.
 */
export async function diffCommand(command: Of<'diff'>, given: Circumstances): Promise<PackageDiff> {
  const paths = [command.before, command.after] as const;
  if (command.project === null) {
    const [before, after] = [await ruleSetAt(paths[0], given), await ruleSetAt(paths[1], given)];
    return { before, after, rules: diffRuleSets(before, after), decided: null };
  }
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, async (session) => {
    const [before, after] = [await sideAt(paths[0], session, given), await sideAt(paths[1], session, given)];
    if (before.ruleSet.currency !== after.ruleSet.currency)
      throw new ShinsaError('champion-currency', {
        champion: before.ruleSet.currency,
        challenger: after.ruleSet.currency,
      });
    const parts = championParts(before.here.ruleSet);
    const breakdown = await session.ask('backtest.breakdown', {
      ruleSet: after.here.ruleSet,
      filter: everything,
      parts,
    });
    const { target } = await session.ask('project.info', {});
    const lacking = {
      standIns: before.here.standIns + after.here.standIns,
      otherLists: [...new Set([...before.here.otherLists, ...after.here.otherLists])],
    };
    const decided = { crossed: crossedOf(breakdown.parts, results), target, ...lacking };
    return {
      before: before.ruleSet,
      after: after.ruleSet,
      rules: diffRuleSets(before.ruleSet, after.ruleSet),
      decided,
    };
  });
}

/** A rule set and how the project decides by it; of a package proven again, 'package-disproved' where it is not. */
async function sideAt(
  path: string,
  { ask, grants }: Session,
  given: Circumstances,
): Promise<Pick<PackageReading, 'ruleSet' | 'here'>> {
  if (path.endsWith('.json')) {
    const ruleSet = ruleSetFile(path);
    return { ruleSet, here: { ruleSet, standIns: 0, otherLists: [] } };
  }
  const { ruleSet, here, mismatches } = await ask('export.readPackage', { file: grants.grant(path) });
  // Says which answer differs.
  if (mismatches > 0) await proven(path, given);
  return { ruleSet, here };
}

async function ruleSetAt(path: string, given: Circumstances): Promise<RuleSet> {
  if (path.endsWith('.json')) return ruleSetFile(path);
  return (await proven(path, given)).read.ruleSet;
}

const foundSigner = ({ signature }: ReadPackage): { readonly found?: string } =>
  signature === null ? {} : { found: signature.fingerprint };

async function proven(
  path: string,
  { signal, processes }: Circumstances,
): Promise<ProvenAgain & { readonly read: ReadPackage }> {
  const read = await openPackage(path);
  const ask = askApart(processes ?? nodeProcesses());
  const again = await provePackage(read, signal === undefined ? { ask } : { ask, signal });
  const failed = disproof(again.engines);
  if (failed === null) return { read, ...again };
  throw new ShinsaError('package-disproved', differenceParams(failed));
}

/**
 * The orders of a project, one JSON object a line, in a new file: as O-PLUX events, or with all that happened as the events that
 * a package reads. Needs personal values unmasked.
 */
export function exportEventsCommand(
  { project, package: path, out }: Of<'export-events'>,
  given: Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>,
): Promise<{ readonly path: string; readonly events: number; readonly bytes: number }> {
  return withSession({ ...given, projectPath: project, mode: 'open' }, async ({ ask, engine, grants }) => {
    await refuseExisting(out);
    const { staged, events, bytes } =
      path === null ? await ask('export.events', {}) : await ask('export.runtimeEvents', { file: grants.grant(path) });
    await moveStaged(join(engine.stagingDir, staged), out);
    return { path: out, events, bytes };
  });
}
