import { itemsPath, type Layout } from '../fields.ts';
import { RuntimeRefusal } from '../package.ts';
import type { Tree } from './parse.ts';
import type { Term } from './term.ts';

/** What a rule is read against. */
export interface Scope {
  readonly layout: Layout;
  readonly currency: string;
  readonly timezone: string;
  /** Whether there is a list of that name that a field can be on. */
  readonly canList: (list: string, path: string) => boolean;
}

/** One reading of a rule. */
export interface Reading extends Scope {
  /** What a line is called inside a macro. */
  readonly line: string | null;
  /** The term of a part. */
  readonly term: (tree: Tree, reading: Reading) => Term;
}

export function refuse(code: string, { at }: Tree): never {
  throw new RuntimeRefusal(code, '', at);
}

/** The term of a part that is true or false. */
export function condition(tree: Tree, reading: Reading): Term {
  const term = reading.term(tree, reading);
  return term.type === 'bool' ? term : refuse('rule-type', tree);
}

/** The field of a line that a path names; null where it names none. */
export const lineField = (path: string, { line }: Reading): string | null =>
  line !== null && path.startsWith(`${line}.`) ? path.slice(line.length + 1) : null;

/** Whether a path names the lines of an order. */
export const isItems = (tree: Tree | null, { layout }: Reading): boolean =>
  tree?.is === 'path' && (tree.path === 'items' || tree.path === itemsPath) && layout.hasItems;
