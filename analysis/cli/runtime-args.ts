/** The commands that run a package. `keepEarlyDays`: see `RuntimeLimits`; null for ever. */
export type RuntimeCommand = {
  readonly package: string;
  readonly keepEarlyDays: number | null;
  readonly json: boolean;
} & ({ readonly kind: 'replay'; readonly events: string } | { readonly kind: 'serve-check' });

export const runtimeOptions = {
  replay: { required: ['package', 'events'], optional: ['keep-early'] },
  'serve-check': { required: ['package'], optional: ['keep-early'] },
} as const;

/** Days, a whole number from 1 on; `refuse` hears of anything else. */
export function keptDays(
  text: string | undefined,
  refuse: (code: 'option-choice', subject: string) => never,
): number | null {
  if (text === undefined) return null;
  return /^[1-9][0-9]{0,4}$/.test(text) ? Number(text) : refuse('option-choice', '--keep-early 1..99999');
}
