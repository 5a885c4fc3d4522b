import type { ColumnBench } from '../../columns/bitmaps.ts';
import { stateCount, type Cube, type CubeAsk } from '../../kernels/matrix/shapes.ts';
import { rankedDifferences, type Differs, type DiffersAsked, type Sides, type Tried } from '../../model/differs.ts';
import { outcomeStates, type OutcomeState } from '../../model/target.ts';
import { exactSum } from '../../store/money.ts';
import type { PreparedAxis } from './axes.ts';
import { axisOf, summed } from './sums.ts';

/** Axes whose pairs are looked at: those that tell most by themselves. */
export const mostPaired = 12;

type Between = DiffersAsked['between'];

/** Every bin of every axis, and of two of the most telling axes together, on both sides: bitmaps `inside` and, but for bad orders, `outside`. */
export async function difference(
  bench: ColumnBench & { readonly axes: readonly PreparedAxis[] },
  between: Between,
  [inside = '', outside = inside]: readonly string[],
): Promise<Differs> {
  const { axes } = bench;
  const sums = async (name: string): Promise<Cube[]> => summed(bench, axes, () => name);
  const first = await sums(inside);
  const second = between === 'bad' ? first : await sums(outside);
  const singles = axes.flatMap((axis, at) =>
    axis.bins.map((bin, code): Tried => {
      const place = code + 1;
      return { parts: [{ axis: axis.axis, bin }], ...sidesAt(between, first[at], second[at], place) };
    }),
  );
  const [one] = axes;
  const all = one === undefined ? nothing : total(singles.filter(({ parts }) => parts[0]?.axis === one.axis));
  const { axes: told } = rankedDifferences(all, singles, []);
  const telling = told.slice(0, mostPaired).flatMap(({ axis }) => axes.find((own) => own.axis === axis) ?? []);
  const pairs = telling.flatMap((a, at) => telling.slice(at + 1).map((b) => [a, b] as const));
  const asks = (among: string): CubeAsk[] => pairs.map(([a, b]) => ({ among, first: axisOf(a), second: axisOf(b) }));
  const { pool } = bench.open;
  const { signal } = bench.source;
  const inner = pairs.length === 0 ? [] : await pool.cubes(asks(inside), signal);
  const outer = between === 'bad' || pairs.length === 0 ? inner : await pool.cubes(asks(outside), signal);
  const together = pairs.flatMap(([a, b], at) =>
    a.bins.flatMap((bin, i) =>
      b.bins.map((other, j): Tried => {
        const place = (i + 1) * (b.bins.length + 1) + j + 1;
        return {
          parts: [
            { axis: a.axis, bin },
            { axis: b.axis, bin: other },
          ],
          ...sidesAt(between, inner[at], outer[at], place),
        };
      }),
    ),
  );
  return rankedDifferences(all, singles, together);
}

const nothing: Sides = { inside: 0, outside: 0, insideAmount: 0 };

function sidesAt(between: Between, first: Cube | undefined, second: Cube | undefined, place: number): Sides {
  const of = (cube: Cube | undefined, part: 0 | 1, states: readonly OutcomeState[]): number =>
    states.reduce(
      (sum, state) =>
        sum + exactSum(Number(cube?.[2 * (place * stateCount + outcomeStates.indexOf(state)) + part] ?? 0n)),
      0,
    );
  if (between === 'bad')
    return { inside: of(first, 0, ['bad']), outside: of(first, 0, ['good']), insideAmount: of(first, 1, ['bad']) };
  return {
    inside: of(first, 0, outcomeStates),
    outside: of(second, 0, outcomeStates),
    insideAmount: of(first, 1, outcomeStates),
  };
}

const total = (tried: readonly Sides[]): Sides =>
  tried.reduce(
    (sum, one) => ({
      inside: sum.inside + one.inside,
      outside: sum.outside + one.outside,
      insideAmount: sum.insideAmount + one.insideAmount,
    }),
    nothing,
  );
