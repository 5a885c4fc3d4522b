import type { Atom, ColumnKind } from './shapes.ts';

const atomBytes = 32;
const kinds: Readonly<Record<ColumnKind, number>> = { u8: 0, u16: 1, u32: 2, f64: 3 };

/** A column in memory. */
export interface Column {
  readonly kind: ColumnKind;
  readonly at: number;
}

/** Pieces of memory that are taken back at the end of a work. */
export interface Lender {
  readonly piece: (length: number) => number;
  readonly numbers: (numbers: Uint8Array | Uint16Array | Uint32Array | Float64Array) => number;
}

/** Atoms as the loops read them; answers where they are. Memory that has grown has another buffer. */
export function writeAtoms(
  buffer: () => ArrayBufferLike,
  atoms: readonly Atom[],
  column: (name: string) => Column,
  lend: Lender,
): number {
  const records = lend.piece(atoms.length * atomBytes);
  const tables = atoms.map((atom) => ('table' in atom ? lend.numbers(atom.table) : 0));
  atoms.forEach((atom, i) => {
    const { kind, at } = column(atom.column);
    const view = new DataView(buffer(), records + i * atomBytes, atomBytes);
    view.setUint32(0, 'table' in atom ? (kind === 'u16' ? 5 : 4) : kinds[kind], true);
    view.setUint32(4, at, true);
    if ('table' in atom) view.setUint32(8, tables[i] ?? 0, true);
    else if (kind === 'f64') {
      view.setFloat64(8, atom.low, true);
      view.setFloat64(16, atom.high, true);
    } else {
      view.setUint32(8, atom.low, true);
      view.setUint32(16, atom.high, true);
    }
  });
  return records;
}

/** Of few different sizes, so that what one work has given back fits the next one, which asks for a little more. */
export const roomFor = (length: number): number => 2 ** Math.ceil(Math.log2(Math.max(16, length)));
