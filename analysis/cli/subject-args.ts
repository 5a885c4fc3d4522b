import { subjectKeys, type Subject } from '../model/personal-data.ts';
import type { GivenWords } from './list-args.ts';

/** One person by one key, or everybody. */
export function subjectOf({
  texts,
  flags: set,
  refuse,
}: GivenWords & { readonly flags: ReadonlySet<string> }): Subject {
  const all = ['--all', ...subjectKeys.map((key) => `--${key}`)].join(', ');
  const named = subjectKeys.filter((key) => texts.has(key));
  const [by, more] = named;
  if (more !== undefined || (by !== undefined && set.has('all'))) return refuse('options-exclude', all);
  if (by !== undefined) return { kind: 'person', by, value: texts.get(by) ?? '' };
  if (!set.has('all')) return refuse('option-missing', all);
  return { kind: 'all' };
}
