import { issue, SyntaxStop, type Span } from './issue.ts';
import { readString } from './string-literal.ts';

export type Token = Span &
  (
    | { readonly kind: 'int'; readonly value: bigint; readonly text: string }
    | { readonly kind: 'double'; readonly value: number; readonly text: string }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'mark'; readonly text: string }
    | { readonly kind: 'end' }
  );

const space = /[\t\n\f\r ]+|\/\/[^\n]*/y;
const name = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{M}\p{Nd}_]*/uy;
const number = /0[xX][0-9a-fA-F]+|(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?/y;
const mark = /==|!=|<=|>=|&&|\|\||[-+*/%!<>?:.,()[\]{}]/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function stop(text: string, at: number): never {
  const point = text.codePointAt(at) ?? 0;
  const found = String.fromCodePoint(point);
  const span = { from: at, to: at + found.length };
  if (found === '=') throw new SyntaxStop(issue('single-equals', {}, span));
  if (found === '&' || found === '|')
    throw new SyntaxStop(issue('word-operator', { found, use: found.repeat(2) }, span));
  throw new SyntaxStop(issue('unexpected-character', { found: printable(point, found) }, span));
}

function printable(point: number, found: string): string {
  const hidden =
    point < 0x21 ||
    (point >= 0x7f && point < 0xa1) ||
    (point >= 0x2000 && point <= 0x200f) ||
    (point >= 0xd800 && point <= 0xdfff);
  return hidden || point === 0x3000 || point === 0xfeff
    ? `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
    : found;
}

function numberToken(text: string, at: number, found: string): Token {
  const to = at + found.length;
  const next = match(name, text, to);
  if (next !== undefined) {
    const span = { from: at, to: to + next.length };
    if (/^[uU]$/.test(next)) throw new SyntaxStop(issue('unsupported-uint', { found: found + next }, span));
    throw new SyntaxStop(issue('invalid-number', { found: found + next }, span));
  }
  if (/^(0[xX]|\d+$)/.test(found)) return { kind: 'int', value: BigInt(found), text: found, from: at, to };
  const value = Number(found);
  if (!Number.isFinite(value)) throw new SyntaxStop(issue('double-range', { text: found }, { from: at, to }));
  return { kind: 'double', value, text: found, from: at, to };
}

function wordToken(text: string, at: number, word: string): Token {
  const to = at + word.length;
  const quote = text[to];
  if (quote === '"' || quote === "'") {
    if (/^[rR]$/.test(word)) {
      const { value, end } = readString(text, to, true);
      return { kind: 'string', value, from: at, to: end };
    }
    if (/^([bB]|[bB][rR]|[rR][bB])$/.test(word))
      throw new SyntaxStop(issue('unsupported-bytes', {}, { from: at, to: to + 1 }));
  }
  return { kind: 'name', text: word, from: at, to };
}

/** The tokens of a rule, ended by `end`. Throws SyntaxStop at the first character that cannot be read. */
export function tokens(text: string): Token[] {
  const out: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = match(space, text, at);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const token = tokenAt(text, at);
    out.push(token);
    at = token.to;
  }
  out.push({ kind: 'end', from: text.length, to: text.length });
  return out;
}

function tokenAt(text: string, at: number): Token {
  const char = text[at];
  if (char === '"' || char === "'") {
    const { value, end } = readString(text, at, false);
    return { kind: 'string', value, from: at, to: end };
  }
  const digits = match(number, text, at);
  if (digits !== undefined) return numberToken(text, at, digits);
  const word = match(name, text, at);
  if (word !== undefined) return wordToken(text, at, word);
  const symbol = match(mark, text, at);
  if (symbol !== undefined) return { kind: 'mark', text: symbol, from: at, to: at + symbol.length };
  return stop(text, at);
}
