import { buildPackage, type PackageOptions } from '../../analysis/export/build-package.ts';
import { provePackage } from '../../analysis/export/check-package.ts';
import { runEngine, type AskEngine } from '../../analysis/export/engines/ask-engine.ts';
import type { EngineAnswer } from '../../analysis/export/engines/engine.ts';
import { exportHandlers } from '../../analysis/export/handlers.ts';
import type { ReadPackage } from '../../analysis/export/read-package.ts';
import { isPublicDomain } from '../../analysis/identity/mail-domains.ts';
import { testedOrders } from '../../analysis/backtest/index.ts';
import { ShinsaError } from '../../analysis/model/failure.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { FileGrants } from '../../analysis/process.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import type { ProjectHandle } from '../../analysis/store/project-handle.ts';
import { inProcess } from '../ingest/workbench.ts';

/** Asks an engine in this process: for what no record can end, where starting processes would take most of the time. */
export const askHere: AskEngine = async (ask, signal) => {
  const answers: EngineAnswer[] = [];
  let stopped: string | null = null;
  await runEngine(ask, (saying) => {
    if (signal?.aborted === true) throw new ShinsaError('cancelled');
    if (saying.kind === 'answer') answers.push(saying.answer);
    if (saying.kind === 'failed') stopped = saying.error;
  });
  return { answers, stopped };
};

export const publicDomains = () => Promise.resolve(isPublicDomain);

type Watch = Partial<Parameters<typeof buildPackage>[4]>;

/** `buildPackage` with engines in this process. */
export const buildHere = (
  project: ProjectHandle,
  db: Connection,
  ruleSet: RuleSet,
  options: PackageOptions = {},
  watch: Watch = {},
) =>
  buildPackage(project, db, ruleSet, options, { ask: askHere, tested: testedOrders(project), publicDomains, ...watch });

/** `provePackage` with engines in this process. */
export const proveHere = (read: ReadPackage) => provePackage(read, { ask: askHere });

/** The export calls of a project, engines in this process. */
export const exportHere = (project: ProjectHandle, grants: FileGrants) =>
  exportHandlers(project, { grants, processes: inProcess(), tested: testedOrders(project), publicDomains });
