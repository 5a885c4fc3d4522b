import { z } from 'zod';

/** Windows that are compared: the first and the last whole month (null) or two months, or the days before one and from it on. */
export type StabilityGiven =
  | { readonly kind: 'months'; readonly months: readonly [string, string] | null }
  | { readonly kind: 'day'; readonly day: string };

const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/);

/** `month`, a day, or two months with a comma between them; null where nothing is given. */
export function stabilityGiven(
  text: string | undefined,
  refuse: (code: 'option-choice', subject: string) => never,
): StabilityGiven | null {
  if (text === undefined) return null;
  if (text === 'month') return { kind: 'months', months: null };
  if (z.iso.date().safeParse(text).success) return { kind: 'day', day: text };
  const months = z.tuple([month, month]).safeParse(text.split(',').map((one) => one.trim()));
  return months.success && months.data[0] !== months.data[1]
    ? { kind: 'months', months: months.data }
    : refuse('option-choice', '--stability month|YYYY-MM,YYYY-MM|YYYY-MM-DD');
}
