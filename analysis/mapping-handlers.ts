import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Handlers } from './engine-api.ts';
import { readJson } from './model/json-file.ts';
import {
  mappingNameSchema,
  mappingSchemas,
  type MappingKind,
  type Mappings,
  type SavedMapping,
  type ToldMapping,
} from './model/saved-mapping.ts';
import type { FileGrants, GrantedFile } from './process.ts';
import { textOfFile } from './project-handlers.ts';
import type { Connection } from './store/connection.ts';
import { checkGranted } from './store/granted-file.ts';
import type { ProjectHandle } from './store/project-handle.ts';
import { deleteMapping, renameMapping, savedMappings, saveMapping } from './store/saved-mappings.ts';

export type MappingCalls = Extract<keyof Handlers, `mappings.${string}`>;

/** The calls about mappings that are kept under a name, and about files of them. */
export function mappingHandlers(project: ProjectHandle, grants: FileGrants): Pick<Handlers, MappingCalls> {
  const changed = (
    work: (db: Connection) => Promise<void>,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<readonly SavedMapping[]> =>
    project.write({ signal }, async (db) => {
      await work(db);
      return savedMappings(db);
    });
  return {
    'mappings.list': (_input, { signal }) => project.read({ signal }, savedMappings),
    'mappings.save': (named, context) => changed((db) => saveMapping(db, named), context),
    'mappings.rename': ({ to, ...asked }, context) => changed((db) => renameMapping(db, asked, to), context),
    'mappings.delete': (asked, context) => changed((db) => deleteMapping(db, asked), context),
    'mappings.writeFile': ({ name, mapping }) => {
      const suggestedName = `${name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_').slice(0, 60)}${ending}`;
      const path = project.stagingPath('mapping.json');
      const text = `${JSON.stringify(mapping, null, 2)}\n`;
      writeFileSync(path, text, { mode: 0o600 });
      return Promise.resolve({ staged: basename(path), suggestedName, bytes: Buffer.byteLength(text) });
    },
    'mappings.readFile': async ({ file, of }) => {
      const granted = grants.take(file);
      await checkGranted(granted);
      const told = toldIn(of, granted.path, nameOf(granted));
      await checkGranted(granted);
      return told;
    },
  };
}

/** The mapping in a file, as the window writes it and the command line reads it; 'mapping-invalid', see `readJson`. */
export const mappingFile = <K extends MappingKind>(of: K, path: string): Mappings[K] =>
  readJson({ text: textOfFile(path), file: basename(path) }, mappingSchemas[of], 'mapping-invalid');

/** The same with its kind and a name. */
export function toldIn(of: MappingKind, path: string, name: string): ToldMapping {
  switch (of) {
    case 'orders':
      return { of, name, mapping: mappingFile(of, path) };
    case 'outcomes':
      return { of, name, mapping: mappingFile(of, path) };
    case 'lines':
      return { of, name, mapping: mappingFile(of, path) };
    case 'events':
      return { of, name, mapping: mappingFile(of, path) };
  }
}

const ending = '.mapping.json';

function nameOf({ path }: GrantedFile): string {
  const name = basename(path).replace(/(?:\.mapping)?\.json$/i, '');
  return mappingNameSchema.safeParse(name.slice(0, 100)).data ?? 'mapping';
}
