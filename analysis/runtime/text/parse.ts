import { RuntimeRefusal } from '../package.ts';
import { read, type Token } from './reader.ts';

/** A rule's text as a tree without types; `at` is where a part begins. */
export type Tree = { readonly at: number } & (
  | { readonly is: 'number'; readonly text: string }
  | { readonly is: 'string'; readonly text: string }
  | { readonly is: 'truth'; readonly value: boolean }
  | { readonly is: 'path'; readonly path: string }
  | { readonly is: 'list'; readonly items: readonly Tree[] }
  | { readonly is: 'call'; readonly name: string; readonly on: Tree | null; readonly args: readonly Tree[] }
  | { readonly is: 'sign'; readonly op: '!' | '-'; readonly of: Tree }
  | { readonly is: 'binary'; readonly op: string; readonly left: Tree; readonly right: Tree }
  | { readonly is: 'logic'; readonly op: '&&' | '||'; readonly of: readonly Tree[] }
  | { readonly is: 'choice'; readonly of: Tree; readonly yes: Tree; readonly no: Tree }
);

/** Bounds of a text: UTF-16 units, parts, nesting. Beyond them a package is refused. */
const most = { length: 20_000, parts: 5_000, depth: 200 } as const;

const kept = new Set(
  'as break const continue else for function if import let loop package namespace return var void while in null'.split(
    ' ',
  ),
);

/** Operators by how tightly they bind, loosest first; all of them from left to right. */
const levels: readonly (readonly string[])[] = [
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads a rule's text; refuses one that is none, or too large. */
export function parse(text: string): Tree {
  if (text.length > most.length) throw new RuntimeRefusal('rule-too-large');
  const cursor = new Cursor(read(text));
  const tree = cursor.choice();
  cursor.end();
  return tree;
}

class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;
  #parts = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  end(): void {
    if (this.#now.kind !== 'end') this.#refuse();
  }

  choice(): Tree {
    return this.#inside(() => {
      const of = this.#logic('||');
      if (!this.#take('?')) return of;
      const yes = this.#logic('||');
      this.#expect(':');
      return this.#made({ is: 'choice', of, yes, no: this.choice(), at: of.at });
    });
  }

  #logic(op: '&&' | '||'): Tree {
    const operand = (): Tree => (op === '||' ? this.#logic('&&') : this.#operators(0));
    const of = [operand()];
    while (this.#take(op)) of.push(operand());
    const [first] = of;
    if (first === undefined) return this.#refuse();
    return of.length === 1 ? first : this.#made({ is: 'logic', op, of, at: first.at });
  }

  #operators(level: number): Tree {
    const names = levels[level];
    if (names === undefined) return this.#sign();
    let left = this.#operators(level + 1);
    for (let times = 1; ; times += 1) {
      const op = names.find((name) => this.#isMark(name) || (name === 'in' && this.#isWord('in')));
      if (op === undefined) return left;
      if (times > most.depth) throw new RuntimeRefusal('rule-too-deep', '', left.at);
      this.#at += 1;
      const right = this.#operators(level + 1);
      left = this.#made({ is: 'binary', op, left, right, at: left.at });
    }
  }

  #sign(): Tree {
    const { at } = this.#now;
    const op = this.#take('!') ? '!' : this.#take('-') ? '-' : null;
    if (op === null) return this.#member();
    return this.#inside(() => this.#made({ is: 'sign', op, of: this.#sign(), at }));
  }

  #member(): Tree {
    const grouped = this.#isMark('(');
    let tree = this.#primary();
    let plain = !grouped;
    while (this.#take('.')) {
      const name = this.#now;
      if (name.kind !== 'word') return this.#refuse();
      this.#at += 1;
      if (this.#isMark('(')) {
        tree = this.#call(name.text, tree);
        plain = false;
      } else {
        if (tree.is !== 'path' || !plain) return this.#refuse();
        tree = this.#made({ is: 'path', path: `${tree.path}.${name.text}`, at: tree.at });
      }
    }
    return tree;
  }

  #primary(): Tree {
    const { kind, text, at } = this.#now;
    if (this.#take('(')) {
      const inner = this.choice();
      this.#expect(')');
      return inner;
    }
    if (this.#isMark('[')) return this.#made({ is: 'list', items: this.#items('[', ']'), at });
    if (kind === 'mark' || kind === 'end') return this.#refuse();
    this.#at += 1;
    if (kind === 'number') return this.#made({ is: 'number', text, at });
    if (kind === 'string') return this.#made({ is: 'string', text, at });
    if (text === 'true' || text === 'false') return this.#made({ is: 'truth', value: text === 'true', at });
    if (kept.has(text)) throw new RuntimeRefusal('rule-word', '', at);
    return this.#isMark('(') ? this.#call(text, null) : this.#made({ is: 'path', path: text, at });
  }

  #call(name: string, on: Tree | null): Tree {
    const at = on?.at ?? this.#now.at;
    return this.#made({ is: 'call', name, on, args: this.#items('(', ')'), at });
  }

  #items(open: string, close: string): Tree[] {
    this.#expect(open);
    const items: Tree[] = [];
    while (!this.#isMark(close)) {
      items.push(this.choice());
      if (!this.#take(',')) break;
    }
    this.#expect(close);
    return items;
  }

  #made(tree: Tree): Tree {
    this.#parts += 1;
    if (this.#parts > most.parts) throw new RuntimeRefusal('rule-too-large', '', tree.at);
    return tree;
  }

  #inside(work: () => Tree): Tree {
    this.#depth += 1;
    if (this.#depth > most.depth) throw new RuntimeRefusal('rule-too-deep', '', this.#now.at);
    const tree = work();
    this.#depth -= 1;
    return tree;
  }

  get #now(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', at: 0 };
  }

  #isMark(text: string): boolean {
    return this.#now.kind === 'mark' && this.#now.text === text;
  }

  #isWord(text: string): boolean {
    return this.#now.kind === 'word' && this.#now.text === text;
  }

  #take(mark: string): boolean {
    if (!this.#isMark(mark)) return false;
    this.#at += 1;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#take(mark)) this.#refuse();
  }

  #refuse(): never {
    throw new RuntimeRefusal('rule-syntax', '', this.#now.at);
  }
}
