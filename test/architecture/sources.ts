import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync, type Node, type Program, Visitor } from 'oxc-parser';

/** One import as written: where from, what, and whether it vanishes when the types are removed. */
export interface Import {
  readonly from: string;
  /** A path from the root for a file of ours, otherwise the specifier as written. */
  readonly to: string;
  readonly external: boolean;
  readonly typeOnly: boolean;
  /** Loaded by a call while running, not before the file starts. */
  readonly lazy: boolean;
  readonly line: number;
}

/** Source text by path from the root. */
export type Tree = ReadonlyMap<string, string>;

const rooms = ['analysis', 'electron', 'renderer', 'samples', 'test'];
/** AssemblyScript is no TypeScript. */
const foreign = 'analysis/kernels/assembly';
const sourceFile = /\.(ts|tsx|mjs)$/;

export function readTree(root: string): Tree {
  const tree = new Map<string, string>();
  const visit = (path: string): void => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      const below = posix.join(path, entry.name);
      if (below === foreign) continue;
      if (entry.isDirectory()) visit(below);
      else if (sourceFile.test(entry.name)) tree.set(below, readFileSync(join(root, below), 'utf8'));
    }
  };
  rooms.forEach(visit);
  return tree;
}

/** A parsed file, and where in it a node begins. */
export interface Source {
  readonly program: Program;
  lineOf(node: Node): number;
}

export function parse(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text, { sourceType: 'module' });
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  return { program, lineOf: ({ start }) => text.slice(0, start).split('\n').length };
}

export function importsOf(tree: Tree): readonly Import[] {
  return [...tree].flatMap(([path, text]) => importsOfFile(path, text));
}

function importsOfFile(path: string, text: string): readonly Import[] {
  const { program, lineOf } = parse(path, text);
  const found: Import[] = [];
  const add = (node: Node, specifier: Node | null | undefined, typeOnly: boolean): void => {
    const name = specifier === null || specifier === undefined ? null : plainText(specifier);
    if (name === null) return;
    const external = !name.startsWith('.');
    const to = external ? name : posix.join(posix.dirname(path), name.replace(/\?.*$/, ''));
    const lazy = node.type === 'ImportExpression' || node.type === 'CallExpression';
    found.push({ from: path, to, external, typeOnly, lazy, line: lineOf(node) });
  };
  new Visitor({
    ImportDeclaration: (node) => {
      const types = node.specifiers.map((one) => one.type === 'ImportSpecifier' && one.importKind === 'type');
      add(node, node.source, node.importKind === 'type' || (types.length > 0 && types.every(Boolean)));
    },
    ExportAllDeclaration: (node) => add(node, node.source, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => add(node, node.source, node.exportKind === 'type'),
    TSImportType: (node) => add(node, node.source, true),
    ImportExpression: (node) => add(node, node.source, false),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') add(node, node.arguments[0], false);
    },
  }).visit(program);
  return found;
}

/** The text of a string, or of a template without holes. */
export function plainText(node: Node): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return null;
  return node.quasis[0]?.value.cooked ?? null;
}
