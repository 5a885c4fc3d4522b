import { finderSettingsSchema, limitForms, type FinderSettings } from '../../analysis/model/finder-limits.ts';
import type { FinderId, FinderParams } from '../../analysis/model/patterns.ts';

/** Limits of finders that are not the usual ones, as the address holds them. */

/** What a parameter of the address says; the usual ones for anything that cannot be read. */
export function settingsIn(text: string | undefined): FinderSettings {
  try {
    const read = finderSettingsSchema.safeParse(JSON.parse(text ?? '{}'));
    return read.success ? read.data : {};
  } catch {
    return {};
  }
}

/** For the address: nothing where every limit is the usual one. */
export function settingsText(settings: FinderSettings): string | null {
  const kept = Object.entries(settings).flatMap(([id, limits]) => {
    const forms = limitForms(finderOf(id));
    const moved = Object.entries(limits ?? {}).filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(forms.find((form) => form.name === name)?.usual ?? null),
    );
    return moved.length === 0 ? [] : [[id, Object.fromEntries(moved)] as const];
  });
  return kept.length === 0 ? null : JSON.stringify(Object.fromEntries(kept));
}

const finderOf = (id: string): FinderId => finderSettingsSchema.keyof().parse(id);

/** One limit moved; null where it is out of bounds. */
export function withLimit(
  settings: FinderSettings,
  id: FinderId,
  name: string,
  value: number | readonly string[],
): FinderSettings | null {
  const read = finderSettingsSchema.safeParse({ ...settings, [id]: { ...settings[id], [name]: value } });
  return read.success ? read.data : null;
}

/** Whether a finder looked by other than its usual limits. */
export const isMoved = (id: FinderId, params: FinderParams): boolean =>
  limitForms(id).some(({ name, usual }) => JSON.stringify(params[name]) !== JSON.stringify(usual));
