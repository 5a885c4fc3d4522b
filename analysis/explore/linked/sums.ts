import type { ColumnBench } from '../../columns/bitmaps.ts';
import { nameOf } from '../../columns/coded.ts';
import { stateCount, type Cube, type CubeAsk, type CubeAxis } from '../../kernels/matrix/shapes.ts';
import type { PreparedAxis } from './axes.ts';

/** Cells of two axes that are added up in one pass: more do not stay near the processor. */
const mostPaired = 320;

/** The codes of an axis; no order has code 0. */
export const axisOf = ({ codes, bins }: PreparedAxis): CubeAxis => ({ column: nameOf(codes), count: bins.length + 1 });

/** Sums of axes, those of few cells two and two in one pass. */
export async function summed(
  { open, source }: ColumnBench,
  axes: readonly PreparedAxis[],
  among: (at: number) => string,
): Promise<Cube[]> {
  const pairs = pairsOf(axes, among);
  const asks = pairs.map(({ among: name, first, second }): CubeAsk => ({
    among: name,
    first: axisOf(first.axis),
    second: second === null ? null : axisOf(second.axis),
  }));
  const cubes = asks.length === 0 ? [] : await open.pool.cubes(asks, source.signal);
  const found: Cube[] = [];
  pairs.forEach(({ first, second }, at) => {
    const cube = cubes[at] ?? new BigInt64Array();
    const seconds = second === null ? 1 : second.axis.bins.length + 1;
    found[first.at] = margin(cube, first.axis.bins.length + 1, seconds, 'first');
    if (second !== null) found[second.at] = margin(cube, first.axis.bins.length + 1, seconds, 'second');
  });
  return found;
}

interface Placed {
  readonly axis: PreparedAxis;
  readonly at: number;
}

/** Axes of one bitmap two and two, the longest with the shortest that it bears. */
function pairsOf(
  axes: readonly PreparedAxis[],
  among: (at: number) => string,
): { readonly among: string; readonly first: Placed; readonly second: Placed | null }[] {
  const byName = new Map<string, Placed[]>();
  axes.forEach((axis, at) => byName.set(among(at), [...(byName.get(among(at)) ?? []), { axis, at }]));
  return [...byName].flatMap(([name, placed]) => {
    const left = placed.toSorted((a, b) => b.axis.bins.length - a.axis.bins.length);
    const pairs: { among: string; first: Placed; second: Placed | null }[] = [];
    for (let first = left.shift(); first !== undefined; first = left.shift()) {
      const most = mostPaired / (first.axis.bins.length + 1);
      const at = left.findIndex(({ axis }) => axis.bins.length + 1 <= most);
      const [second = null] = at < 0 ? [] : left.splice(at, 1);
      pairs.push({ among: name, first, second });
    }
    return pairs;
  });
}

/** Sums of one of two axes. */
function margin(cube: Cube, firsts: number, seconds: number, of: 'first' | 'second'): Cube {
  const size = 2 * stateCount;
  const sums = new BigInt64Array((of === 'first' ? firsts : seconds) * size);
  for (let a = 0; a < firsts; a += 1)
    for (let b = 0; b < seconds; b += 1)
      for (let i = 0; i < size; i += 1) {
        const to = (of === 'first' ? a : b) * size + i;
        sums[to] = (sums[to] ?? 0n) + (cube[(a * seconds + b) * size + i] ?? 0n);
      }
  return sums;
}
