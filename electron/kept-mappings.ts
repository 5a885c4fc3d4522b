import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { failureOf, ShinsaError } from '../analysis/model/failure.ts';
import {
  keptMappingSchema,
  type MappingKind,
  type NamedMapping,
  type SavedMapping,
} from '../analysis/model/saved-mapping.ts';

const keptSchema = z.array(keptMappingSchema);

/** Mappings a person keeps for all projects, the latest first; no two of a kind have one name. */
export interface MappingsStore {
  readonly list: () => readonly SavedMapping[];
  /** Keeps one in the place of the one of its kind and name. */
  readonly keep: (named: NamedMapping) => readonly SavedMapping[];
  readonly forget: (asked: { readonly of: MappingKind; readonly name: string }) => readonly SavedMapping[];
}

/**
 * Reads and writes the file at every call. Throws 'kept-mappings-damaged' for one that cannot be read as it was written; the next
 * mapping that is kept begins another and puts the damaged one beside it, as `NAME.damaged`.
 */
export function openMappings(file: string): MappingsStore {
  const list = (): readonly SavedMapping[] => {
    const text = textOf(file);
    if (text === null) return [];
    try {
      return keptSchema.parse(JSON.parse(text));
    } catch (cause) {
      throw new ShinsaError(
        'kept-mappings-damaged',
        { file: basename(file) },
        { place: { file: basename(file) }, cause },
      );
    }
  };
  const write = (kept: readonly SavedMapping[]): readonly SavedMapping[] => {
    const part = `${file}.part`;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(part, JSON.stringify(kept, null, 2), { mode: 0o600 });
    renameSync(part, file);
    return kept;
  };
  const without = ({ of, name }: Pick<NamedMapping, 'of' | 'name'>): SavedMapping[] =>
    list().filter((one) => one.of !== of || one.name !== name);
  return {
    list,
    keep: (named) => {
      const others = orAside(file, () => without(named));
      return write([{ ...named, savedAt: Date.now() }, ...others]);
    },
    forget: (asked) => write(without(asked)),
  };
}

/** Nothing where the file is damaged, which is put aside. */
function orAside(file: string, read: () => SavedMapping[]): SavedMapping[] {
  try {
    return read();
  } catch (error) {
    if (failureOf(error).code !== 'kept-mappings-damaged') throw error;
    renameSync(file, `${file}.damaged`);
    return [];
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new ShinsaError('file-unreadable', {}, { place: { file: basename(file) }, cause });
  }
}
