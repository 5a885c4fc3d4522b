import { generalNamed } from '../model/layouts/index.ts';
import type { FileReading } from '../model/mapping-source.ts';
import type { UsageCode } from './args.ts';
import { readingAsked, readingOptions, waysToMap, type DataCommand, type ReadingAsked } from './data-args.ts';

/** Order files the command line is to take in; one of a mapping file, a kept mapping and a preset is given. */
export interface OrderFiles extends ReadingAsked {
  /** Files, or folders of files; read as one history. */
  readonly history: readonly string[];
  readonly outcomes: string | null;
}

export interface ImportCommand {
  readonly kind: 'import';
  readonly project: string;
  /** Orders to take in; null where only recorded results are. */
  readonly orders: OrderFiles | null;
  /** A file of recorded screening results, taken in after the orders. */
  readonly recorded: string | null;
  /** The preset of the recorded results where no orders come with them; null for none. */
  readonly recordedPreset: string | null;
  /** How they are read then. */
  readonly file: FileReading;
  readonly json: boolean;
}

export const importOptions = {
  required: ['project'],
  optional: ['history', ...readingOptions, 'outcomes', 'recorded'],
} as const;

interface Given {
  readonly texts: ReadonlyMap<string, string>;
  /** Histories after the first, and files that stand there without an option. */
  readonly rest: readonly string[];
  readonly json: boolean;
  readonly refuse: (code: UsageCode, subject: string) => never;
}

/** What `import` is to take in: orders, recorded results, or both; by its preset any other file beside orders. */
export function importCommand(given: Given): ImportCommand | DataCommand {
  const { texts, rest, json, refuse } = given;
  const option = (name: string): string | null => texts.get(name) ?? null;
  const [recorded, outcomes] = [option('recorded'), option('outcomes')];
  const project = texts.get('project') ?? refuse('option-missing', '--project');
  const told = readingAsked(given);
  const history = [...[option('history')].flatMap((one) => one ?? []), ...rest];
  const common = { project, json };
  const beside = besideOrders(given, { common, told, files: history });
  if (beside !== null) return beside;
  const command = { kind: 'import', ...common, recorded, recordedPreset: null, file: told.file } as const;
  const chosen = (told.mapping ?? told.saved ?? told.preset) !== null;
  if (history.length === 0) {
    const besides = chosen || outcomes !== null;
    return recorded === null || besides ? refuse('option-missing', '--history') : { ...command, orders: null };
  }
  if (!chosen) return refuse('option-missing', waysToMap);
  return { ...command, orders: { history, ...told, outcomes } };
}

interface Beside {
  readonly common: { readonly project: string; readonly json: boolean };
  readonly told: ReadingAsked;
  readonly files: readonly string[];
}

/** The same as the command of its own for files of that kind; null where the preset is one of orders, or none is told. */
function besideOrders({ texts, refuse }: Given, { common, told, files }: Beside): ImportCommand | DataCommand | null {
  const layout = told.preset === null ? undefined : generalNamed(told.preset);
  if (layout === undefined || layout.as === 'orders') return null;
  const stray = ['outcomes', 'recorded'].find((name) => texts.has(name));
  if (stray !== undefined) return refuse('options-exclude', `--preset ${layout.id}, --${stray}`);
  const [first, second] = files;
  if (first === undefined) return refuse('option-missing', 'FILE');
  switch (layout.as) {
    case 'outcomes':
    case 'lines':
      return { ...common, kind: layout.as, action: 'add', paths: files, ...told };
    case 'events':
      return { ...common, kind: 'events', action: 'add', of: layout.kind, paths: files, ...told };
    case 'recorded':
      if (second !== undefined) return refuse('option-value', second);
      return {
        ...{ ...common, kind: 'import', orders: null, recorded: first },
        ...{ recordedPreset: layout.id, file: told.file },
      };
  }
}
