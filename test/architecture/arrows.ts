import { builtinModules } from 'node:module';
import type { Import } from './sources.ts';

/** A wrong arrow, as a person reads it: file:line -> target. */
export type WrongArrow = string;

interface Room {
  readonly name: string;
  readonly holds: RegExp;
  /** Files of ours it may import for their values. */
  readonly files: readonly RegExp[];
  /** Files of ours from which it may import types only. */
  readonly typesOf?: readonly RegExp[];
  readonly packages: (name: string) => boolean;
}

const nodeBuiltin = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name);
const duckdb = (name: string): boolean => name.startsWith('@duckdb/');
const ofTheWindow = (name: string): boolean =>
  /^(react|react-dom|@blueprintjs|@codemirror|@lezer|@tanstack|electron)(\/|$)/.test(name);
const ofTheEngine = (name: string): boolean => !duckdb(name) && !ofTheWindow(name);
const contracts = [/^analysis\/process\.ts$/, /^analysis\/engine-api\.ts$/];
const pure = [/^analysis\/model\//, /^analysis\/expression\//];

/** design.md, "Rooms and arrows". The first room that holds a file is its room. */
const rooms: readonly Room[] = [
  { name: 'model', holds: /^analysis\/model\//, files: [/^analysis\/model\//], packages: (name) => name === 'zod' },
  { name: 'expression', holds: /^analysis\/expression\//, files: pure, packages: (name) => name === 'zod' },
  {
    name: 'store',
    holds: /^analysis\/store\//,
    files: [...pure, /^analysis\/store\//],
    typesOf: contracts,
    packages: (name) => !ofTheWindow(name),
  },
  // Its agreement with the engine is a proof because it shares nothing with it, not even types.
  { name: 'the runtime', holds: /^analysis\/runtime\//, files: [/^analysis\/runtime\//], packages: () => false },
  {
    // Proves what it writes by running it.
    name: 'the export room',
    holds: /^analysis\/export\//,
    files: [...pure, /^analysis\/store\//, /^analysis\/kernels\//, /^analysis\/runtime\//],
    typesOf: contracts,
    packages: ofTheEngine,
  },
  { name: 'kernels', holds: /^analysis\/kernels\//, files: [/^analysis\/kernels\//], packages: nodeBuiltin },
  {
    // What DuckDB makes for the kernels: both rooms that ask them stand on it.
    name: 'coded columns',
    holds: /^analysis\/columns\//,
    files: [...pure, /^analysis\/store\//, /^analysis\/kernels\//, /^analysis\/columns\//],
    typesOf: contracts,
    packages: ofTheEngine,
  },
  {
    name: 'an analysis room',
    holds: /^analysis\/[^/]+\//,
    files: [...pure, /^analysis\/store\//, /^analysis\/kernels\//, /^analysis\/columns\//],
    typesOf: contracts,
    packages: ofTheEngine,
  },
  { name: 'the engine', holds: /^analysis\/[^/]+$/, files: [/^analysis\//, /^samples\//], packages: ofTheEngine },
  { name: 'the setup', holds: /^electron\/setup\//, files: [/^electron\/setup\//], packages: () => true },
  {
    // Wider than drawn: design.md has only analysis/engine-api here. The shell starts the engine and the sample, keeps
    // the folder they keep, moves and signs what they staged; its contract with the page lies in model.
    name: 'the shell',
    holds: /^electron\//,
    files: [
      /^electron\/(?!setup\/)/,
      /^analysis\/(?:engine-api|engine|sample|process|cache-folder|move-staged|sign-package)\.ts$/,
      /^analysis\/model\//,
    ],
    packages: (name) => name === 'electron' || name === 'zod' || nodeBuiltin(name),
  },
  {
    // What rooms are made of knows none of them.
    name: 'parts of the window',
    holds: /^renderer\/(?:parts|chart)\//,
    files: [/^renderer\/(?:parts|chart|state|theme|i18n|engine)\//, ...pure],
    packages: (name) => !nodeBuiltin(name) && !duckdb(name) && name !== 'electron' && name !== 'arquero',
  },
  {
    name: 'the window',
    holds: /^renderer\//,
    files: [/^renderer\//, ...pure],
    typesOf: [/^analysis\/engine-api\.ts$/],
    packages: (name) => !nodeBuiltin(name) && !duckdb(name) && name !== 'electron' && name !== 'arquero',
  },
  { name: 'the samples', holds: /^samples\//, files: [/^samples\//, ...pure], packages: ofTheEngine },
  { name: 'the tests', holds: /^test\//, files: [/./], packages: () => true },
];

export function wrongArrows(imports: readonly Import[]): readonly WrongArrow[] {
  return imports.flatMap((item) => {
    const room = rooms.find(({ holds }) => holds.test(item.from));
    if (room !== undefined && isAllowed(room, item)) return [];
    return [`${item.from}:${item.line} (${room?.name ?? 'no room'}) -> ${item.to}${item.typeOnly ? ' (types)' : ''}`];
  });
}

function isAllowed(room: Room, { from, to, external, typeOnly }: Import): boolean {
  if (external) return room.packages(to);
  if (ownFolder(from) !== null && ownFolder(from) === ownFolder(to)) return true;
  if (room.files.some((pattern) => pattern.test(to))) return true;
  return typeOnly && (room.typesOf ?? []).some((pattern) => pattern.test(to));
}

/** `analysis/ingest` of a file in it, or null for a file directly in `analysis`. */
function ownFolder(path: string): string | null {
  return /^analysis\/[^/]+(?=\/)/.exec(path)?.[0] ?? null;
}

/** Files that need each other's values before either can run, each ring named once. */
export function cycles(imports: readonly Import[]): readonly string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to, external, typeOnly } of imports) {
    if (!external && !typeOnly) next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push([...trail.slice(at), path].join(' -> '));
    if (at >= 0 || finished.has(path)) return;
    for (const target of next.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of next.keys()) visit(path, []);
  return found;
}
