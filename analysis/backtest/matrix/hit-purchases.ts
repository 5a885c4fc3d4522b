import { pieceSteps, type Pieces } from '../../kernels/pieces.ts';
import { gatheredRow, stateCount } from '../../kernels/matrix/shapes.ts';
import { partGroups } from '../../model/results/breakdown.ts';
import { marks, measureNames } from '../../model/results/tally.ts';
import type { HitPurchases } from '../measurement.ts';
import { addPurchase, type Apart } from './purchases.ts';

/** The purchases of the orders apart by what hits their attempts; `gathered` is told of each order, see `gatheredRow`. */
export function* hitPurchases(apart: Apart, gathered: Uint32Array): Pieces<HitPurchases> {
  const attempts = yield* attemptsOf(apart, gathered);
  const kinds = new Map<string, number>();
  const cells = new Map<number, number>();
  const patterns: number[] = [];
  const codes: number[] = [];
  const width = measureNames.length;
  let sums = new Float64Array(width * 1024);
  for (let i = 0; i < apart.rows; i += 1) {
    if (i % pieceSteps === 0) yield;
    const [state, place, own] = [apart.states[i] ?? 0, apart.places[i] ?? -1, apart.marks[i] ?? 0];
    if (state === 0 || place < 0 || (own & marks.head) === 0) continue;
    const hit = attempts(i);
    if (hit.includes(gatheredRow.except) || hit.every((told) => told === gatheredRow.none)) continue;
    const name = hit.join();
    const kind = kinds.get(name) ?? kinds.size;
    kinds.set(name, kind);
    const code = (place % partGroups) * stateCount + state - 1;
    const key = kind * mostCodes + code;
    const cell = cells.get(key) ?? cells.size;
    if (cell === patterns.length) {
      cells.set(key, cell);
      patterns.push(kind);
      codes.push(code);
      if (sums.length < (cell + 1) * width) sums = grown(sums);
    }
    addPurchase(sums, cell * width, apart, i);
  }
  return {
    attempts: [...kinds.keys()].map((name) =>
      name.split(',').map((told) => (Number(told) === gatheredRow.none ? null : Number(told) - gatheredRow.first)),
    ),
    patterns: Uint32Array.from(patterns),
    codes: Uint16Array.from(codes),
    sums: sums.slice(0, patterns.length * width),
  };
}

const mostCodes = 65_536;

function grown(sums: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const more = new Float64Array(sums.length * 2);
  more.set(sums);
  return more;
}

/** What is told of all attempts at the purchase of an order, each once and ascending; of those that count. */
function* attemptsOf({ rows, visits, lastVisit }: Apart, gathered: Uint32Array): Pieces<(order: number) => number[]> {
  // From each attempt to the one before of the same purchase; row numbers from 1 on.
  const [last, before] = [new Uint32Array(lastVisit + 1), new Uint32Array(rows)];
  for (let i = 0; i < rows; i += 1) {
    if (i % pieceSteps === 0) yield;
    const visit = visits[i] ?? 0;
    if (visit === 0) continue;
    before[i] = last[visit] ?? 0;
    last[visit] = i + 1;
  }
  const toldOf = (row: number): number => gathered[row] ?? gatheredRow.outside;
  return (order) => {
    const visit = visits[order] ?? 0;
    const found: number[] = [];
    for (
      let row = visit === 0 ? order + 1 : (last[visit] ?? 0);
      row > 0;
      row = visit === 0 ? 0 : (before[row - 1] ?? 0)
    ) {
      const told = toldOf(row - 1);
      if (told !== gatheredRow.outside && !found.includes(told)) found.push(told);
    }
    return found.sort((a, b) => a - b);
  };
}
