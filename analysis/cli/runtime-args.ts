/** The commands that run a package. */
export type RuntimeCommand =
  | { readonly kind: 'replay'; readonly package: string; readonly events: string; readonly json: boolean }
  | { readonly kind: 'serve-check'; readonly package: string; readonly json: boolean };

export const runtimeOptions = {
  replay: { required: ['package', 'events'], optional: [] },
  'serve-check': { required: ['package'], optional: [] },
} as const;
