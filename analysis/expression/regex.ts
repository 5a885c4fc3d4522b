/** What keeps a pattern from being accepted; `at` counts UTF-16 units from the pattern's start. */
export interface RegexProblem {
  readonly code: 'regex-syntax' | 'regex-unsupported' | 'regex-lookaround' | 'regex-backreference' | 'regex-too-large';
  readonly found: string;
  readonly at: number;
  readonly length: number;
}

export type RegexReading =
  | { readonly ok: true; readonly nested: boolean }
  | { readonly ok: false; readonly problem: RegexProblem };

/** Bounds: UTF-16 units of a pattern, its program size (roughly RE2 instructions), product of nested repetitions, nesting. */
export const regexLimits = { length: 1000, program: 20_000, repeat: 1000, depth: 50 } as const;

const properties = new Set(
  (
    'L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp ' +
    'Han Hiragana Katakana Latin Greek Cyrillic Hangul Arabic Hebrew Thai'
  ).split(' '),
);
const posix = /^\[:\^?(alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/;

interface Piece {
  readonly size: number;
  /** Product of the counted repetitions inside. */
  readonly repeat: number;
  /** Holds an unbounded repetition. */
  readonly loops: boolean;
}

const plain = (size: number): Piece => ({ size, repeat: 1, loops: false });

class RegexStop extends Error {
  readonly problem: RegexProblem;

  constructor(problem: RegexProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/**
 * Reads a pattern by the part of RE2's syntax that every engine exported to shares. RE2 runs in time linear in the
 * text, so repeated repetitions are safe where we run them; they are only reported as `nested`.
 */
export function readRegex(pattern: string): RegexReading {
  try {
    const reader = new Reader(pattern);
    reader.whole();
    return { ok: true, nested: reader.nested };
  } catch (error) {
    if (error instanceof RegexStop) return { ok: false, problem: error.problem };
    throw error;
  }
}

class Reader {
  private readonly text: string;
  private at = 0;
  private depth = 0;
  private readonly names = new Set<string>();
  nested = false;

  constructor(text: string) {
    this.text = text;
  }

  whole(): void {
    if (this.text.length > regexLimits.length) this.stop('regex-too-large', 0, this.text.length);
    this.alternatives();
    if (this.at < this.text.length) this.stop('regex-syntax', this.at, 1);
  }

  private stop(code: RegexProblem['code'], at: number, length: number): never {
    throw new RegexStop({ code, found: this.text.slice(at, at + length), at, length });
  }

  private alternatives(): Piece {
    this.depth += 1;
    if (this.depth > regexLimits.depth) this.stop('regex-too-large', this.at, 1);
    let all = this.sequence();
    while (this.text[this.at] === '|') {
      this.at += 1;
      all = this.joined(all, this.sequence(), 1);
    }
    this.depth -= 1;
    return all;
  }

  private joined(left: Piece, right: Piece, extra: number): Piece {
    const size = left.size + right.size + extra;
    if (size > regexLimits.program) this.stop('regex-too-large', 0, this.text.length);
    return { size, repeat: Math.max(left.repeat, right.repeat), loops: left.loops || right.loops };
  }

  private sequence(): Piece {
    let all = plain(0);
    while (this.at < this.text.length && this.text[this.at] !== '|' && this.text[this.at] !== ')') {
      all = this.joined(all, this.repeated(), 0);
    }
    return all;
  }

  private repeated(): Piece {
    const start = this.at;
    const { piece, repeatable } = this.atom();
    const mark = /^(?:[*+?]|\{(\d{1,5})(,(\d{0,5}))?\})\??/.exec(this.text.slice(this.at, this.at + 16));
    if (mark === null) {
      if (this.text[this.at] === '{') this.stop('regex-syntax', this.at, 1);
      return piece;
    }
    if (!repeatable) this.stop('regex-unsupported', start, this.at - start + mark[0].length);
    const from = this.at;
    this.at += mark[0].length;
    if (/^[*+?]|^\{\d/.test(this.text.slice(this.at, this.at + 2)))
      this.stop('regex-unsupported', from, mark[0].length + 1);
    return this.quantified(piece, mark, from);
  }

  private quantified(piece: Piece, mark: RegExpExecArray, from: number): Piece {
    const counted = mark[1] !== undefined;
    const unbounded = counted ? mark[2] !== undefined && mark[3] === '' : !mark[0].startsWith('?');
    if (unbounded && piece.loops) this.nested = true;
    if (!counted) return { size: piece.size + 1, repeat: piece.repeat, loops: piece.loops || unbounded };
    const low = Number(mark[1]);
    const high = mark[2] === undefined || mark[3] === '' ? low : Number(mark[3]);
    if (high < low) this.stop('regex-syntax', from, mark[0].length);
    const times = Math.max(high, 1);
    const repeat = piece.repeat * times;
    const size = (piece.size + 1) * times + 1;
    if (repeat > regexLimits.repeat || size > regexLimits.program) this.stop('regex-too-large', from, mark[0].length);
    return { size, repeat, loops: piece.loops || unbounded };
  }

  private atom(): { readonly piece: Piece; readonly repeatable: boolean } {
    const char = this.text[this.at] ?? '';
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return { piece: this.charClass(), repeatable: true };
      case '\\':
        return this.escape();
      case '^':
      case '$':
        this.at += 1;
        return { piece: plain(1), repeatable: false };
      case '.':
        this.at += 1;
        return { piece: plain(20), repeatable: true };
      case '*':
      case '+':
      case '?':
      case '{':
        return this.stop('regex-syntax', this.at, 1);
      default: {
        const point = this.text.codePointAt(this.at) ?? 0;
        if (point >= 0xd800 && point <= 0xdfff) this.stop('regex-syntax', this.at, 1);
        this.at += point > 0xffff ? 2 : 1;
        return { piece: plain(point < 0x80 ? 1 : 4), repeatable: true };
      }
    }
  }

  private group(): { readonly piece: Piece; readonly repeatable: boolean } {
    const open = this.at;
    const rest = this.text.slice(open, open + 80);
    const look = /^\(\?(?:<?[=!])/.exec(rest);
    if (look !== null) this.stop('regex-lookaround', open, look[0].length);
    const flags = /^\(\?(?:[ims]*(?:-[ims]+)?)\)/.exec(rest);
    if (flags !== null) {
      if (flags[0] === '(?)') this.stop('regex-syntax', open, 3);
      this.at += flags[0].length;
      return { piece: plain(0), repeatable: false };
    }
    const head = /^\((?:\?(?:P<([A-Za-z_][A-Za-z0-9_]*)>|[ims]*(?:-[ims]+)?:))?/.exec(rest)?.[0] ?? '(';
    const name = /^\(\?P<(\w+)>/.exec(head)?.[1];
    if (head === '(' && rest[1] === '?') this.stop('regex-unsupported', open, Math.min(3, rest.length));
    if (name !== undefined && this.names.has(name)) this.stop('regex-syntax', open, head.length);
    if (name !== undefined) this.names.add(name);
    this.at += head.length;
    const piece = this.alternatives();
    if (this.text[this.at] !== ')') this.stop('regex-syntax', open, 1);
    this.at += 1;
    return { piece: { ...piece, size: piece.size + 2 }, repeatable: true };
  }

  private escape(): { readonly piece: Piece; readonly repeatable: boolean } {
    const next = this.text[this.at + 1] ?? '';
    if (next === 'b' || next === 'B' || next === 'A' || next === 'z') {
      this.at += 2;
      return { piece: plain(1), repeatable: false };
    }
    return { piece: plain(this.escapedSize()), repeatable: true };
  }

  /** Reads one escape that stands for characters; the size of its program. */
  private escapedSize(): number {
    const rest = this.text.slice(this.at, this.at + 40);
    const next = rest[1] ?? '';
    const property = /^\\[pP](?:\{\^?([A-Za-z]+)\}|([A-Z]))/.exec(rest);
    const known = property?.[1] ?? property?.[2];
    if (property !== null && known !== undefined && properties.has(known)) {
      this.at += property[0].length;
      return 1000;
    }
    if (/[dDwWsS]/.test(next)) {
      this.at += 2;
      return /[DWS]/.test(next) ? 30 : 4;
    }
    if (this.literalEscape(rest) !== null) return 4;
    if (/[1-9k]/.test(next)) this.stop('regex-backreference', this.at, 2);
    return this.stop(
      next === '' ? 'regex-syntax' : 'regex-unsupported',
      this.at,
      Math.max(1, Math.min(2, rest.length)),
    );
  }

  /** Reads an escape of one character; its code point, or null when it is something else. */
  private literalEscape(rest: string): number | null {
    const hex = /^\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest);
    if (hex !== null) {
      const point = Number.parseInt(hex[1] ?? hex[2] ?? '0', 16);
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) this.stop('regex-syntax', this.at, hex[0].length);
      this.at += hex[0].length;
      return point;
    }
    const next = rest[1] ?? '';
    const control = 'afnrtv'.indexOf(next);
    if (next === '' || (control < 0 && !/[!-/:-@[-`{-~]/.test(next))) return null;
    this.at += 2;
    return control < 0 ? next.charCodeAt(0) : ([7, 12, 10, 13, 9, 11][control] ?? 0);
  }

  private charClass(): Piece {
    const open = this.at;
    this.at += this.text[this.at + 1] === '^' ? 2 : 1;
    if (this.text[this.at] === ']') this.stop('regex-syntax', open, this.at + 1 - open);
    let size = this.text[open + 1] === '^' ? 20 : 2;
    for (let first = true; this.text[this.at] !== ']'; first = false) {
      if (this.at >= this.text.length) this.stop('regex-syntax', open, 1);
      size += this.classItem(first);
    }
    this.at += 1;
    return plain(size);
  }

  private classItem(first: boolean): number {
    const start = this.at;
    const named = posix.exec(this.text.slice(this.at, this.at + 16));
    if (named !== null) {
      this.at += named[0].length;
      return 8;
    }
    const low = this.classPoint();
    if (typeof low !== 'number') return low.size;
    if (low === 45 && !first && this.text[start] === '-' && this.text[this.at] !== ']')
      this.stop('regex-syntax', start, 1);
    if (this.text[this.at] !== '-' || this.text[this.at + 1] === ']') return 4;
    this.at += 1;
    const high = this.at < this.text.length ? this.classPoint() : null;
    if (typeof high !== 'number' || high < low) this.stop('regex-syntax', start, this.at - start);
    return 8;
  }

  private classPoint(): number | { readonly size: number } {
    if (this.text[this.at] === '\\') {
      const rest = this.text.slice(this.at, this.at + 12);
      return this.literalEscape(rest) ?? { size: this.escapedSize() };
    }
    const point = this.text.codePointAt(this.at) ?? 0;
    if (point >= 0xd800 && point <= 0xdfff) this.stop('regex-syntax', this.at, 1);
    this.at += point > 0xffff ? 2 : 1;
    return point;
  }
}
