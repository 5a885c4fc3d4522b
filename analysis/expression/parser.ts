import { issue, SyntaxStop, type Issue, type IssueCode, type IssueParams, type Span } from './issue.ts';
import { tokens, type Token } from './lexer.ts';
import { limits, relations, type ArithmeticOp, type BinaryOp, type Syntax } from './syntax.ts';

const reserved = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
const wordOperators: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['is', '=='],
  ['like', 'contains'],
]);
const binding: ReadonlyMap<string, number> = new Map<string, number>([
  ...relations.map((op) => [op, 1] as const),
  ['in', 1],
  ['+', 2],
  ['-', 2],
  ['*', 3],
  ['/', 3],
  ['%', 3],
]);

export type Parsed =
  | { readonly ok: true; readonly ast: Syntax }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads a rule's text into a tree, or gives the first syntax error with its place. Never throws on any text. */
export function parse(text: string): Parsed {
  try {
    if (text.length > limits.length)
      fail('too-long', { limit: limits.length }, { from: limits.length, to: text.length });
    return { ok: true, ast: new Parser(text).whole() };
  } catch (error) {
    if (error instanceof SyntaxStop) return { ok: false, issues: [error.issue] };
    throw error;
  }
}

function fail<C extends IssueCode>(code: C, params: IssueParams<C>, span: Span): never {
  throw new SyntaxStop(issue(code, params, span));
}

class Parser {
  private readonly text: string;
  private readonly list: readonly Token[];
  private at = 0;
  private level = 0;
  private count = 0;
  private readonly depths = new WeakMap<Syntax, number>();
  private readonly grouped = new WeakSet<Syntax>();

  constructor(text: string) {
    this.text = text;
    this.list = tokens(text);
  }

  whole(): Syntax {
    if (this.peek().kind === 'end') fail('empty', {}, { from: 0, to: this.text.length });
    const tree = this.expression();
    if (this.peek().kind !== 'end') this.unexpected();
    return tree;
  }

  private expression(): Syntax {
    return this.deeper(() => {
      const condition = this.logic('||');
      if (!this.take('?')) return condition;
      const then = this.logic('||');
      this.expect(':');
      const otherwise = this.expression();
      const span = { from: condition.from, to: otherwise.to };
      return this.node({ kind: 'conditional', condition, then, otherwise, ...span }, [condition, then, otherwise]);
    });
  }

  private logic(op: '||' | '&&'): Syntax {
    const next = (): Syntax => (op === '||' ? this.logic('&&') : this.binary(1));
    const first = next();
    const operands = [first];
    while (this.take(op)) operands.push(next());
    const last = operands[operands.length - 1] ?? first;
    if (operands.length === 1) return first;
    return this.node({ kind: 'logic', op, operands, from: first.from, to: last.to }, operands);
  }

  private binary(level: number): Syntax {
    let left = this.unary();
    for (;;) {
      const token = this.peek();
      const op = token.kind === 'mark' || token.kind === 'name' ? token.text : '';
      const power = binding.get(op);
      if (power === undefined || power < level) return left;
      this.at += 1;
      const right = this.binary(power + 1);
      const node = {
        kind: 'binary',
        op: op as BinaryOp & (ArithmeticOp | 'in'),
        left,
        right,
        from: left.from,
        to: right.to,
      } as const;
      left = this.node(node, [left, right]);
    }
  }

  private unary(): Syntax {
    const token = this.peek();
    if (token.kind !== 'mark' || (token.text !== '!' && token.text !== '-')) return this.member();
    const op = token.text;
    return this.deeper(() => {
      this.at += 1;
      const operand = this.unary();
      return this.node({ kind: 'unary', op, operand, from: token.from, to: operand.to }, [operand]);
    });
  }

  private member(): Syntax {
    let tree = this.primary();
    for (;;) {
      const token = this.peek();
      if (token.kind !== 'mark') return tree;
      if (token.text === '[') fail('unsupported-index', {}, token);
      if (token.text === '{' && tree.kind === 'path') fail('unsupported-map', {}, token);
      if (token.text !== '.') return tree;
      this.at += 1;
      tree = this.selected(tree);
    }
  }

  private selected(target: Syntax): Syntax {
    const token = this.peek();
    if (token.kind !== 'name') return this.unexpected();
    this.at += 1;
    if (this.peekMark('(')) return this.call(token.text, token, target);
    if (target.kind !== 'path' || this.grouped.has(target)) fail('unsupported-select', {}, token);
    return this.node({ kind: 'path', path: `${target.path}.${token.text}`, from: target.from, to: token.to }, []);
  }

  private call(name: string, nameAt: Span, target: Syntax | null): Syntax {
    this.expect('(');
    const { items, end } = this.items(')');
    const span = { from: target?.from ?? nameAt.from, to: end };
    const at = { from: nameAt.from, to: nameAt.to };
    return this.node(
      { kind: 'call', name, nameAt: at, target, args: items, ...span },
      target === null ? items : [target, ...items],
    );
  }

  private items(close: ')' | ']'): { readonly items: readonly Syntax[]; readonly end: number } {
    const items: Syntax[] = [];
    while (!this.peekMark(close)) {
      items.push(this.expression());
      if (!this.take(',')) break;
    }
    return { items, end: this.expect(close).to };
  }

  private primary(): Syntax {
    const token = this.peek();
    if (token.kind === 'mark') return this.opened(token);
    if (token.kind === 'end') return this.unexpected();
    this.at += 1;
    const span = { from: token.from, to: token.to };
    switch (token.kind) {
      case 'int':
        return this.node({ kind: 'int', value: token.value, text: token.text, ...span }, []);
      case 'double':
        return this.node({ kind: 'double', value: token.value, text: token.text, ...span }, []);
      case 'string':
        return this.node({ kind: 'string', value: token.value, ...span }, []);
      case 'name':
        return this.word(token.text, span);
    }
  }

  private word(word: string, span: Span): Syntax {
    if (word === 'true' || word === 'false') return this.node({ kind: 'bool', value: word === 'true', ...span }, []);
    if (word === 'null') return this.node({ kind: 'null', ...span }, []);
    if (word === 'in') {
      this.at -= 1;
      return this.unexpected();
    }
    if (reserved.has(word)) fail('reserved-word', { found: word }, span);
    const use = wordOperators.get(word.toLowerCase());
    if (use !== undefined && !this.peekMark('.')) fail('word-operator', { found: word, use }, span);
    if (this.peekMark('(')) return this.call(word, span, null);
    return this.node({ kind: 'path', path: word, ...span }, []);
  }

  private opened(token: Token & { readonly kind: 'mark' }): Syntax {
    if (token.text === '{') fail('unsupported-map', {}, token);
    if (token.text !== '(' && token.text !== '[') return this.unexpected();
    this.at += 1;
    if (token.text === '[') {
      const { items, end } = this.items(']');
      return this.node({ kind: 'list', items, from: token.from, to: end }, items);
    }
    const inner = this.expression();
    const { to } = this.expect(')');
    const tree = { ...inner, from: token.from, to };
    this.depths.set(tree, this.depths.get(inner) ?? 1);
    this.grouped.add(tree);
    return tree;
  }

  private node(tree: Syntax, children: readonly Syntax[]): Syntax {
    this.count += 1;
    if (this.count > limits.nodes) fail('too-many-parts', { limit: limits.nodes }, tree);
    let depth = 1;
    for (const child of children) depth = Math.max(depth, 1 + (this.depths.get(child) ?? 1));
    if (depth > limits.depth) fail('too-deep', { limit: limits.depth }, tree);
    this.depths.set(tree, depth);
    return tree;
  }

  private deeper(read: () => Syntax): Syntax {
    this.level += 1;
    if (this.level > limits.depth) fail('too-deep', { limit: limits.depth }, this.peek());
    const tree = read();
    this.level -= 1;
    return tree;
  }

  private peek(): Token {
    return this.list[this.at] ?? { kind: 'end', from: this.text.length, to: this.text.length };
  }

  private peekMark(text: string): boolean {
    const token = this.peek();
    return token.kind === 'mark' && token.text === text;
  }

  private take(text: string): boolean {
    if (!this.peekMark(text)) return false;
    this.at += 1;
    return true;
  }

  private expect(text: string): Token {
    const token = this.peek();
    if (!this.peekMark(text)) return this.unexpected();
    this.at += 1;
    return token;
  }

  private unexpected(): never {
    const token = this.peek();
    if (token.kind === 'end') fail('unexpected-end', {}, token);
    const use = token.kind === 'name' ? wordOperators.get(token.text.toLowerCase()) : undefined;
    if (token.kind === 'name' && use !== undefined) fail('word-operator', { found: token.text, use }, token);
    fail('unexpected-token', { found: this.text.slice(token.from, Math.min(token.to, token.from + 40)) }, token);
  }
}
