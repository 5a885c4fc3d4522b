import { RuntimeRefusal } from '../package.ts';

/** A token of a rule's text; `at` is where it begins, in UTF-16 units. */
export interface Token {
  readonly kind: 'number' | 'string' | 'word' | 'mark' | 'end';
  /** As written; the value of a string. */
  readonly text: string;
  readonly at: number;
}

const blank = /(?:[\t\n\f\r ]|\/\/[^\n]*)+/y;
const numeral = /0[xX][0-9a-fA-F]+|(?:[0-9]+\.[0-9]+|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const word = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{M}\p{Nd}_]*/uy;
const marks = ['==', '!=', '<=', '>=', '&&', '||', ...'-+*/%!<>?:.,()[]'];

function found(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** The tokens of a text, the last one `end`; refuses what is none. */
export function read(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += found(blank, text, at)?.length ?? 0;
    if (at >= text.length) return [...tokens, { kind: 'end', text: '', at: text.length }];
    const [token, end] = next(text, at);
    tokens.push(token);
    at = end;
  }
}

function next(text: string, at: number): readonly [Token, number] {
  const char = text[at] ?? '';
  if (char === '"' || char === "'") return quoted(text, at, at, false);
  if (/[rR]/.test(char) && /["']/.test(text[at + 1] ?? '')) return quoted(text, at, at + 1, true);
  const number = found(numeral, text, at);
  if (number !== null) {
    if (found(word, text, at + number.length) !== null) throw new RuntimeRefusal('rule-number', '', at);
    return [{ kind: 'number', text: number, at }, at + number.length];
  }
  const name = found(word, text, at);
  if (name !== null) return [{ kind: 'word', text: name, at }, at + name.length];
  const mark = marks.find((one) => text.startsWith(one, at));
  if (mark === undefined) throw new RuntimeRefusal('rule-character', '', at);
  return [{ kind: 'mark', text: mark, at }, at + mark.length];
}

const escapes: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', '?': '?', '"': '"', "'": "'", '`': '`' },
};

/** `open` stands on the quote; a text between three quotes may hold line ends. */
function quoted(text: string, at: number, open: number, raw: boolean): readonly [Token, number] {
  const one = text[open] ?? '"';
  const close = text.startsWith(one.repeat(3), open) ? one.repeat(3) : one;
  let value = '';
  for (let place = open + close.length; place < text.length;) {
    if (text.startsWith(close, place)) return [{ kind: 'string', text: value, at }, place + close.length];
    const char = text[place] ?? '';
    if (close.length === 1 && (char === '\n' || char === '\r')) break;
    if (char === '\\' && !raw) {
      const [escaped, length] = escape(text, place);
      value += escaped;
      place += length;
    } else {
      value += char;
      place += 1;
    }
  }
  throw new RuntimeRefusal('rule-string', '', at);
}

function escape(text: string, at: number): readonly [string, number] {
  const simple = escapes[text[at + 1] ?? ''];
  if (simple !== undefined) return [simple, 2];
  const rest = text.slice(at + 1, at + 10);
  const hex = /^(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
  const octal = hex === null ? /^[0-3][0-7]{2}/.exec(rest) : null;
  const digits = hex?.[1] ?? hex?.[2] ?? hex?.[3] ?? octal?.[0];
  const point = digits === undefined ? 0 : Number.parseInt(digits, octal === null ? 16 : 8);
  if (point === 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
    throw new RuntimeRefusal('rule-escape', '', at);
  return [String.fromCodePoint(point), 1 + (hex ?? octal ?? [''])[0].length];
}
