import { RuntimeRefusal } from '../package.ts';
import { always, foldedSet, posixSet, propertySet, rangeSet, type CharSet } from './char-set.ts';

/** A regular expression in the part of RE2's syntax that rules may use, as a program for `Matcher`. */

/** What a step of a program asks: one character, a place between two, a way on, or nothing more. */
export type Step =
  | { readonly is: 'char'; readonly set: CharSet }
  | { readonly is: 'place'; readonly name: Place }
  /** Ways that can be gone, by their steps. */
  | { readonly is: 'ways'; readonly to: readonly number[] }
  | { readonly is: 'end' };

export type Place = 'text start' | 'text end' | 'line start' | 'line end' | 'word edge' | 'no word edge';

type Node =
  | { readonly is: 'char'; readonly set: CharSet }
  | { readonly is: 'place'; readonly name: Place }
  | { readonly is: 'all'; readonly of: readonly Node[] }
  | { readonly is: 'any'; readonly of: readonly Node[] }
  | { readonly is: 'repeat'; readonly of: Node; readonly from: number; readonly to: number };

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

const most = { length: 1000, steps: 20_000, depth: 50, repeat: 1000 } as const;

/** The program of a pattern; refuses one that RE2 does not know or that is too large. */
export function programOf(pattern: string): readonly Step[] {
  if (pattern.length > most.length) throw new RuntimeRefusal('regex-too-large');
  const reader = new Reader(pattern);
  const steps: Step[] = [];
  write(reader.whole(), steps);
  steps.push({ is: 'end' });
  return steps;
}

/** Steps go on to the next one; `ways` say where else. */
function write(node: Node, steps: Step[]): void {
  if (steps.length > most.steps) throw new RuntimeRefusal('regex-too-large');
  switch (node.is) {
    case 'char':
    case 'place':
      steps.push(node);
      return;
    case 'all':
      for (const one of node.of) write(one, steps);
      return;
    case 'any': {
      const fork = steps.push({ is: 'ways', to: [] }) - 1;
      const starts: number[] = [];
      const ends: number[] = [];
      for (const one of node.of) {
        starts.push(steps.length);
        write(one, steps);
        ends.push(steps.push({ is: 'ways', to: [] }) - 1);
      }
      steps[fork] = { is: 'ways', to: starts };
      for (const end of ends) steps[end] = { is: 'ways', to: [steps.length] };
      return;
    }
    case 'repeat':
      repeat(node, steps);
  }
}

function repeat({ of, from, to }: Extract<Node, { is: 'repeat' }>, steps: Step[]): void {
  for (let n = 0; n < from; n += 1) write(of, steps);
  if (to === Infinity) {
    const fork = steps.push({ is: 'ways', to: [] }) - 1;
    write(of, steps);
    steps.push({ is: 'ways', to: [fork] });
    steps[fork] = { is: 'ways', to: [fork + 1, steps.length] };
    return;
  }
  const forks: number[] = [];
  for (let n = from; n < to; n += 1) {
    forks.push(steps.push({ is: 'ways', to: [] }) - 1);
    write(of, steps);
  }
  for (const fork of forks) steps[fork] = { is: 'ways', to: [fork + 1, steps.length] };
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Node {
    const node = this.#alternatives({ i: false, m: false, s: false });
    return this.#at < this.#text.length ? this.#refuse() : node;
  }

  #alternatives(flags: Flags): Node {
    this.#depth += 1;
    if (this.#depth > most.depth) throw new RuntimeRefusal('regex-too-large');
    // Flags set inside a group hold to its end, over the bars.
    let now = flags;
    const of: Node[] = [];
    do {
      const [node, after] = this.#sequence(now);
      of.push(node);
      now = after;
    } while (this.#take('|'));
    this.#depth -= 1;
    return { is: 'any', of };
  }

  #sequence(flags: Flags): readonly [Node, Flags] {
    let now = flags;
    const of: Node[] = [];
    while (this.#at < this.#text.length && this.#char !== '|' && this.#char !== ')') {
      const set = this.#match(/\(\?([ims]*)(?:-([ims]+))?\)/y);
      if (set === null) of.push(this.#repeated(now));
      else now = flagged(now, set[1] ?? '', set[2] ?? '');
    }
    return [{ is: 'all', of }, now];
  }

  #repeated(flags: Flags): Node {
    const of = this.#atom(flags);
    const mark = this.#match(/(?:([*+?])|\{([0-9]{1,4})(,([0-9]{0,4}))?\})\??/y);
    if (mark === null) return of;
    if (of.is === 'place') return this.#refuse();
    const [, sign, low, comma, high] = mark;
    if (sign !== undefined) return { is: 'repeat', of, from: sign === '+' ? 1 : 0, to: sign === '?' ? 1 : Infinity };
    const from = Number(low);
    const to = comma === undefined ? from : high === '' ? Infinity : Number(high);
    if (to < from || from > most.repeat || (to !== Infinity && to > most.repeat)) return this.#refuse();
    return { is: 'repeat', of, from, to };
  }

  #atom(flags: Flags): Node {
    const char = this.#char;
    if (char === '(') return this.#group(flags);
    if (char === '[') return { is: 'char', set: this.#class(flags) };
    if (char === '\\') return this.#escaped(flags);
    if ('*+?{'.includes(char)) return this.#refuse();
    const point = this.#point();
    if (char === '^') return { is: 'place', name: flags.m ? 'line start' : 'text start' };
    if (char === '$') return { is: 'place', name: flags.m ? 'line end' : 'text end' };
    if (char === '.') return { is: 'char', set: flags.s ? always : (one) => one !== 10 };
    return { is: 'char', set: this.#one(point, flags) };
  }

  #one(point: number, flags: Flags): CharSet {
    return folded(rangeSet(point, point), flags);
  }

  #group(flags: Flags): Node {
    const head = this.#match(/\((?:\?P<[A-Za-z_][A-Za-z0-9_]*>|\?([ims]*)(?:-([ims]+))?:)?/y);
    if (head === null) return this.#refuse();
    if (this.#char === '?') return this.#refuse();
    const node = this.#alternatives(flagged(flags, head[1] ?? '', head[2] ?? ''));
    return this.#take(')') ? node : this.#refuse();
  }

  #escaped(flags: Flags): Node {
    const place = { b: 'word edge', B: 'no word edge', A: 'text start', z: 'text end' } as const;
    const name = this.#text[this.#at + 1] ?? '';
    if (name === 'b' || name === 'B' || name === 'A' || name === 'z') {
      this.#at += 2;
      return { is: 'place', name: place[name] };
    }
    return { is: 'char', set: this.#escapedSet(flags) ?? this.#one(this.#escapedPoint(), flags) };
  }

  /** `\d`, `\p{Han}` and their like; null for an escape of one character. */
  #escapedSet(flags: Flags): CharSet | null {
    const short = this.#match(/\\([dDwWsS])/y)?.[1];
    if (short !== undefined) {
      const set = folded(posixSet(short.toLowerCase()) ?? always, flags);
      return /[DWS]/.test(short) ? (point) => !set(point) : set;
    }
    const property = this.#match(/\\([pP])(?:\{(\^?)([A-Za-z]+)\}|([A-Z]))/y);
    if (property === null) return null;
    const set = folded(propertySet(property[3] ?? property[4] ?? '') ?? this.#refuse(), flags);
    return (property[1] === 'P') === (property[2] === '^') ? set : (point) => !set(point);
  }

  #escapedPoint(): number {
    const hex = this.#match(/\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/y);
    if (hex !== null) {
      const point = Number.parseInt(hex[1] ?? hex[2] ?? '0', 16);
      return point > 0x10ffff ? this.#refuse() : point;
    }
    const mark = this.#match(/\\([!-/:-@[-`{-~])/y)?.[1];
    if (mark !== undefined) return mark.charCodeAt(0);
    const control = this.#match(/\\([afnrtv])/y)?.[1];
    return control === undefined ? this.#refuse() : ([7, 12, 10, 13, 9, 11]['afnrtv'.indexOf(control)] ?? 0);
  }

  #class(flags: Flags): CharSet {
    const not = this.#match(/\[\^?/y)?.[0] === '[^';
    const sets: CharSet[] = [];
    if (this.#char === ']') return this.#refuse();
    while (this.#char !== ']') {
      if (this.#at >= this.#text.length) return this.#refuse();
      sets.push(this.#classItem(flags));
    }
    this.#at += 1;
    const any: CharSet = (point) => sets.some((set) => set(point));
    return not ? (point) => !any(point) : any;
  }

  #classItem(flags: Flags): CharSet {
    const named = this.#match(/\[:(\^?)([a-z]+):\]/y);
    if (named !== null) {
      const set = folded(posixSet(named[2] ?? '') ?? this.#refuse(), flags);
      return named[1] === '^' ? (point) => !set(point) : set;
    }
    const set = this.#char === '\\' ? this.#escapedSet(flags) : null;
    if (set !== null) return set;
    const low = this.#classPoint();
    if (this.#char !== '-' || this.#text[this.#at + 1] === ']') return folded(rangeSet(low, low), flags);
    this.#at += 1;
    const high = this.#at < this.#text.length ? this.#classPoint() : -1;
    return high < low ? this.#refuse() : folded(rangeSet(low, high), flags);
  }

  #classPoint(): number {
    return this.#char === '\\' ? this.#escapedPoint() : this.#point();
  }

  get #char(): string {
    return this.#text[this.#at] ?? '';
  }

  #point(): number {
    const point = this.#text.codePointAt(this.#at) ?? 0;
    if (point >= 0xd800 && point < 0xe000) return this.#refuse();
    this.#at += point > 0xffff ? 2 : 1;
    return point;
  }

  #take(char: string): boolean {
    if (this.#char !== char) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  #refuse(): never {
    throw new RuntimeRefusal('regex-syntax');
  }
}

const flagged = (flags: Flags, on: string, off: string): Flags => ({
  i: (flags.i || on.includes('i')) && !off.includes('i'),
  m: (flags.m || on.includes('m')) && !off.includes('m'),
  s: (flags.s || on.includes('s')) && !off.includes('s'),
});

const folded = (set: CharSet, { i }: Flags): CharSet => (i ? foldedSet(set) : set);
