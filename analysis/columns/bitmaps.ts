import { OutOfMemory } from '../kernels/matrix/pool.ts';
import type { Gate, Gates } from './gates.ts';
import type { KnownColumns, Source } from './known-columns.ts';
import { loadColumns, type OpenRows } from './open-rows.ts';

/** What is at hand to make bitmaps. */
export interface ColumnBench {
  readonly source: Source;
  readonly known: KnownColumns;
  readonly open: OpenRows;
  /** Bytes that columns may take in memory, as it is filled now. */
  readonly columnBytes: () => number;
}

/** Keeps the orders of gates as bitmaps under their names. */
export async function keepGates(bench: ColumnBench, gates: Gates, outputs: readonly KeptGate[]): Promise<void> {
  await evaluate(bench, gates, outputs);
  for (const { name } of outputs) bench.open.bitmaps.add(name);
}

/** A bitmap to be kept, and its name. */
export interface KeptGate {
  readonly gate: Gate;
  readonly name: string;
}

/** Computes all of them, or none. */
async function evaluate(bench: ColumnBench, gates: Gates, outputs: readonly KeptGate[]): Promise<void> {
  if (outputs.length === 0) return;
  try {
    await evaluateParts(bench, gates, outputs);
  } catch (error) {
    // Some threads may have made theirs.
    const names = outputs.map(({ name }) => name);
    await bench.open.pool.drop([], names).catch(() => undefined);
    throw error;
  }
}

/** In one go; in two halves where the columns do not fit into memory together. */
async function evaluateParts(bench: ColumnBench, gates: Gates, outputs: readonly KeptGate[]): Promise<void> {
  const { open, known, source, columnBytes } = bench;
  const program = gates.program(outputs);
  const atoms = program.instructions.flatMap((one) => (one.kind === 'atom' ? [one.atom.column] : []));
  const columns = [...new Set(atoms)].map((name) => known.column(name));
  try {
    await loadColumns(open, columns, columnBytes(), source.signal);
  } catch (error) {
    if (!(error instanceof OutOfMemory) || outputs.length === 1) throw error;
    const half = outputs.length >> 1;
    await evaluateParts(bench, gates, outputs.slice(0, half));
    return evaluateParts(bench, gates, outputs.slice(half));
  }
  await open.pool.evaluate(program, source.signal);
}

let countings = 0;

/** Work with bitmaps that are made for it only. */
export async function withBitmaps<T>(
  bench: ColumnBench,
  gates: Gates,
  wanted: readonly Gate[],
  work: (names: readonly string[]) => Promise<T>,
): Promise<T> {
  const own = (countings += 1);
  const outputs = wanted.map((gate, i) => ({ gate, name: `counted ${own} ${i}` }));
  const names = outputs.map(({ name }) => name);
  try {
    await evaluate(bench, gates, outputs);
    return await work(names);
  } finally {
    await bench.open.pool.drop([], names).catch(() => undefined);
  }
}
