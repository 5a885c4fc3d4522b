import { z } from 'zod';
import type { GivenWords } from './list-args.ts';
import { pastDayGiven } from './split-args.ts';

/** One side: orders of a filter's file, of a segment, from one calendar day to another, both of them included. */
export interface SideGiven {
  readonly filter: string | null;
  readonly segment: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

export interface CompareCommand {
  readonly kind: 'compare';
  readonly project: string;
  readonly a: SideGiven;
  readonly b: SideGiven;
  /** Columns whose groups are told; none: how much each column says. */
  readonly by: readonly string[];
  readonly asOf: string | null;
  readonly json: boolean;
}

export const compareOptions = {
  required: ['project'],
  optional: ['a', 'a-segment', 'a-from', 'a-to', 'b', 'b-segment', 'b-from', 'b-to', 'by', 'as-of'],
} as const;

export function compareCommand({ texts, json, refuse }: GivenWords): CompareCommand {
  const day = (option: string): string | null => {
    const text = texts.get(option);
    if (text === undefined) return null;
    return z.iso.date().safeParse(text).success ? text : refuse('option-choice', `--${option} YYYY-MM-DD`);
  };
  const side = (name: 'a' | 'b'): SideGiven => ({
    filter: texts.get(name) ?? null,
    segment: texts.get(`${name}-segment`) ?? null,
    ...{ from: day(`${name}-from`), to: day(`${name}-to`) },
  });
  const [a, b] = [side('a'), side('b')];
  const project = texts.get('project') ?? refuse('option-missing', '--project');
  // Everything beside everything says nothing.
  if ([a, b].every((one) => Object.values(one).every((value) => value === null)))
    return refuse('option-missing', '--a, --a-segment, --a-from, --b, --b-segment, --b-from');
  const by = (texts.get('by') ?? '').split(',').map((name) => name.trim());
  return {
    ...{ kind: 'compare', project, a, b, json },
    by: [...new Set(by.filter((name) => name !== ''))],
    asOf: pastDayGiven(texts.get('as-of'), refuse),
  };
}
