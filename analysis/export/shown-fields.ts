import type { RuntimeEvent } from '../runtime/index.ts';
import type { Surrogates } from './surrogate.ts';

export type ShownFields = Readonly<Record<string, string | number | boolean>>;

/** The fields of an event as people may see them: personal values replaced, equal ones by equal ones. */
export function shownFields(
  fields: NonNullable<RuntimeEvent['fields']>,
  isPersonal: (path: string) => boolean,
  surrogates: Surrogates,
): ShownFields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([path, value]): [string, string | number | boolean][] => {
      if (value === null) return [];
      if (!isPersonal(path) || typeof value === 'boolean') return [[path, value]];
      return [[path, typeof value === 'number' ? surrogates.ofNumber(value) : surrogates.of(value, path)]];
    }),
  );
}
