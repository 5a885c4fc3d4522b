import type { Atom, Operation, Program } from '../../kernels/matrix/shapes.ts';

/** A bitmap to be computed, by number; equal ones have the same. */
export type Gate = number;

type Node =
  | { readonly kind: 'constant' }
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: Operation['kind']; readonly a: Gate; readonly b: Gate };

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

  /** The program that computes these, and nothing they do not need. */
  program(outputs: readonly { readonly gate: Gate; readonly name: string }[]): Program {
    const needed = this.#needed(outputs.map(({ gate }) => gate));
    const atoms = needed.filter((gate) => this.#nodes[gate]?.kind === 'atom');
    const isAtom = new Set(atoms);
    const made = needed.filter((gate) => !isAtom.has(gate) && gate > always);
    const slots = new Map([never, always, ...atoms, ...made].map((gate, slot) => [gate, slot]));
    const slot = (gate: Gate): number => slots.get(gate) ?? never;
    return {
      atoms: atoms.flatMap((gate) => {
        const node = this.#nodes[gate];
        return node?.kind === 'atom' ? [node.atom] : [];
      }),
      operations: made.flatMap((gate) => {
        const node = this.#nodes[gate];
        if (node === undefined || node.kind === 'atom' || node.kind === 'constant') return [];
        return [{ kind: node.kind, to: slot(gate), a: slot(node.a), b: slot(node.b) }];
      }),
      outputs: outputs.map(({ gate, name }) => ({ slot: slot(gate), name })),
    };
  }

  /** Those that these are made of, each behind what it needs. */
  #needed(outputs: readonly Gate[]): Gate[] {
    const seen = new Set<Gate>();
    const waiting = [...outputs];
    for (let gate = waiting.pop(); gate !== undefined; gate = waiting.pop()) {
      if (seen.has(gate)) continue;
      seen.add(gate);
      const node = this.#nodes[gate];
      if (node !== undefined && 'a' in node) waiting.push(node.a, node.b);
    }
    // Numbers grow as gates are made, and a gate is made after those it needs.
    return [...seen].sort((a, b) => a - b);
  }

  #operation(kind: Operation['kind'], a: Gate, b: Gate): Gate {
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
