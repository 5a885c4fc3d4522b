import { identityKinds, switchableSteps, type IdentityKind, type IdentityStepName } from '../model/identity.ts';
import { usualHits, usualLimit } from '../model/identity-without.ts';
import type { GivenData } from './data-args.ts';

/** Values to fold to their keys; in a project also who else has them, or what steps left out do to a column's keys. */
export type IdentityCommand = { readonly kind: 'identity'; readonly json: boolean } & (
  | {
      readonly action: 'keys';
      readonly of: IdentityKind;
      readonly values: readonly string[];
      /** Postal code beside addresses, kana beside names. */
      readonly beside: string | null;
      /** Steps left out. */
      readonly without: readonly IdentityStepName[];
      /** Whose orders have them; null asks of none. */
      readonly project: string | null;
    }
  | {
      readonly action: 'without';
      readonly project: string;
      readonly column: string;
      readonly without: readonly IdentityStepName[];
      readonly hits: number;
      /** Minor units. */
      readonly limit: number;
    }
  | { readonly action: 'values'; readonly project: string; readonly of: IdentityKind }
);

export const identityOptions = {
  required: ['kind'],
  optional: ['postal', 'kana', 'without', 'project', 'column', 'hits', 'limit'],
} as const;

export function identityCommand(given: GivenData): IdentityCommand {
  const { texts, rest, json, refuse } = given;
  const kind = 'identity';
  const named = texts.get('kind') ?? refuse('option-missing', '--kind');
  const of = identityKinds.find((one) => one === named) ?? refuse('option-choice', `--kind ${identityKinds.join('|')}`);
  const project = texts.get('project') ?? null;
  const without = stepsOf(of, texts.get('without'), refuse);
  const column = texts.get('column');
  if (column !== undefined) {
    if (project === null) return refuse('option-missing', '--project');
    if (without.length === 0) return refuse('option-missing', '--without');
    if (rest[0] !== undefined) return refuse('option-unknown', rest[0]);
    const number = (option: string, usual: number): number => {
      const text = texts.get(option) ?? String(usual);
      return /^[0-9]{1,12}$/.test(text) ? Number(text) : refuse('option-value', `--${option}`);
    };
    const [hits, limit] = [number('hits', usualHits), number('limit', usualLimit)];
    return { kind, json, action: 'without', project, column, without, hits, limit };
  }
  const stray = ['hits', 'limit'].find((option) => texts.has(option));
  if (stray !== undefined) return refuse('option-missing', '--column');
  const read = of === 'address' ? 'postal' : of === 'person' ? 'kana' : null;
  const other = ['postal', 'kana'].find((option) => option !== read && texts.has(option));
  if (other !== undefined) return refuse('option-choice', `--${other}`);
  if (rest.length === 0) {
    if (project === null) return refuse('value-missing', kind);
    return { kind, json, action: 'values', project, of };
  }
  const beside = read === null ? null : (texts.get(read) ?? null);
  return { kind, json, action: 'keys', of, values: rest, beside, without, project };
}

/** Names of steps with commas between them, each one that can be left out of keys of the kind. */
function stepsOf(
  kind: IdentityKind,
  names: string | undefined,
  refuse: GivenData['refuse'],
): readonly IdentityStepName[] {
  return (names?.split(',') ?? []).map(
    (name) =>
      switchableSteps[kind].find((one) => one === name.trim()) ??
      refuse('option-choice', `--without ${switchableSteps[kind].join(',')}`),
  );
}
