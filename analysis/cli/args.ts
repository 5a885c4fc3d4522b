import { parseArgs } from 'node:util';
import { eventKinds, type EventKind } from '../model/events.ts';
import { cohortUnits, type CohortUnit } from '../model/maturity/triangle.ts';
import { identityKinds, type IdentityKind } from '../model/identity.ts';

/** What a person asked the command line for. Paths as given. */
export type Command =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'import';
      readonly project: string;
      /** Files, or folders of files; read as one history. */
      readonly history: readonly string[];
      /** A mapping file or the name of a preset; one of the two is given. */
      readonly mapping: string | null;
      readonly preset: string | null;
      readonly sheet: string | null;
      readonly outcomes: string | null;
      readonly json: boolean;
    }
  | { readonly kind: 'backtest'; readonly project: string; readonly ruleset: string; readonly json: boolean }
  | {
      readonly kind: 'export';
      readonly project: string;
      readonly ruleset: string;
      readonly out: string;
      readonly json: boolean;
    }
  | { readonly kind: 'quality'; readonly project: string; readonly json: boolean }
  | { readonly kind: 'maturity'; readonly project: string; readonly unit: CohortUnit; readonly json: boolean }
  | { readonly kind: 'outcomes'; readonly project: string; readonly json: boolean }
  | {
      readonly kind: 'events';
      readonly project: string;
      /** What to take in; null lists what is there. */
      readonly load: {
        readonly of: EventKind;
        readonly files: readonly string[];
        readonly mapping: string | null;
      } | null;
      readonly json: boolean;
    }
  | { readonly kind: 'demo'; readonly out: string; readonly json: boolean }
  | { readonly kind: 'link'; readonly project: string; readonly hub: number | null; readonly json: boolean }
  | {
      readonly kind: 'identity';
      readonly of: IdentityKind;
      readonly values: readonly string[];
      readonly postal: string | null;
      readonly json: boolean;
    };

export type UsageCode =
  | 'command-missing'
  | 'command-unknown'
  | 'option-unknown'
  | 'option-missing'
  | 'option-value'
  | 'option-choice'
  | 'options-exclude'
  | 'value-missing';

/** The command line itself was wrong; `name` is the command or option it is about. */
export class UsageError extends Error {
  readonly code: UsageCode;
  readonly subject: string;

  constructor(code: UsageCode, subject: string) {
    super(code);
    this.name = 'UsageError';
    this.code = code;
    this.subject = subject;
  }
}

const options = {
  import: { required: ['project', 'history'], optional: ['mapping', 'preset', 'sheet', 'outcomes'] },
  backtest: { required: ['project', 'ruleset'], optional: [] },
  export: { required: ['project', 'ruleset', 'out'], optional: [] },
  quality: { required: ['project'], optional: [] },
  maturity: { required: ['project'], optional: ['unit'] },
  outcomes: { required: ['project'], optional: [] },
  events: { required: ['project'], optional: ['kind', 'mapping'] },
  demo: { required: ['out'], optional: [] },
  identity: { required: ['kind'], optional: ['postal'] },
  link: { required: ['project'], optional: ['hub'] },
} as const;

type CommandName = keyof typeof options;
const isCommand = (name: string): name is CommandName => Object.hasOwn(options, name);

/** Reads the arguments behind the program's name; throws a UsageError for anything not understood. */
export function parseCommand(argv: readonly string[]): Command {
  const [name, ...rest] = argv;
  if (name === undefined) throw new UsageError('command-missing', '');
  if (name === 'help' || argv.includes('--help') || argv.includes('-h')) return { kind: 'help' };
  if (!isCommand(name)) throw new UsageError('command-unknown', name);
  const given = values(name, rest);
  const text = (option: string): string => {
    const value = given.texts.get(option);
    if (value === undefined) throw new UsageError('option-missing', `--${option}`);
    return value;
  };
  const { json } = given;
  switch (name) {
    case 'import': {
      const [mapping = null, preset = null] = [given.texts.get('mapping'), given.texts.get('preset')];
      if (mapping === null && preset === null) throw new UsageError('option-missing', '--mapping, --preset');
      if (mapping !== null && preset !== null) throw new UsageError('options-exclude', '--mapping, --preset');
      return {
        kind: name,
        project: text('project'),
        history: [text('history'), ...given.rest],
        mapping,
        preset,
        sheet: given.texts.get('sheet') ?? null,
        outcomes: given.texts.get('outcomes') ?? null,
        json,
      };
    }
    case 'backtest':
      return { kind: name, project: text('project'), ruleset: text('ruleset'), json };
    case 'export':
      return { kind: name, project: text('project'), ruleset: text('ruleset'), out: text('out'), json };
    case 'quality':
      return { kind: name, project: text('project'), json };
    case 'maturity': {
      const wanted = given.texts.get('unit') ?? 'month';
      const unit = cohortUnits.find((one) => one === wanted);
      if (unit === undefined) throw new UsageError('option-choice', '--unit');
      return { kind: name, project: text('project'), unit, json };
    }
    case 'outcomes':
      return { kind: name, project: text('project'), json };
    case 'events': {
      const wanted = given.texts.get('kind');
      const of = eventKinds.find((kind) => kind === wanted);
      if (wanted !== undefined && of === undefined) throw new UsageError('option-choice', '--kind');
      const mapping = given.texts.get('mapping') ?? null;
      if (of === undefined && (given.rest.length > 0 || mapping !== null))
        throw new UsageError('option-missing', '--kind');
      if (of !== undefined && given.rest.length === 0) throw new UsageError('value-missing', name);
      const load = of === undefined ? null : { of, files: given.rest, mapping };
      return { kind: name, project: text('project'), load, json };
    }
    case 'demo':
      return { kind: name, out: text('out'), json };
    case 'link': {
      const hub = given.texts.get('hub');
      if (hub !== undefined && !/^[1-9][0-9]{0,5}$/.test(hub)) throw new UsageError('option-value', '--hub');
      return { kind: name, project: text('project'), hub: hub === undefined ? null : Number(hub), json };
    }
    case 'identity': {
      const of = identityKinds.find((kind) => kind === text('kind'));
      if (of === undefined) throw new UsageError('option-choice', '--kind');
      if (given.rest.length === 0) throw new UsageError('value-missing', name);
      return { kind: name, of, values: given.rest, postal: given.texts.get('postal') ?? null, json };
    }
  }
}

interface Given {
  readonly texts: ReadonlyMap<string, string>;
  /** What stands there without an option, and histories after the first; only some commands take it. */
  readonly rest: readonly string[];
  readonly json: boolean;
}

function values(name: CommandName, args: string[]): Given {
  const known: readonly string[] = [...options[name].required, ...options[name].optional];
  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: stringOptions(known),
  });
  const texts = new Map<string, string>();
  const rest: string[] = [];
  let json = false;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (name !== 'identity' && name !== 'events' && (name !== 'import' || !texts.has('history')))
        throw new UsageError('option-unknown', token.value);
      rest.push(token.value);
      continue;
    }
    if (token.kind === 'option-terminator') continue;
    if (token.name === 'json') {
      if (token.value !== undefined) throw new UsageError('option-value', token.rawName);
      json = true;
      continue;
    }
    if (!known.includes(token.name)) throw new UsageError('option-unknown', token.rawName);
    if (token.value === undefined || token.value === '') throw new UsageError('option-value', token.rawName);
    if (texts.has(token.name)) {
      if (token.name !== 'history') throw new UsageError('option-value', token.rawName);
      rest.push(token.value);
      continue;
    }
    texts.set(token.name, token.value);
  }
  return { texts, rest, json };
}

function stringOptions(names: readonly string[]): Record<string, { type: 'string' | 'boolean' }> {
  return { json: { type: 'boolean' }, ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])) };
}
