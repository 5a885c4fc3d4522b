import { splitSchema, type Split } from '../model/results/split.ts';

/** One day, or two with a comma between them; nothing for no split. */
export function splitGiven(days: string | undefined, refuse: (code: 'option-choice', subject: string) => never): Split {
  if (days === undefined) return [];
  const read = splitSchema.safeParse(days.split(',').map((day) => day.trim()));
  return read.success ? read.data : refuse('option-choice', '--split');
}
