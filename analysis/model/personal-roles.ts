import { z } from 'zod';
import { isMasked, type Pii } from './columns.ts';

/** Classes of personal data that may be masked each by itself. */
export const personalClasses = ['identity', 'contact', 'card', 'network'] as const satisfies readonly Pii[];
export type PersonalClass = (typeof personalClasses)[number];

/**
 * Who sits before the screen: an analyst works on the values, a consultant shows a client figures of its own data, a presenter
 * (sales, a shared screen) shows them to anybody.
 */
export const roles = ['analyst', 'consultant', 'presenter'] as const;
export type Role = (typeof roles)[number];
export const roleSchema = z.enum(roles);

/** The classes that are masked. */
export const maskedClassesSchema = z.array(z.enum(personalClasses)).max(personalClasses.length);

export const roleMasksSchema = z.strictObject({
  analyst: maskedClassesSchema,
  consultant: maskedClassesSchema,
  presenter: maskedClassesSchema,
});
/** The classes that are masked for each role. */
export type RoleMasks = z.infer<typeof roleMasksSchema>;

/** Until somebody says otherwise. */
export const usualRoleMasks: RoleMasks = {
  analyst: [],
  consultant: ['identity', 'contact', 'card'],
  presenter: [...personalClasses],
};

/** A screen is shared, or photographed for a report, before anyone thinks of it. */
export const usualRole: Role = 'presenter';

/** That values came on screen that were masked before: since when (epoch ms), for which role, and where it was asked for. */
export interface Unmasking {
  readonly at: number;
  readonly role: Role;
  readonly shown: readonly PersonalClass[];
  readonly project: string;
}

/** Classes masked before and not any more, in the order of all classes. */
export const unmaskedBetween = (before: readonly PersonalClass[], now: readonly PersonalClass[]): PersonalClass[] =>
  personalClasses.filter((one) => before.includes(one) && !now.includes(one));

/** Whether whoever masked these classes then saw more than whoever masks those now: what they wrote may name a person. */
export const sawMore = (then: readonly PersonalClass[], now: readonly PersonalClass[]): boolean =>
  now.some((one) => !then.includes(one));

/** Records kept at most. */
export const unmaskingsKept = 500;

/** The record after a choice of role and masks, the latest first: one more where values are shown by it. */
export function unmaskingsAfter(
  before: { readonly role: Role; readonly masks: RoleMasks; readonly unmaskings: readonly Unmasking[] },
  chosen: { readonly role: Role; readonly masks: RoleMasks; readonly project: string; readonly at: number },
): Unmasking[] {
  const { role, masks, project, at } = chosen;
  const shown = unmaskedBetween(before.masks[before.role], masks[role]);
  const told = shown.length === 0 ? [] : [{ at, role, shown, project }];
  return [...told, ...before.unmaskings].slice(0, unmaskingsKept);
}

/**
 * Whether a column is masked where these classes are. What a client's own column holds nobody has said: it is where any class
 * is.
 */
export function isMaskedFor(
  column: { readonly name: string; readonly pii: Pii },
  classes: readonly PersonalClass[],
): boolean {
  if (!isMasked(column) || classes.length === 0) return false;
  return column.name.startsWith('custom.') || classes.some((one) => one === column.pii);
}

/** Whether a text has the form of a mask. */
export const looksMasked = (value: string): boolean =>
  /^(?:[0-9a-f]{12}(?:@.*)?|●●●[0-9a-f]*|.{1,3}\*{4})$/u.test(value);
