import { z } from 'zod';
import type { UsageCode } from './args.ts';
import { readingAsked } from './data-args.ts';
import type { FileReading } from '../model/mapping-source.ts';
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
      readonly reading: FileReading;
    }
  | { readonly action: 'add-bundled'; readonly project: string; readonly bundled: string }
  | {
      readonly action: 'refresh';
      readonly project: string;
      readonly id: string;
      readonly file: string;
      readonly snapshot: string | null;
      readonly reading: FileReading;
    }
  | {
      readonly action: 'rename';
      readonly project: string;
      readonly id: string;
      readonly name: string | null;
      readonly purpose: ListPurpose | null;
    }
  | { readonly action: 'delete' | 'restore'; readonly project: string; readonly id: string }
  | { readonly action: 'put'; readonly project: string; readonly id: string; readonly values: readonly string[] }
  | { readonly action: 'entries'; readonly project: string; readonly id: string; readonly search: string }
  | { readonly action: 'bundled' }
);

export const listOptions = {
  required: [],
  optional: [
    ...['project', 'name', 'kind', 'purpose', 'id', 'snapshot', 'bundled', 'search'],
    ...['encoding', 'delimiter', 'sheet'],
  ],
} as const;

/** The command's options and the words behind it, and what refuses one of them. */
export interface GivenWords {
  readonly texts: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
  readonly json: boolean;
  readonly refuse: (code: UsageCode, subject: string) => never;
}

/** `lists`, or `lists` and what to do with one. */
export function listsCommand(given: GivenWords): ListsCommand {
  const { rest, json } = given;
  const [action = 'show', file, ...more] = rest;
  if (more[0] !== undefined && action !== 'put') return given.refuse('option-unknown', more[0]);
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
        reading: readingAsked(given).file,
      };
    }
    case 'refresh':
      return {
        ...{ kind: 'lists', action, json, project: needed(given, 'project'), file: fileOf(given, file) },
        id: needed(given, 'id'),
        snapshot: read(given, 'snapshot', z.iso.date()),
        reading: readingAsked(given).file,
      };
    case 'rename': {
      const [name, purpose] = [given.texts.get('name') ?? null, read(given, 'purpose', listPurposeSchema)];
      if (name === null && purpose === null) return given.refuse('option-missing', '--name, --purpose');
      return { kind: 'lists', action, json, ...ofList(given), name, purpose };
    }
    case 'delete':
    case 'restore':
      return { kind: 'lists', action, json, ...ofList(given) };
    case 'put':
      return { kind: 'lists', action, json, ...ofList(given), values: [fileOf(given, file), ...more] };
    case 'entries':
      return { kind: 'lists', action, json, ...ofList(given), search: given.texts.get('search') ?? '' };
    default:
      return given.refuse('option-unknown', action);
  }
}

const ofList = (given: GivenWords): { readonly project: string; readonly id: string } => ({
  project: needed(given, 'project'),
  id: needed(given, 'id'),
});

const needed = ({ texts, refuse }: GivenWords, option: string): string =>
  texts.get(option) ?? refuse('option-missing', `--${option}`);

const fileOf = ({ refuse }: GivenWords, file: string | undefined): string => file ?? refuse('value-missing', 'lists');

function read<S extends z.ZodType>({ texts, refuse }: GivenWords, option: string, schema: S): z.output<S> | null {
  const text = texts.get(option);
  if (text === undefined) return null;
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  return refuse('option-choice', `--${option}${schema instanceof z.ZodEnum ? ` ${schema.options.join('|')}` : ''}`);
}
