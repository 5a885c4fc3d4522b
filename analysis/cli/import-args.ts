import type { FileReading } from '../model/mapping-source.ts';
import type { UsageCode } from './args.ts';
import { readingAsked, readingOptions, type ReadingAsked } from './data-args.ts';

/** Order files the command line is to take in; one of a mapping file, a kept mapping and a preset is given. */
export interface OrderFiles extends ReadingAsked {
  /** Files, or folders of files; read as one history. */
  readonly history: readonly string[];
  readonly preset: string | null;
  readonly outcomes: string | null;
}

export interface ImportCommand {
  readonly kind: 'import';
  readonly project: string;
  /** Orders to take in; null where only recorded results are. */
  readonly orders: OrderFiles | null;
  /** A file of recorded screening results, taken in after the orders. */
  readonly recorded: string | null;
  /** How the recorded results are read where no orders come with them. */
  readonly file: FileReading;
  readonly json: boolean;
}

export const importOptions = {
  required: ['project'],
  optional: ['history', ...readingOptions, 'preset', 'outcomes', 'recorded'],
} as const;

interface Given {
  readonly texts: ReadonlyMap<string, string>;
  /** Histories after the first. */
  readonly rest: readonly string[];
  readonly json: boolean;
  readonly refuse: (code: UsageCode, subject: string) => never;
}

const ways = '--mapping, --preset, --saved';

/** What `import` is to take in: orders, recorded results, or both. */
export function importCommand(given: Given): ImportCommand {
  const { texts, rest, json, refuse } = given;
  const option = (name: string): string | null => texts.get(name) ?? null;
  const [history, preset, recorded, outcomes] = [
    ...[option('history'), option('preset')],
    ...[option('recorded'), option('outcomes')],
  ];
  const project = texts.get('project') ?? refuse('option-missing', '--project');
  const told = readingAsked(given);
  const command = { kind: 'import', project, recorded: recorded ?? null, file: told.file, json } as const;
  const chosen = [told.mapping, told.saved, preset].filter((one) => typeof one === 'string').length;
  if (typeof history !== 'string') {
    const besides = chosen > 0 || typeof outcomes === 'string';
    return command.recorded === null || besides ? refuse('option-missing', '--history') : { ...command, orders: null };
  }
  if (chosen === 0) return refuse('option-missing', ways);
  if (chosen > 1) return refuse('options-exclude', ways);
  const orders = { history: [history, ...rest], ...told, preset: preset ?? null, outcomes: outcomes ?? null };
  return { ...command, orders };
}
