import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

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
const sourceFile = /\.(ts|tsx|mjs)$/;

export function readTree(root: string): Tree {
  const tree = new Map<string, string>();
  const visit = (path: string): void => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      const below = posix.join(path, entry.name);
      if (entry.isDirectory()) visit(below);
      else if (sourceFile.test(entry.name)) tree.set(below, readFileSync(join(root, below), 'utf8'));
    }
  };
  rooms.forEach(visit);
  return tree;
}

export function parse(path: string, text: string): ts.SourceFile {
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : path.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, kind);
}

export function importsOf(tree: Tree): readonly Import[] {
  return [...tree].flatMap(([path, text]) => importsOfFile(path, text));
}

function importsOfFile(path: string, text: string): readonly Import[] {
  const source = parse(path, text);
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const external = !specifier.text.startsWith('.');
    const to = external ? specifier.text : posix.join(posix.dirname(path), specifier.text.replace(/\?.*$/, ''));
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    found.push({ from: path, to, external, typeOnly, lazy: ts.isCallExpression(node), line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, isTypeOnlyImport(node));
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && isLoading(node)) add(node, node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnlyImport({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  const { namedBindings, isTypeOnly, name } = importClause;
  if (isTypeOnly || name !== undefined || namedBindings === undefined) return isTypeOnly;
  if (!ts.isNamedImports(namedBindings) || namedBindings.elements.length === 0) return false;
  return namedBindings.elements.every((element) => element.isTypeOnly);
}

function isLoading({ expression }: ts.CallExpression): boolean {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(expression) && expression.text === 'require';
}
