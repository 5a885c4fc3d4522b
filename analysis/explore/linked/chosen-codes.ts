import type { Clause } from '../../model/filter.ts';
import type { LinkedAxis, LinkedBin } from '../../model/linked.ts';

/** Whether a clause speaks of an axis: a view does not filter itself. */
export function speaksOf(clause: Clause, axis: LinkedAxis): boolean {
  switch (axis.kind) {
    case 'weekHours':
      return clause.kind === 'weekHours';
    case 'weeks':
      return clause.kind === 'time' && clause.column === 'ordered_at';
    case 'amountBands':
      return isOnColumn(clause) && clause.column === 'amount';
    case 'deliveryDistance':
    case 'stages':
      return clause.kind === axis.kind;
    case 'column':
      // What is drawn of the time of the order is its hour.
      if (axis.column === 'ordered_at') return clause.kind === 'hour';
      return isOnColumn(clause) && clause.column === axis.column;
  }
}

/** Whether what is chosen on one axis is no filter of the other: itself, or another view of the same column. */
export const isOfSame = (one: LaidAxis, other: LaidAxis): boolean =>
  one === other || one.bins.some(({ clause }) => speaksOf(clause, other.axis));

interface LaidAxis {
  readonly axis: LinkedAxis;
  readonly bins: readonly LinkedBin[];
}

type OnColumn = Extract<Clause, { kind: 'range' | 'time' | 'in' | 'notIn' | 'contains' }>;

const isOnColumn = (clause: Clause): clause is OnColumn =>
  ['range', 'time', 'in', 'notIn', 'contains'].includes(clause.kind);

/**
 * The codes of the bins that together are exactly what a clause filters to; null where bins cannot tell it, as a range that ends
 * within one. For a clause that speaks of the axis of these bins.
 */
export function chosenCodes(clause: Clause, bins: readonly LinkedBin[]): readonly number[] | null {
  const codes = (holds: (bin: LinkedBin) => boolean): readonly number[] =>
    bins.flatMap((bin, at) => (holds(bin) ? [at + 1] : []));
  switch (clause.kind) {
    case 'weekHours': {
      const cells = new Set(clause.cells);
      return codes(({ min }) => cells.has(min ?? -1));
    }
    case 'deliveryDistance': {
      const classes = new Set<string | null>(clause.classes);
      return codes(({ label }) => classes.has(label));
    }
    case 'stages': {
      const cells = new Set(clause.cells);
      // How orders ended is no part of their way.
      return clause.states === undefined ? codes(({ min }) => cells.has(min ?? -1)) : null;
    }
    case 'hour': {
      const { from, to } = clause;
      const within = (hour: number): boolean => (from < to ? hour >= from && hour < to : hour >= from || hour < to);
      return codes(({ min }) => within(min ?? -1));
    }
    case 'range':
      return between(bins, clause.min, clause.max, (one) => (one.kind === 'range' ? [one.min, one.max] : null));
    case 'time': {
      const ms = (text: string | null): number | null => (text === null ? null : Date.parse(text));
      return between(bins, ms(clause.from), ms(clause.to), (one) =>
        one.kind === 'time' ? [ms(one.from), ms(one.to)] : null,
      );
    }
    case 'in': {
      const wanted = new Set<unknown>(clause.values);
      const found = codes(({ clause: own }) => own.kind === 'in' && own.values.every((value) => wanted.has(value)));
      // Without a bin nothing is missing.
      const told = new Set<unknown>(bins.flatMap(({ clause: own }) => (own.kind === 'in' ? own.values : [])));
      return clause.values.every((value) => value === null || told.has(value)) ? found : null;
    }
    case 'notIn': {
      const text = JSON.stringify(clause);
      const at = bins.findIndex(({ clause: own }) => JSON.stringify(own) === text);
      return at < 0 ? null : [at + 1];
    }
    default:
      return null;
  }
}

type Ends = readonly [number | null, number | null];

/** Bins from one end to the other, where both are ends of bins; an open end is that of the outermost. */
function between(
  bins: readonly LinkedBin[],
  min: number | null,
  max: number | null,
  ends: (clause: Clause) => Ends | null,
): readonly number[] | null {
  const laid = bins.flatMap((bin, at) => {
    const own = ends(bin.clause);
    return own === null ? [] : [{ code: at + 1, low: own[0] ?? -Infinity, high: own[1] ?? Infinity }];
  });
  const [from, to] = [min ?? -Infinity, max ?? Infinity];
  const [first, last] = [laid[0], laid.at(-1)];
  if (first === undefined || last === undefined) return null;
  const starts = min === null || laid.some(({ low }) => low === from);
  const stops = max === null || laid.some(({ high }) => high === to);
  if (!starts || !stops) return null;
  return laid.flatMap(({ code, low, high }) => (low >= from && high <= to ? [code] : []));
}
