import { z } from 'zod';
import { listIdSchema, listMatchSchema, listPurposeSchema, type ListMatch, type ListPurpose } from '../model/lists.ts';

/** What a person asked of a project's lists. */
export type ListsCommand = { readonly kind: 'lists'; readonly json: boolean } & (
  | { readonly action: 'show'; readonly project: string }
  | {
      readonly action: 'add';
      readonly project: string;
      readonly file: string;
      readonly name: string;
      readonly match: ListMatch;
      readonly purpose: ListPurpose;
      readonly id: string | null;
      readonly snapshot: string | null;
    }
  | { readonly action: 'add-bundled'; readonly project: string; readonly bundled: string }
  | {
      readonly action: 'refresh';
      readonly project: string;
      readonly id: string;
      readonly file: string;
      readonly snapshot: string | null;
    }
  | { readonly action: 'bundled' }
);

export const listOptions = {
  required: [],
  optional: ['project', 'name', 'kind', 'purpose', 'id', 'snapshot', 'bundled'],
} as const;

/** The command's options and the words behind it, and what refuses one of them. */
export interface GivenWords {
  readonly texts: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
  readonly json: boolean;
  readonly refuse: (
    code: 'option-missing' | 'option-choice' | 'option-value' | 'option-unknown' | 'value-missing',
    subject: string,
  ) => never;
}

/** `lists`, `lists add`, `lists refresh` or `lists bundled`. */
export function listsCommand(given: GivenWords): ListsCommand {
  const { rest, json } = given;
  const [action = 'show', file, ...more] = rest;
  if (more[0] !== undefined) return given.refuse('option-unknown', more[0]);
  switch (action) {
    case 'show':
      return { kind: 'lists', action, json, project: needed(given, 'project') };
    case 'bundled':
      return { kind: 'lists', action, json };
    case 'add': {
      const [project, bundled] = [needed(given, 'project'), given.texts.get('bundled')];
      if (bundled !== undefined) return { kind: 'lists', action: 'add-bundled', json, project, bundled };
      return {
        ...{ kind: 'lists', action, json, project, name: needed(given, 'name'), file: fileOf(given, file) },
        match: read(given, 'kind', listMatchSchema) ?? given.refuse('option-missing', '--kind'),
        purpose: read(given, 'purpose', listPurposeSchema) ?? 'other',
        id: read(given, 'id', listIdSchema),
        snapshot: read(given, 'snapshot', z.iso.date()),
      };
    }
    case 'refresh':
      return {
        ...{ kind: 'lists', action, json, project: needed(given, 'project'), file: fileOf(given, file) },
        id: needed(given, 'id'),
        snapshot: read(given, 'snapshot', z.iso.date()),
      };
    default:
      return given.refuse('option-unknown', action);
  }
}

const needed = ({ texts, refuse }: GivenWords, option: string): string =>
  texts.get(option) ?? refuse('option-missing', `--${option}`);

const fileOf = ({ refuse }: GivenWords, file: string | undefined): string => file ?? refuse('value-missing', 'lists');

function read<S extends z.ZodType>({ texts, refuse }: GivenWords, option: string, schema: S): z.output<S> | null {
  const text = texts.get(option);
  if (text === undefined) return null;
  const parsed = schema.safeParse(text);
  return parsed.success ? parsed.data : refuse('option-choice', `--${option}`);
}
