/** What a configuration contradicts, or what law and providers look at in it. No legal advice. */

/** `error`: cannot be so; `warning`: to be decided by somebody who knows; `note`: good to know. */
export type LintSeverity = 'error' | 'warning' | 'note';

export const lintSeverities = {
  'registration-needed': 'error',
  'outside-regulation': 'note',
  'small-possible': 'note',
  'small-above': 'error',
  'certified-needed': 'error',
  'card-without-3ds': 'error',
  '3ds-selective': 'warning',
  'collector-unlicensed': 'error',
  'collector-servicer': 'warning',
  'negatives-unpublished': 'error',
  'negatives-shared': 'note',
  'bureau-modelled': 'warning',
  'minors-consent': 'error',
  'late-interest': 'error',
  'late-fees': 'warning',
  'late-fees-any': 'warning',
  'final-screen': 'error',
  'area-fine': 'error',
  'input-protected': 'error',
  'input-reasoned': 'note',
  'cap-above': 'error',
  'ladder-past-cap': 'warning',
  'ladder-after-end': 'error',
  'end-order': 'error',
  'credit-goes-on': 'warning',
  'due-before-statement': 'error',
  'plan-unknown': 'error',
  'named-twice': 'error',
  'key-unused': 'error',
  'nobody-reviews': 'warning',
  'unreviewed-both-ways': 'warning',
  'score-order': 'error',
  'pack-unfed': 'error',
  'assumed-order': 'error',
  'holidays-unknown': 'warning',
  'source-astray': 'warning',
} as const satisfies Readonly<Record<string, LintSeverity>>;
export type LintCode = keyof typeof lintSeverities;

export interface LintFinding {
  readonly code: LintCode;
  readonly severity: LintSeverity;
  /** The parameter that is behind it, as `dunning.steps.2.fee`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string | number>>;
}
