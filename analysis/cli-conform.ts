import type { ConformCommand } from './cli/conform-args.ts';
import { fileOf, linesOf } from './cli-runtime.ts';
import { maskedClasses, withSession, type SessionOptions } from './cli-session.ts';
import { conformEvents } from './export/conform/conform-events.ts';
import { readRecorded } from './export/conform/recorded.ts';
import { packageContent } from './export/package-content.ts';
import { localGrants } from './local-grants.ts';
import type { ConformReport } from './model/conform.ts';
import type { EmulationReport } from './model/emulation.ts';
import { ruleSetFile } from './project-handlers.ts';
import { recordedTable } from './recorded-table.ts';

type Circumstances = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;

/** Compares a package with recorded results, over the orders of a project or a file of events. */
export async function conformCommandOf(
  command: Extract<ConformCommand, { kind: 'conform' }>,
  given: Circumstances,
): Promise<ConformReport> {
  const { over, recorded } = command;
  if ('project' in over)
    return withSession({ ...given, projectPath: over.project, mode: 'open' }, ({ ask, grants }) =>
      ask('export.conform', {
        package: grants.grant(command.package),
        ...(recorded === null ? {} : { recorded: grants.grant(recorded) }),
      }),
    );
  const content = await packageContent(command.package);
  const grants = localGrants();
  const results = await readRecorded(await recordedTable(grants.take(grants.grant(recorded ?? '')), null));
  return conformEvents(content, results, linesOf(fileOf(over.events)), {
    signal: given.signal,
    unmasked: maskedClasses(given.masked).length === 0,
  });
}

/** What a production engine would decide otherwise of a project's orders. */
export function emulateCommandOf(
  { project, rules, profile }: Extract<ConformCommand, { kind: 'emulate' }>,
  given: Circumstances,
): Promise<EmulationReport> {
  const ruleSet = ruleSetFile(rules);
  return withSession({ ...given, projectPath: project, mode: 'open' }, ({ ask }) =>
    ask('export.emulate', { ruleSet, profile }),
  );
}
