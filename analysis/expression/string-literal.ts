import { issue, SyntaxStop } from './issue.ts';

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '?': '?',
  '"': '"',
  "'": "'",
  '`': '`',
};

const numeric: ReadonlyArray<readonly [RegExp, number]> = [
  [/^[xX]([0-9a-fA-F]{2})/, 16],
  [/^u([0-9a-fA-F]{4})/, 16],
  [/^U([0-9a-fA-F]{8})/, 16],
  [/^([0-3][0-7]{2})/, 8],
];

function escapeAt(text: string, at: number): { readonly value: string; readonly length: number } {
  const char = text[at + 1] ?? '';
  const plain = simple[char];
  if (plain !== undefined) return { value: plain, length: 2 };
  const rest = text.slice(at + 1, at + 10);
  for (const [pattern, radix] of numeric) {
    const digits = pattern.exec(rest)?.[1];
    if (digits === undefined) continue;
    const code = Number.parseInt(digits, radix);
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) break;
    return { value: String.fromCodePoint(code), length: 1 + (radix === 16 ? 1 : 0) + digits.length };
  }
  throw new SyntaxStop(
    issue('invalid-escape', { found: `\\${char}` }, { from: at, to: Math.min(at + 2, text.length) }),
  );
}

/** Position just after the literal's closing quote, and its value. `start` stands on the opening quote. */
export function readString(
  text: string,
  start: number,
  raw: boolean,
): { readonly value: string; readonly end: number } {
  const quote = text[start] ?? '"';
  const triple = text.startsWith(quote.repeat(3), start);
  const close = triple ? quote.repeat(3) : quote;
  let at = start + close.length;
  const parts: string[] = [];
  let plainFrom = at;
  while (at < text.length) {
    if (text.startsWith(close, at)) {
      parts.push(text.slice(plainFrom, at));
      return { value: parts.join(''), end: at + close.length };
    }
    const char = text[at];
    if (!triple && (char === '\n' || char === '\r')) break;
    if (char === '\\' && !raw) {
      parts.push(text.slice(plainFrom, at));
      const escape = escapeAt(text, at);
      parts.push(escape.value);
      at += escape.length;
      plainFrom = at;
    } else at += 1;
  }
  throw new SyntaxStop(issue('unterminated-string', {}, { from: start, to: Math.min(at, text.length) }));
}

/** A string as a canonical double-quoted CEL literal; astral characters stay as they are. */
export function quoteString(value: string): string {
  let out = '"';
  for (const char of value) {
    const code = char.codePointAt(0) ?? 0;
    if (char === '"' || char === '\\') out += `\\${char}`;
    else if (char === '\n') out += '\\n';
    else if (char === '\r') out += '\\r';
    else if (char === '\t') out += '\\t';
    else if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029 || code === 0xfeff)
      out += `\\u${code.toString(16).padStart(4, '0')}`;
    else out += char;
  }
  return `${out}"`;
}
