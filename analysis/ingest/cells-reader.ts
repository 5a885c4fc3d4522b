import type { CallContext } from '../engine-api.ts';
import type { FileCells } from '../model/file-cells.ts';
import type { OpenProject } from '../store/project.ts';
import type { IngestOptions } from './handlers.ts';
import { inFolder, inImportProcess } from './run-import.ts';
import { refuseReadOnly, useUp } from './taken-in.ts';

/** Reads small tables that persons chose, each in a process of its own. */
export interface CellsReader {
  /** Throws 'project-read-only' and what reading a file throws. */
  readonly read: (token: string, context: CallContext) => Promise<FileCells>;
  /** Uses the token up, once what was read is taken in. */
  readonly used: (token: string) => void;
}

/** The reader of a project's files. */
export function cellsReader(project: OpenProject, { processes, grants }: IngestOptions): CellsReader {
  return {
    read: async (token, context) => {
      refuseReadOnly(project);
      const file = grants.peek(token);
      return inFolder(project.stagingPath('cells'), (folder) =>
        inImportProcess(
          processes,
          { kind: 'cells' as const, file, folder, cardKey: project.cardKey },
          context,
          (cells) => Promise.resolve(cells),
        ),
      );
    },
    used: (token) => useUp(grants, token),
  };
}
