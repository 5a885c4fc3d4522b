import { basename } from 'node:path';
import type { CallContext, EventsPreview, FileToken, Handlers, OutcomesPreview } from '../engine-api.ts';
import type { EventKind } from '../model/events.ts';
import type { ListMatch } from '../model/lists.ts';
import type { FileGrants, GrantedFile, ProcessStarter } from '../process.ts';
import { listImports } from '../store/imports.ts';
import type { OpenProject } from '../store/project.ts';
import { earlierMapping } from './earlier-mapping.ts';
import type { SeenFile } from './import-answers.ts';
import type { JobOf } from './import-messages.ts';
import { byName } from './name-order.ts';
import { readTimes } from './read-times.ts';
import { inFolder, inImportProcess } from './run-import.ts';

export type PreviewCalls =
  | 'import.preview'
  | 'import.previewOutcomes'
  | 'import.previewLines'
  | 'import.previewEvents'
  | 'import.previewRecorded'
  | 'import.readTimes'
  | 'lists.preview';

type History = [GrantedFile, ...GrantedFile[]];

/** The files of one history as they are read: by their names. */
export function inNameOrder(grants: FileGrants, file: FileToken, more: readonly FileToken[] = []): History {
  const [first, ...rest] = [file, ...more]
    .map((token) => grants.peek(token))
    .sort((a, b) => byName(basename(a.path), basename(b.path)));
  return first === undefined ? [grants.peek(file)] : [first, ...rest];
}

interface PreviewOf {
  readonly file: FileToken;
  readonly more?: readonly FileToken[] | undefined;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly sheet?: string | undefined;
  readonly as: JobOf<'preview'>['as'];
  /** Of events: their kind, or null to be told. */
  readonly of?: EventKind | null;
  /** Of a list: how its values are found. */
  readonly match?: ListMatch;
  /** Of outcomes: the general layout that is asked for. */
  readonly layout?: string | undefined;
}

/** The calls that show how files would be read, and keep nothing. */
export function previewHandlers(
  project: OpenProject,
  { processes, grants }: { readonly processes: ProcessStarter; readonly grants: FileGrants },
): Pick<Handlers, PreviewCalls> {
  const preview = async (
    { file, more, encoding, delimiter, sheet, as, of, match, layout }: PreviewOf,
    context: CallContext,
  ): Promise<SeenFile | OutcomesPreview | EventsPreview> => {
    const { timezone } = await project.info();
    const files = inNameOrder(grants, file, more);
    const asked = {
      ...(encoding === undefined ? {} : { encoding }),
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(sheet === undefined ? {} : { sheet }),
      ...(of === undefined ? {} : { of }),
      ...(match === undefined ? {} : { match }),
      ...(layout === undefined ? {} : { layout }),
    };
    return inFolder(project.stagingPath('preview'), (folder) =>
      inImportProcess(
        processes,
        { kind: 'preview' as const, files, as, timezone, folder, cardKey: project.cardKey, ...asked },
        context,
        (seen) => Promise.resolve(seen),
      ),
    );
  };
  return {
    'import.preview': async (input, context) => {
      const seen = (await preview({ ...input, as: 'history' }, context)) as SeenFile;
      const earlier = earlierMapping(await project.read({ signal: context.signal }, listImports), seen);
      return { ...seen, earlier };
    },
    'import.previewOutcomes': async (input, context) =>
      (await preview({ ...input, as: 'outcomes' }, context)) as OutcomesPreview,
    'import.previewLines': async (input, context) =>
      (await preview({ ...input, as: 'lines' }, context)) as OutcomesPreview,
    'import.previewRecorded': async (input, context) =>
      (await preview({ ...input, as: 'recorded' }, context)) as OutcomesPreview,
    'import.previewEvents': async ({ kind, ...input }, context) =>
      (await preview({ ...input, as: 'events', of: kind ?? null }, context)) as EventsPreview,
    'lists.preview': async (input, context) => (await preview({ ...input, as: 'list' }, context)) as OutcomesPreview,
    'import.readTimes': (input, { signal }) => project.read({ signal }, (db) => readTimes(db, input)),
  };
}
