import { z } from 'zod';
import { splitSchema, type Split } from '../model/results/split.ts';

/** One day, or two with a comma between them; nothing for no split. */
export function splitGiven(days: string | undefined, refuse: (code: 'option-choice', subject: string) => never): Split {
  if (days === undefined) return [];
  const read = splitSchema.safeParse(days.split(',').map((day) => day.trim()));
  return read.success ? read.data : refuse('option-choice', '--split YYYY-MM-DD[,YYYY-MM-DD]');
}

/** A day that has come somewhere on earth: what will be known on a later one nobody can tell. Null for none. */
export function pastDayGiven(
  day: string | undefined,
  refuse: (code: 'option-choice', subject: string) => never,
): string | null {
  if (day === undefined) return null;
  const come = z.iso.date().safeParse(day).success && Date.parse(day) <= Date.now() + 86_400_000;
  return come ? day : refuse('option-choice', '--as-of YYYY-MM-DD <= today');
}
