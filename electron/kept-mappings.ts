import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { ShinsaError } from '../analysis/model/failure.ts';
import { namedMappingSchema, type NamedMapping, type SavedMapping } from '../analysis/model/saved-mapping.ts';

const keptSchema = z.array(namedMappingSchema.extend({ savedAt: z.number() }));

/** Mappings a person keeps for all projects, the latest first; no two have one name. */
export interface MappingsStore {
  readonly list: () => readonly SavedMapping[];
  /** Keeps one in the place of the one of its name. */
  readonly keep: (named: NamedMapping) => readonly SavedMapping[];
  readonly forget: (name: string) => readonly SavedMapping[];
}

/** Reads and writes the file at every call. Throws 'mapping-invalid' for a file that was damaged, which is left as it is. */
export function openMappings(file: string): MappingsStore {
  const list = (): readonly SavedMapping[] => {
    const text = textOf(file);
    if (text === null) return [];
    try {
      return keptSchema.parse(JSON.parse(text));
    } catch (cause) {
      throw new ShinsaError('mapping-invalid', {}, { place: { file: basename(file) }, cause });
    }
  };
  const write = (kept: readonly SavedMapping[]): readonly SavedMapping[] => {
    const part = `${file}.part`;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(part, JSON.stringify(kept, null, 2), { mode: 0o600 });
    renameSync(part, file);
    return kept;
  };
  const without = (name: string): SavedMapping[] => list().filter((one) => one.name !== name);
  return {
    list,
    keep: (named) => write([{ ...named, savedAt: Date.now() }, ...without(named.name)]),
    forget: (name) => write(without(name)),
  };
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new ShinsaError('file-unreadable', {}, { place: { file: basename(file) }, cause });
  }
}
