import type { TextTest } from '../term.ts';

/** Texts of which a text is, begins with, ends with or contains one. */
export interface SimplePattern {
  readonly place: TextTest | 'whole';
  readonly texts: readonly string[];
}

/** More than so many are better read as the expression. */
const mostTexts = 12;

/** What a regular expression that only lists texts asks; null for every other, which the expression alone says. */
export function simplePattern(pattern: string): SimplePattern | null {
  const starts = pattern.startsWith('^');
  const ends = /(?:^|[^\\])(?:\\\\)*\$$/.test(pattern);
  const reader = new Reader([...pattern.slice(starts ? 1 : 0, ends ? -1 : undefined)]);
  const texts = reader.whole();
  if (texts === null || texts.includes('')) return null;
  // An anchor belongs to the alternative it stands in.
  if ((starts || ends) && reader.alternatives) return null;
  const place = starts && ends ? 'whole' : starts ? 'startsWith' : ends ? 'endsWith' : 'contains';
  return { place, texts: [...new Set(texts)] };
}

/** Reads letters, digits for digits, simple classes and groups of them, each as all the texts it stands for. */
class Reader {
  readonly #signs: readonly string[];
  #at = 0;
  /** Alternatives stand outside every group. */
  alternatives = false;

  constructor(signs: readonly string[]) {
    this.#signs = signs;
  }

  whole(): readonly string[] | null {
    const texts = this.#either(true);
    return this.#at === this.#signs.length ? texts : null;
  }

  #either(outermost: boolean): readonly string[] | null {
    let all = this.#row();
    while (this.#signs[this.#at] === '|') {
      this.#at += 1;
      if (outermost) this.alternatives = true;
      const more = this.#row();
      all = all === null || more === null ? null : few([...all, ...more]);
    }
    return all;
  }

  #row(): readonly string[] | null {
    let all: readonly string[] | null = [''];
    while (all !== null && this.#at < this.#signs.length && !isEnd(this.#signs[this.#at])) {
      const next = this.#one();
      all = next === null ? null : few(all.flatMap((text) => next.map((one) => text + one)));
    }
    return all;
  }

  #one(): readonly string[] | null {
    const sign = this.#signs[this.#at] ?? '';
    this.#at += 1;
    if (sign === '(') return this.#group();
    if (sign === '[') return this.#class();
    if (sign === '\\') return this.#escaped();
    return /[.*+?{}\]^$]/.test(sign) ? null : [sign];
  }

  #group(): readonly string[] | null {
    if (this.#signs[this.#at] === '?') {
      if (this.#signs[this.#at + 1] !== ':') return null;
      this.#at += 2;
    }
    const texts = this.#either(false);
    if (this.#signs[this.#at] !== ')') return null;
    this.#at += 1;
    return texts;
  }

  #escaped(): readonly string[] | null {
    const sign = this.#signs[this.#at] ?? '';
    this.#at += 1;
    if (sign === 'd') return [...'0123456789'];
    return /[!-/:-@[-`{-~]/.test(sign) ? [sign] : null;
  }

  #class(): readonly string[] | null {
    const texts: string[] = [];
    for (let sign = this.#next(); sign !== ']'; sign = this.#next()) {
      if (!/^[\p{L}\p{N}_]$/u.test(sign)) return null;
      if (this.#signs[this.#at] !== '-') {
        texts.push(sign);
        continue;
      }
      this.#at += 1;
      const range = digitsFrom(sign, this.#next());
      if (range === null) return null;
      texts.push(...range);
    }
    return texts.length === 0 ? null : few(texts);
  }

  #next(): string {
    const sign = this.#signs[this.#at] ?? '';
    this.#at += 1;
    return sign;
  }
}

const isEnd = (sign: string | undefined): boolean => sign === '|' || sign === ')';

const few = (texts: readonly string[]): readonly string[] | null => (texts.length > mostTexts ? null : texts);

function digitsFrom(first: string, last: string): readonly string[] | null {
  if (!/^[0-9]$/.test(first) || !/^[0-9]$/.test(last)) return null;
  return last < first ? null : [...'0123456789'].filter((digit) => first <= digit && digit <= last);
}
