/** Order files the command line is to take in. */
export interface OrderFiles {
  /** Files, or folders of files; read as one history. */
  readonly history: readonly string[];
  /** A mapping file or the name of a preset; one of the two is given. */
  readonly mapping: string | null;
  readonly preset: string | null;
  readonly sheet: string | null;
  readonly outcomes: string | null;
}

export interface ImportCommand {
  readonly kind: 'import';
  readonly project: string;
  /** Orders to take in; null where only recorded results are. */
  readonly orders: OrderFiles | null;
  /** A file of recorded screening results, taken in after the orders. */
  readonly recorded: string | null;
  readonly json: boolean;
}

export const importOptions = {
  required: ['project'],
  optional: ['history', 'mapping', 'preset', 'sheet', 'outcomes', 'recorded'],
} as const;

interface Given {
  readonly texts: ReadonlyMap<string, string>;
  /** Histories after the first. */
  readonly rest: readonly string[];
  readonly json: boolean;
  readonly refuse: (code: 'option-missing' | 'options-exclude', subject: string) => never;
}

/** What `import` is to take in: orders, recorded results, or both. */
export function importCommand({ texts, rest, json, refuse }: Given): ImportCommand {
  const option = (name: string): string | null => texts.get(name) ?? null;
  const [history, mapping, preset, recorded] = [
    option('history'),
    option('mapping'),
    option('preset'),
    option('recorded'),
  ];
  const project = texts.get('project') ?? refuse('option-missing', '--project');
  const command = { kind: 'import', project, recorded, json } as const;
  const [sheet, outcomes] = [option('sheet'), option('outcomes')];
  if (history === null) {
    const besides = [mapping, preset, sheet, outcomes].some((given) => given !== null);
    return recorded === null || besides ? refuse('option-missing', '--history') : { ...command, orders: null };
  }
  if (mapping === null && preset === null) refuse('option-missing', '--mapping, --preset');
  if (mapping !== null && preset !== null) refuse('options-exclude', '--mapping, --preset');
  return { ...command, orders: { history: [history, ...rest], mapping, preset, sheet, outcomes } };
}
