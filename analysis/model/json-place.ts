/** Line and column, both from 1, of an offset (UTF-16) in a text. */
export function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/**
 * Offset of the first character that keeps a text from being JSON (its length when it ends too early), or null when
 * it is JSON. JSON.parse tells the place in words that differ between engines, or not at all.
 */
export function jsonErrorOffset(text: string): number | null {
  const reader = new Reader(text);
  return reader.value(0) && reader.end() ? null : reader.at;
}

/** Nesting beyond this is refused at the bracket that goes too deep. */
const deepest = 500;

class Reader {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): boolean {
    this.#blank();
    return this.at === this.#text.length;
  }

  value(depth: number): boolean {
    this.#blank();
    switch (this.#text[this.at]) {
      case '{':
        return depth < deepest && this.#members(depth, '}', () => this.#name());
      case '[':
        return depth < deepest && this.#members(depth, ']', () => true);
      case '"':
        return this.#take(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y) || this.#insideText();
      default:
        return this.#take(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y);
    }
  }

  #members(depth: number, close: string, before: () => boolean): boolean {
    this.at += 1;
    if (this.#skip(close)) return true;
    do {
      if (!before() || !this.value(depth + 1)) return false;
    } while (this.#skip(','));
    return this.#skip(close);
  }

  #name(): boolean {
    this.#blank();
    if (this.#text[this.at] !== '"') return false;
    return this.value(0) && this.#skip(':');
  }

  /** Moves to the character inside a text that does not belong there. */
  #insideText(): boolean {
    this.#take(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y);
    return false;
  }

  #skip(character: string): boolean {
    this.#blank();
    if (this.#text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  #blank(): void {
    this.#take(/[ \t\r\n]*/y);
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    if (found === null) return false;
    this.at += found[0].length;
    return true;
  }
}
