import type { Handlers } from '../../engine-api.ts';
import type { FileGrants, GrantedFile } from '../../process.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { emulate } from '../emulate/emulate.ts';
import type { PublicDomains } from '../kept-domains.ts';
import { checkPackage, packageContent } from '../package-content.ts';
import { conformProject, projectRecords } from './conform-project.ts';
import { readRecorded, type RecordedTable } from './recorded.ts';

/** Answers what compares a project with production; `table` reads a file of recorded results. */
export function conformHandlers(
  project: ProjectHandle,
  {
    grants,
    table,
    publicDomains,
  }: {
    readonly grants: FileGrants;
    readonly table: (file: GrantedFile) => Promise<RecordedTable>;
    readonly publicDomains: PublicDomains;
  },
): Pick<Handlers, 'export.conform' | 'export.emulate'> {
  return {
    'export.conform': async ({ package: chosen, recorded }, { signal, progress }) => {
      progress({ phase: 'replaying', fraction: null });
      const granted = grants.peek(chosen);
      await checkPackage(granted);
      const content = await packageContent(granted.path);
      const file = recorded === undefined ? null : await readRecorded(await table(grants.peek(recorded)));
      return project.read({ signal }, async (db) =>
        conformProject(project, db, content, file ?? (await projectRecords(db)), publicDomains, {
          signal,
          progress: (fraction) => progress({ phase: 'replaying', fraction }),
        }),
      );
    },
    'export.emulate': ({ ruleSet, profile }, { signal, progress }) => {
      progress({ phase: 'replaying', fraction: null });
      return project.read({ signal }, (db) =>
        emulate(project, db, ruleSet, profile, {
          signal,
          progress: (fraction) => progress({ phase: 'replaying', fraction }),
        }),
      );
    },
  };
}
