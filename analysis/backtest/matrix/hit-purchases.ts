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
  const cells = new Map<string, { readonly kind: number; readonly code: number; readonly sums: Float64Array }>();
  for (let i = 0; i < apart.rows; i += 1) {
    if (i % pieceSteps === 0) yield;
    const [state, place, own] = [apart.states[i] ?? 0, apart.places[i] ?? -1, apart.marks[i] ?? 0];
    if (state === 0 || place < 0 || (own & marks.head) === 0) continue;
    const hit = attempts(i);
    if (hit.has(gatheredRow.except) || hit.size === (hit.has(gatheredRow.none) ? 1 : 0)) continue;
    const name = [...hit].sort((a, b) => a - b).join();
    const kind = kinds.get(name) ?? kinds.size;
    kinds.set(name, kind);
    const code = (place % partGroups) * stateCount + state - 1;
    const cell = cells.get(`${kind} ${code}`) ?? { kind, code, sums: new Float64Array(measureNames.length) };
    cells.set(`${kind} ${code}`, cell);
    addPurchase(cell.sums, 0, apart, i);
  }
  const made = [...cells.values()];
  const sums = new Float64Array(made.length * measureNames.length);
  for (const [at, cell] of made.entries()) {
    if (at % pieceSteps === 0) yield;
    sums.set(cell.sums, at * measureNames.length);
  }
  return {
    attempts: [...kinds.keys()].map((name) =>
      name.split(',').map((told) => (Number(told) === gatheredRow.none ? null : Number(told) - gatheredRow.first)),
    ),
    patterns: Uint32Array.from(made, ({ kind }) => kind),
    codes: Uint16Array.from(made, ({ code }) => code),
    sums,
  };
}

/** What is told of all attempts at the purchase of an order; of those that count. */
function* attemptsOf({ rows, visits }: Apart, gathered: Uint32Array): Pieces<(order: number) => ReadonlySet<number>> {
  const several = new Map<number, Set<number>>();
  const alone = (order: number): Set<number> => {
    const told = gathered[order] ?? gatheredRow.outside;
    return new Set(told === gatheredRow.outside ? [] : [told]);
  };
  for (let i = 0; i < rows; i += 1) {
    if (i % pieceSteps === 0) yield;
    const visit = visits[i] ?? 0;
    if (visit === 0) continue;
    const own = several.get(visit) ?? new Set();
    several.set(visit, own);
    for (const told of alone(i)) own.add(told);
  }
  return (order) => several.get(visits[order] ?? 0) ?? alone(order);
}
