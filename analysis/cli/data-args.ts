import { eventKinds, type EventKind } from '../model/events.ts';
import { fileDelimiters, fileEncodings, type FileReading } from '../model/mapping-source.ts';
import { nearShows, type NearChoice, type NearShow } from '../model/near.ts';
import type { OutcomeChoice } from '../model/outcome-match.ts';
import { mappingKinds, type MappingKind } from '../model/saved-mapping.ts';
import type { UsageCode } from './args.ts';

/** How files are to be read: by a mapping file, one the project keeps or a preset, and otherwise than detected. */
export interface ReadingAsked {
  readonly mapping: string | null;
  readonly saved: string | null;
  readonly preset: string | null;
  readonly file: FileReading;
}

/** What a person asked of files beside orders, of imports, of kept mappings and of near matches. */
export type DataCommand = { readonly project: string; readonly json: boolean } & (
  | { readonly kind: 'outcomes'; readonly action: 'show' }
  | ({ readonly kind: 'outcomes'; readonly action: 'add'; readonly paths: readonly string[] } & ReadingAsked)
  | { readonly kind: 'outcomes'; readonly action: 'open'; readonly importId: string | null }
  | {
      readonly kind: 'outcomes';
      readonly action: 'resolve';
      readonly importId: string;
      readonly line: number;
      readonly choice: OutcomeChoice;
    }
  | { readonly kind: 'lines'; readonly action: 'show' }
  | ({ readonly kind: 'lines'; readonly action: 'add'; readonly paths: readonly string[] } & ReadingAsked)
  | { readonly kind: 'events'; readonly action: 'show' }
  | ({
      readonly kind: 'events';
      readonly action: 'add';
      readonly of: EventKind | null;
      readonly paths: readonly string[];
    } & ReadingAsked)
  | { readonly kind: 'imports'; readonly action: 'show' }
  | { readonly kind: 'imports'; readonly action: 'remove'; readonly importId: string }
  | {
      readonly kind: 'imports';
      readonly action: 'rejected' | 'unmatched' | 'orphans';
      readonly importId: string;
      readonly out: string;
    }
  | { readonly kind: 'mappings'; readonly action: 'show' }
  | {
      readonly kind: 'mappings';
      readonly action: 'save';
      readonly of: MappingKind;
      readonly name: string;
      readonly file: string;
    }
  | {
      readonly kind: 'mappings';
      readonly action: 'rename';
      readonly of: MappingKind;
      readonly name: string;
      readonly to: string;
    }
  | { readonly kind: 'mappings'; readonly action: 'delete'; readonly of: MappingKind; readonly name: string }
  | {
      readonly kind: 'mappings';
      readonly action: 'write';
      readonly of: MappingKind;
      readonly name: string;
      readonly out: string;
    }
  | { readonly kind: 'near'; readonly action: 'show'; readonly show: NearShow }
  | {
      readonly kind: 'near';
      readonly action: 'decide';
      readonly choice: NearChoice;
      readonly pairs: readonly string[];
    }
);

export type DataWord = DataCommand['kind'];

/** The ways to say where columns come from; one of them is told. */
export const waysToMap = '--mapping, --preset, --saved';

/** Options that say how a file is read. */
export const readingOptions = ['mapping', 'preset', 'saved', 'encoding', 'delimiter', 'sheet'] as const;

export const dataOptions = {
  outcomes: { required: ['project'], optional: [...readingOptions, 'import', 'line', 'order-id'] },
  lines: { required: ['project'], optional: readingOptions },
  events: { required: ['project'], optional: ['kind', ...readingOptions] },
  imports: { required: ['project'], optional: ['import', 'out'] },
  mappings: { required: ['project'], optional: ['name', 'to', 'of', 'out'] },
  near: { required: ['project'], optional: ['show'] },
} as const;

/** `none` and `undo` say of an outcome that it belongs to no order, or that nobody decided. */
export const dataFlags = {
  outcomes: ['unmasked', 'none', 'undo'],
  lines: ['unmasked'],
  events: ['unmasked'],
  imports: ['unmasked'],
  mappings: ['unmasked'],
  near: ['unmasked'],
} as const;

/** The command's options and the words behind it, and what refuses one of them. */
export interface GivenData {
  readonly texts: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
  readonly json: boolean;
  readonly flags: ReadonlySet<string>;
  readonly refuse: (code: UsageCode, subject: string) => never;
}

export function dataCommand(kind: DataWord, given: GivenData): DataCommand {
  const common = { project: needed(given, 'project'), json: given.json };
  switch (kind) {
    case 'outcomes':
      return { ...common, ...outcomesOf(given) };
    case 'lines':
      return { ...common, kind, ...shownOrAdded(given) };
    case 'events': {
      const of = choice(given, 'kind', eventKinds);
      const told = shownOrAdded(given);
      if (told.action === 'show' && of !== null) return given.refuse('value-missing', kind);
      return told.action === 'show' ? { ...common, kind, ...told } : { ...common, kind, of, ...told };
    }
    case 'imports':
      return { ...common, ...importsOf(given) };
    case 'mappings':
      return { ...common, ...mappingsOf(given) };
    case 'near':
      return { ...common, ...nearOf(given) };
  }
}

type Without<T> = T extends unknown ? Omit<T, 'project' | 'json'> : never;
type Asked<K extends DataWord> = Without<Extract<DataCommand, { kind: K }>>;

function outcomesOf(given: GivenData): Asked<'outcomes'> {
  const [word, ...more] = given.rest;
  const kind = 'outcomes';
  if (word === 'open') {
    if (more[0] !== undefined) return given.refuse('option-unknown', more[0]);
    return { kind, action: word, importId: given.texts.get('import') ?? null };
  }
  if (word !== 'resolve') return { kind, ...shownOrAdded(given) };
  const line = needed(given, 'line');
  if (!/^[1-9][0-9]{0,14}$/.test(line)) return given.refuse('option-value', '--line');
  return { kind, action: word, importId: needed(given, 'import'), line: Number(line), choice: choiceOf(given) };
}

function choiceOf({ texts, flags, refuse }: GivenData): OutcomeChoice {
  const orderId = texts.get('order-id');
  const asked = [
    ...(orderId === undefined ? [] : [{ kind: 'order' as const, orderId }]),
    ...(flags.has('none') ? [{ kind: 'none' as const }] : []),
    ...(flags.has('undo') ? [{ kind: 'undo' as const }] : []),
  ];
  const [one, other] = asked;
  if (other !== undefined) return refuse('options-exclude', '--order-id, --none, --undo');
  return one ?? refuse('option-missing', '--order-id, --none, --undo');
}

function shownOrAdded(
  given: GivenData,
): { readonly action: 'show' } | ({ readonly action: 'add'; readonly paths: readonly string[] } & ReadingAsked) {
  const asked = readingAsked(given);
  if (given.rest.length > 0) return { action: 'add', paths: given.rest, ...asked };
  const stray = readingOptions.find((option) => given.texts.has(option));
  if (stray !== undefined) return given.refuse('value-missing', `--${stray}`);
  return { action: 'show' };
}

/** How a person says files are read; the same words with every command that takes files. */
export function readingAsked(given: Pick<GivenData, 'texts' | 'refuse'>): ReadingAsked {
  const { texts, refuse } = given;
  const [mapping = null, preset = null, saved = null] = [texts.get('mapping'), texts.get('preset'), texts.get('saved')];
  if ([mapping, preset, saved].filter((one) => one !== null).length > 1) return refuse('options-exclude', waysToMap);
  const encoding = choice(given, 'encoding', fileEncodings);
  const sign = texts.get('delimiter');
  const delimiter = fileDelimiters.find((one) => one === (sign === 'tab' ? '\t' : sign));
  if (sign !== undefined && delimiter === undefined) return refuse('option-choice', '--delimiter');
  const sheet = texts.get('sheet');
  const file = {
    ...(encoding === null ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(sheet === undefined ? {} : { sheet }),
  };
  return { mapping, preset, saved, file };
}

function importsOf(given: GivenData): Asked<'imports'> {
  const [word = 'show', more] = given.rest;
  if (more !== undefined) return given.refuse('option-unknown', more);
  const kind = 'imports';
  switch (word) {
    case 'show':
      return { kind, action: word };
    case 'remove':
      return { kind, action: word, importId: needed(given, 'import') };
    case 'rejected':
    case 'unmatched':
    case 'orphans':
      return { kind, action: word, importId: needed(given, 'import'), out: needed(given, 'out') };
    default:
      return given.refuse('option-unknown', word);
  }
}

function mappingsOf(given: GivenData): Asked<'mappings'> {
  const [word = 'show', file, more] = given.rest;
  const kind = 'mappings';
  if (word === 'show') return { kind, action: word };
  const stray = word === 'save' ? more : file;
  if (stray !== undefined) return given.refuse('option-unknown', stray);
  const of = choice(given, 'of', mappingKinds) ?? given.refuse('option-missing', '--of');
  const named = { of, name: needed(given, 'name') };
  switch (word) {
    case 'save':
      return { kind, action: word, ...named, file: file ?? given.refuse('value-missing', word) };
    case 'rename':
      return { kind, action: word, ...named, to: needed(given, 'to') };
    case 'delete':
      return { kind, action: word, ...named };
    case 'write':
      return { kind, action: word, ...named, out: needed(given, 'out') };
    default:
      return given.refuse('option-unknown', word);
  }
}

const choices = { accept: 'accepted', reject: 'rejected', undo: 'undo' } as const;

function nearOf(given: GivenData): Asked<'near'> {
  const [word, ...pairs] = given.rest;
  const kind = 'near';
  if (word === undefined) return { kind, action: 'show', show: choice(given, 'show', nearShows) ?? 'open' };
  if (word !== 'accept' && word !== 'reject' && word !== 'undo') return given.refuse('option-unknown', word);
  const wrong = pairs.find((pair) => !/^[0-9a-f]{32}-[0-9a-f]{32}$/.test(pair));
  if (wrong !== undefined) return given.refuse('option-choice', wrong);
  if (pairs.length === 0) return given.refuse('value-missing', word);
  return { kind, action: 'decide', choice: choices[word], pairs };
}

const needed = ({ texts, refuse }: Pick<GivenData, 'texts' | 'refuse'>, option: string): string =>
  texts.get(option) ?? refuse('option-missing', `--${option}`);

function choice<T extends string>(
  { texts, refuse }: Pick<GivenData, 'texts' | 'refuse'>,
  option: string,
  all: readonly T[],
): T | null {
  const text = texts.get(option);
  if (text === undefined) return null;
  return all.find((one) => one === text) ?? refuse('option-choice', `--${option} ${all.join('|')}`);
}
