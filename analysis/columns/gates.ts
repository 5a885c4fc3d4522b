import type { Atom, Instruction, Program } from '../kernels/matrix/shapes.ts';

/** A bitmap to be computed, by number; equal ones have the same. */
export type Gate = number;

type Node =
  | { readonly kind: 'constant' }
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: Combining; readonly a: Gate; readonly b: Gate };

type Combining = 'and' | 'or' | 'and-not';

/** No row, and every row. */
export const never: Gate = 0;
export const always: Gate = 1;

/** Conditions and what is made of them, each kept once whoever asks for it. */
export class Gates {
  readonly #nodes: Node[] = [{ kind: 'constant' }, { kind: 'constant' }];
  readonly #known = new Map<string, Gate>();

  /** Codes from `low` to `high`; nothing where there are none. */
  range(column: string, low: number, high: number): Gate {
    // A comparison that no number passes (NaN) has no rows either.
    if (!(low <= high)) return never;
    return this.#once(`range ${low} ${high} ${column}`, { kind: 'atom', atom: { column, low, high } });
  }

  /** Codes of a set: as ranges where few do, else as a table of all `size` codes. */
  codes(column: string, codes: readonly number[], size: number): Gate {
    const sorted = [...new Set(codes)].sort((a, b) => a - b);
    const runs: { low: number; high: number }[] = [];
    for (const code of sorted) {
      const last = runs.at(-1);
      if (last?.high === code - 1) last.high = code;
      else runs.push({ low: code, high: code });
    }
    if (runs.length <= mostRanges) return this.any(runs.map(({ low, high }) => this.range(column, low, high)));
    const table = new Uint8Array(size);
    for (const code of sorted) table[code] = 1;
    return this.#once(`table ${sorted.join(' ')} ${column}`, { kind: 'atom', atom: { column, table } });
  }

  and(a: Gate, b: Gate): Gate {
    if (a === never || b === never) return never;
    if (a === always || a === b) return b;
    if (b === always) return a;
    return this.#operation('and', Math.min(a, b), Math.max(a, b));
  }

  or(a: Gate, b: Gate): Gate {
    if (a === always || b === always) return always;
    if (a === never || a === b) return b;
    if (b === never) return a;
    return this.#operation('or', Math.min(a, b), Math.max(a, b));
  }

  /** Rows of `a` that `b` has not. */
  andNot(a: Gate, b: Gate): Gate {
    if (a === never || b === always || a === b) return never;
    return b === never ? a : this.#operation('and-not', a, b);
  }

  all(gates: readonly Gate[]): Gate {
    return gates.reduce((all, gate) => this.and(all, gate), always);
  }

  any(gates: readonly Gate[]): Gate {
    return gates.reduce((any, gate) => this.or(any, gate), never);
  }

  /**
   * The program that computes these, and nothing they do not need: each gate as late as it may be, its slot given to
   * another one after its last use, so that the bitmaps of a block in work stay close to the processor.
   */
  program(outputs: readonly { readonly gate: Gate; readonly name: string }[]): Program {
    const uses = this.#uses(outputs.map(({ gate }) => gate));
    const slots = new Map([never, always].map((gate) => [gate, gate]));
    const free: number[] = [];
    const instructions: Instruction[] = [];
    let count = slots.size;
    const used = (gate: Gate): number => {
      const slot = slots.get(gate) ?? never;
      const left = (uses.get(gate) ?? 0) - 1;
      uses.set(gate, left);
      if (left === 0 && gate > always) {
        slots.delete(gate);
        free.push(slot);
      }
      return slot;
    };
    const compute = (gate: Gate): void => {
      const node = this.#nodes[gate];
      if (slots.has(gate) || node === undefined || node.kind === 'constant') return;
      if (node.kind === 'atom') {
        const to = free.pop() ?? count++;
        instructions.push({ kind: 'atom', to, atom: node.atom });
        slots.set(gate, to);
        return;
      }
      compute(node.a);
      compute(node.b);
      const [a, b] = [used(node.a), used(node.b)];
      const to = free.pop() ?? count++;
      instructions.push({ kind: node.kind, to, a, b });
      slots.set(gate, to);
    };
    for (const { gate, name } of outputs) {
      compute(gate);
      instructions.push({ kind: 'keep', slot: used(gate), name });
    }
    return { slots: count, instructions };
  }

  /** How often each gate is read on the way to these. */
  #uses(outputs: readonly Gate[]): Map<Gate, number> {
    const uses = new Map<Gate, number>();
    const waiting = [...outputs];
    for (let gate = waiting.pop(); gate !== undefined; gate = waiting.pop()) {
      const before = uses.get(gate) ?? 0;
      uses.set(gate, before + 1);
      const node = this.#nodes[gate];
      if (before === 0 && node !== undefined && 'a' in node) waiting.push(node.a, node.b);
    }
    return uses;
  }

  #operation(kind: Combining, a: Gate, b: Gate): Gate {
    return this.#once(`${kind} ${a} ${b}`, { kind, a, b });
  }

  #once(key: string, node: Node): Gate {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = this.#nodes.push(node) - 1;
    this.#known.set(key, made);
    return made;
  }
}

/** One range costs a comparison of sixteen codes at once, a table a look for each. */
const mostRanges = 8;
