import { parseArgs } from 'node:util';
import { importCommand, importOptions, type ImportCommand } from './import-args.ts';
import { compareCommand, compareOptions, type CompareCommand } from './compare-args.ts';
import { cohortUnits, type CohortUnit } from '../model/maturity/triangle.ts';
import { subjectKeys, type ForgetMode, type Subject } from '../model/personal-data.ts';
import { backtestCommand, backtestFlags, backtestOptions, type BacktestCommand } from './backtest-args.ts';
import { personalClasses, roles, usualRoleMasks, type PersonalClass } from '../model/personal-roles.ts';
import { dataCommand, dataFlags, dataOptions, type DataCommand } from './data-args.ts';
import { findingsCommand, findingsOptions, type FindingsCommand } from './findings-args.ts';
import { identityCommand, identityOptions, type IdentityCommand } from './identity-args.ts';
import { listOptions, listsCommand, type ListsCommand } from './list-args.ts';
import { packageCommand, packageFlags, packageOptions, packageWords, type PackageCommand } from './package-args.ts';
import {
  reviewSampleCommand,
  reviewSampleFlags,
  reviewSampleOptions,
  type ReviewSampleCommand,
} from './review-sample-args.ts';
import { bnplCommand, bnplOptions, type BnplCommand } from './bnpl-args.ts';
import { subjectOf } from './subject-args.ts';
import { scorecardCommand, scorecardOptions, type ScorecardCommand } from './scorecard-args.ts';
import { conformCommand, conformOptions, type ConformCommand } from './conform-args.ts';
import { sqlCommand, sqlFlags, sqlOptions, type SqlCommand } from './sql-args.ts';
import { keptDays, runtimeOptions, type RuntimeCommand } from './runtime-args.ts';

/** What a person asked the command line for. Paths as given. */
export type Command =
  | { readonly kind: 'help' }
  | ImportCommand
  | { readonly kind: 'rules'; readonly project: string; readonly ruleset: string; readonly json: boolean }
  | BacktestCommand
  | PackageCommand
  | { readonly kind: 'features'; readonly project: string; readonly spec: string; readonly json: boolean }
  | CompareCommand
  | { readonly kind: 'quality'; readonly project: string; readonly json: boolean }
  | { readonly kind: 'patterns'; readonly project: string; readonly params: string | null; readonly json: boolean }
  | {
      readonly kind: 'maturity';
      readonly project: string;
      /** A target of the project by its id; null for the one in use. */
      readonly target: string | null;
      readonly unit: CohortUnit;
      readonly json: boolean;
    }
  | {
      readonly kind: 'targets';
      readonly project: string;
      /** A file of one target, or of a list of them, to keep. */
      readonly set: string | null;
      readonly json: boolean;
    }
  | { readonly kind: 'stored'; readonly project: string; readonly json: boolean }
  | {
      readonly kind: 'forget';
      readonly project: string;
      readonly subject: Subject;
      readonly mode: ForgetMode;
      readonly reason: string;
      /** Without it rows are counted only. */
      readonly sure: boolean;
      readonly json: boolean;
    }
  | DataCommand
  | { readonly kind: 'demo'; readonly out: string; readonly json: boolean }
  | {
      readonly kind: 'link';
      readonly project: string;
      readonly hub: number | null;
      /** With near matches told: those nobody has decided on. */
      readonly near: boolean;
      /** With near matches over the threshold linked, too. */
      readonly linkNear: boolean;
      readonly json: boolean;
    }
  | ListsCommand
  | FindingsCommand
  | ReviewSampleCommand
  | ScorecardCommand
  | BnplCommand
  | RuntimeCommand
  | ConformCommand
  | IdentityCommand
  | SqlCommand;

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
  import: importOptions,
  backtest: backtestOptions,
  rules: { required: ['project', 'ruleset'], optional: [] },
  ...packageOptions,
  features: { required: ['project', 'spec'], optional: [] },
  compare: compareOptions,
  quality: { required: ['project'], optional: [] },
  patterns: { required: ['project'], optional: ['params'] },
  maturity: { required: ['project'], optional: ['target', 'unit'] },
  targets: { required: ['project'], optional: [] },
  stored: { required: ['project'], optional: [] },
  forget: { required: ['project', 'reason'], optional: [...subjectKeys] },
  ...dataOptions,
  demo: { required: ['out'], optional: [] },
  identity: identityOptions,
  link: { required: ['project'], optional: ['hub'] },
  lists: listOptions,
  findings: findingsOptions,
  'review-sample': reviewSampleOptions,
  scorecard: scorecardOptions,
  bnpl: bnplOptions,
  ...runtimeOptions,
  ...conformOptions,
  sql: sqlOptions,
} as const;

/** Options without a value; commands that answer with what a project holds mask personal values unless told otherwise. */
const flags: Partial<Record<keyof typeof options, readonly string[]>> = {
  import: ['unmasked'],
  backtest: backtestFlags,
  features: ['unmasked'],
  scorecard: ['unmasked'],
  compare: ['unmasked'],
  quality: ['unmasked'],
  patterns: ['unmasked'],
  maturity: ['unmasked'],
  targets: ['unmasked'],
  ...dataFlags,
  identity: ['unmasked'],
  lists: ['unmasked'],
  findings: ['unmasked'],
  link: ['unmasked', 'near', 'link-near'],
  conform: ['unmasked'],
  emulate: ['unmasked'],
  'serve-check': ['unmasked'],
  forget: ['all', 'delete', 'yes'],
  'review-sample': reviewSampleFlags,
  sql: sqlFlags,
  ...packageFlags,
};

type CommandName = keyof typeof options;
const isCommand = (name: string): name is CommandName => Object.hasOwn(options, name);

/** Options every command that masks takes. */
const maskOptions = ['role', 'mask'] as const;

/**
 * Whether personal values are to be shown in what the command answers; `masks` where only some classes are to be masked, as
 * for a role.
 */
export type Asked = Command & { readonly unmasked: boolean; readonly masks?: readonly PersonalClass[] };

/** Reads the arguments behind the program's name; throws a UsageError for anything not understood. */
export function parseCommand(argv: readonly string[]): Asked {
  const [name, ...rest] = argv;
  if (name === undefined) throw new UsageError('command-missing', '');
  if (name === 'help' || argv.includes('--help') || argv.includes('-h')) return { kind: 'help', unmasked: false };
  if (!isCommand(name)) throw new UsageError('command-unknown', name);
  const given = values(name, rest);
  const masks = masksOf(given);
  return {
    ...commandOf(name, given),
    unmasked: given.flags.has('unmasked'),
    ...(masks === null ? {} : { masks }),
  };
}

function commandOf(name: CommandName, given: Given): Command {
  const text = (option: string): string => {
    const value = given.texts.get(option);
    if (value === undefined) throw new UsageError('option-missing', `--${option}`);
    return value;
  };
  const { json } = given;
  switch (name) {
    case 'import':
      return importCommand({ ...given, refuse });
    case 'backtest':
      return backtestCommand({ ...given, refuse });
    case 'rules':
      return { kind: name, project: text('project'), ruleset: text('ruleset'), json };
    case 'export':
    case 'verify':
    case 'diff':
    case 'export-events':
      return packageCommand(name, { ...given, refuse });
    case 'features':
      return { kind: name, project: text('project'), spec: text('spec'), json };
    case 'compare':
      return compareCommand({ ...given, refuse });
    case 'quality':
      return { kind: name, project: text('project'), json };
    case 'patterns':
      return { kind: name, project: text('project'), params: given.texts.get('params') ?? null, json };
    case 'maturity': {
      const wanted = given.texts.get('unit') ?? 'month';
      const unit = cohortUnits.find((one) => one === wanted);
      if (unit === undefined) throw new UsageError('option-choice', `--unit ${cohortUnits.join('|')}`);
      return { kind: name, project: text('project'), target: given.texts.get('target') ?? null, unit, json };
    }
    case 'targets':
      return { kind: name, project: text('project'), set: setOf(given.rest), json };
    case 'stored':
      return { kind: name, project: text('project'), json };
    case 'forget':
      return {
        kind: name,
        project: text('project'),
        subject: subjectOf({ ...given, refuse }),
        mode: given.flags.has('delete') ? 'delete' : 'anonymise',
        reason: text('reason'),
        sure: given.flags.has('yes'),
        json,
      };
    case 'outcomes':
    case 'lines':
    case 'events':
    case 'imports':
    case 'mappings':
    case 'near':
      return dataCommand(name, { ...given, refuse });
    case 'demo':
      return { kind: name, out: text('out'), json };
    case 'link': {
      const hub = given.texts.get('hub');
      if (hub !== undefined && !/^[1-9][0-9]{0,5}$/.test(hub)) throw new UsageError('option-value', '--hub');
      return {
        kind: name,
        project: text('project'),
        hub: hub === undefined ? null : Number(hub),
        near: given.flags.has('near'),
        linkNear: given.flags.has('link-near'),
        json,
      };
    }
    case 'lists':
      return listsCommand({ ...given, refuse });
    case 'findings':
      return findingsCommand({ ...given, refuse });
    case 'review-sample':
      return reviewSampleCommand({ ...given, refuse });
    case 'scorecard':
      return scorecardCommand({ ...given, refuse });
    case 'bnpl':
      return bnplCommand({ ...given, refuse });
    case 'replay':
      return {
        kind: name,
        package: text('package'),
        events: text('events'),
        keepEarlyDays: keptDays(given.texts.get('keep-early'), refuse),
        json,
      };
    case 'conform':
    case 'emulate':
      return conformCommand(name, { ...given, refuse });
    case 'serve-check':
      return {
        kind: name,
        package: text('package'),
        keepEarlyDays: keptDays(given.texts.get('keep-early'), refuse),
        json,
      };
    case 'identity':
      return identityCommand({ ...given, refuse });
    case 'sql':
      return sqlCommand({ ...given, refuse });
  }
}

const refuse = (code: UsageCode, subject: string): never => {
  throw new UsageError(code, subject);
};

/** The classes that are masked for a role, or those named; null where neither is asked for. */
function masksOf({ texts, flags: set }: Given): readonly PersonalClass[] | null {
  const [role, named] = [texts.get('role'), texts.get('mask')];
  if (role === undefined && named === undefined) return null;
  if ((role !== undefined && named !== undefined) || set.has('unmasked'))
    throw new UsageError('options-exclude', '--role, --mask, --unmasked');
  if (role !== undefined) {
    const found = roles.find((one) => one === role);
    if (found === undefined) throw new UsageError('option-choice', `--role ${roles.join('|')}`);
    return usualRoleMasks[found];
  }
  return (named ?? '').split(',').map((name) => {
    const found = personalClasses.find((one) => one === name.trim());
    if (found === undefined) throw new UsageError('option-choice', `--mask ${personalClasses.join(',')}`);
    return found;
  });
}

/** Nothing, or `set FILE`. */
function setOf([verb, file, more]: readonly string[]): string | null {
  if (verb === undefined) return null;
  if (verb !== 'set') throw new UsageError('option-unknown', verb);
  if (file === undefined) throw new UsageError('value-missing', verb);
  if (more !== undefined) throw new UsageError('option-unknown', more);
  return file;
}

/** Commands that take what stands there without an option. */
const withRest: ReadonlySet<CommandName> = new Set([
  ...packageWords,
  'bnpl',
  'events',
  'identity',
  'import',
  'imports',
  'lines',
  'lists',
  'mappings',
  'near',
  'outcomes',
  'review-sample',
  'sql',
  'targets',
]);

interface Given {
  readonly texts: ReadonlyMap<string, string>;
  /** What stands there without an option, and histories after the first; only some commands take it. */
  readonly rest: readonly string[];
  readonly json: boolean;
  readonly flags: ReadonlySet<string>;
}

function values(name: CommandName, args: string[]): Given {
  const given = ['json', ...(flags[name] ?? [])];
  const masks = given.includes('unmasked') ? maskOptions : [];
  const known: readonly string[] = [...options[name].required, ...options[name].optional, ...masks];
  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: optionTypes(known, given),
  });
  const texts = new Map<string, string>();
  const rest: string[] = [];
  const set = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (!withRest.has(name)) throw new UsageError('option-unknown', token.value);
      rest.push(token.value);
      continue;
    }
    if (token.kind === 'option-terminator') continue;
    if (given.includes(token.name)) {
      if (token.value !== undefined) throw new UsageError('option-value', token.rawName);
      set.add(token.name);
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
  return { texts, rest, json: set.has('json'), flags: set };
}

function optionTypes(
  names: readonly string[],
  given: readonly string[],
): Record<string, { type: 'string' | 'boolean' }> {
  return Object.fromEntries([
    ...names.map((name) => [name, { type: 'string' as const }] as const),
    ...given.map((name) => [name, { type: 'boolean' as const }] as const),
  ]);
}
