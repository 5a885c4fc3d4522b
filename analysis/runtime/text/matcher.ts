import { programOf, type Place, type Step } from './pattern.ts';

/**
 * Whether a pattern is found anywhere in a text, in time linear in the text whatever the pattern: all ways through the program
 * are gone at once, and what a set of them becomes on a character is kept.
 */

/** What stands before a place; `other` also stands for nothing after a text where `end` does. */
type Beside = 'start' | 'word' | 'line' | 'other';

interface State {
  readonly steps: readonly number[];
  readonly before: Beside;
  /** By character below 128, and beyond; null: found. */
  readonly low: (State | null | undefined)[];
  readonly high: Map<number, State | null>;
  atEnd: boolean | undefined;
}

/** States kept of a pattern, and answers to texts; beyond them they are forgotten. */
const mostStates = 1000;
const mostTexts = 2000;

/** A function that tells whether the pattern is found; refuses a pattern rules may not use. */
export function matcher(pattern: string): (text: string) => boolean {
  const machine = new Machine(programOf(pattern));
  let answers = new Map<string, boolean>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const found = machine.finds(text);
    if (answers.size >= mostTexts) answers = new Map();
    answers.set(text, found);
    return found;
  };
}

class Machine {
  readonly #program: readonly Step[];
  #states = new Map<string, State>();

  constructor(program: readonly Step[]) {
    this.#program = program;
  }

  finds(text: string): boolean {
    if (this.#states.size > mostStates) this.#states = new Map();
    let state = this.#state([0], 'start');
    for (let at = 0; at < text.length;) {
      const point = text.codePointAt(at) ?? 0;
      at += point > 0xffff ? 2 : 1;
      const next = this.#next(state, point);
      if (next === null) return true;
      state = next;
    }
    state.atEnd ??= this.#closed(state, null) === null;
    return state.atEnd;
  }

  #next(state: State, point: number): State | null {
    const known = point < 128 ? state.low[point] : state.high.get(point);
    if (known !== undefined) return known;
    const steps = this.#closed(state, point);
    const next = steps === null ? null : this.#state([...this.#after(steps, point), 0], besideOf(point));
    if (point < 128) state.low[point] = next;
    else if (state.high.size < mostStates) state.high.set(point, next);
    return next;
  }

  #after(steps: readonly number[], point: number): number[] {
    return steps.flatMap((at) => {
      const step = this.#program[at];
      return step?.is === 'char' && step.set(point) ? [at + 1] : [];
    });
  }

  /** The characters that can come now, `next` (null: the end) standing behind; null where the end of the program is reached. */
  #closed({ steps, before }: State, next: number | null): readonly number[] | null {
    const seen = new Set<number>();
    const waiting = [...steps];
    const chars: number[] = [];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const step = this.#program[at];
      if (step === undefined || step.is === 'end') return null;
      if (step.is === 'char') chars.push(at);
      else if (step.is === 'ways') waiting.push(...step.to);
      else if (isAt(step.name, before, next)) waiting.push(at + 1);
    }
    return chars;
  }

  #state(steps: readonly number[], before: Beside): State {
    const own = [...new Set(steps)].sort((a, b) => a - b);
    const name = `${before} ${own.join(' ')}`;
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    const state: State = { steps: own, before, low: [], high: new Map(), atEnd: undefined };
    this.#states.set(name, state);
    return state;
  }
}

const isWord = (point: number): boolean =>
  (point >= 48 && point <= 57) || (point >= 65 && point <= 90) || point === 95 || (point >= 97 && point <= 122);

const besideOf = (point: number): Beside => (point === 10 ? 'line' : isWord(point) ? 'word' : 'other');

function isAt(name: Place, before: Beside, next: number | null): boolean {
  switch (name) {
    case 'text start':
      return before === 'start';
    case 'text end':
      return next === null;
    case 'line start':
      return before === 'start' || before === 'line';
    case 'line end':
      return next === null || next === 10;
    case 'word edge':
      return (before === 'word') !== (next !== null && isWord(next));
    case 'no word edge':
      return (before === 'word') === (next !== null && isWord(next));
  }
}
