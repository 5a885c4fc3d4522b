import type { ColumnProfile } from '../model/explore.ts';
import type { LinkedAxis, LinkedBin, LinkedView } from '../model/linked.ts';
import type { Masks, Value } from './masks.ts';

/** Numbers and times of a masked column are one bar: their bounds would tell them. */
export function profile(answer: ColumnProfile, { masked, mask }: Masks): ColumnProfile {
  const { column, bins } = answer;
  if (!masked(column)) return answer;
  const spread = bins.filter(({ kind }) => kind === 'range' || kind === 'hour');
  const [first] = spread;
  const told = bins
    .filter((bin) => !spread.includes(bin))
    .map((bin) => ({ ...bin, label: bin.kind === 'value' ? String(mask(column, valueOf(bin))) : bin.label }));
  if (first === undefined) return { ...answer, bins: told };
  const sum = (of: 'orders' | 'amount' | 'bad' | 'good'): number => spread.reduce((n, bin) => n + bin[of], 0);
  const [bad, good] = [sum('bad'), sum('good')];
  const whole = {
    ...first,
    ...{ kind: 'others' as const, min: null, max: null, orders: sum('orders'), amount: sum('amount'), bad, good },
    badRate: bad + good === 0 ? null : bad / (bad + good),
    clause: { kind: 'notIn' as const, column, values: [null] },
  };
  return { ...answer, bins: [whole, ...told] };
}

/** Bars of numbers and times of a masked column keep their places, which every other view is counted by, but not their bounds. */
export function linkedView<V extends Pick<LinkedView, 'axis' | 'bins'>>(view: V, masks: Masks): V {
  return { ...view, bins: view.bins.map((bin) => maskedBin(view.axis, bin, masks)) };
}

export function maskedBin(axis: LinkedAxis, bin: LinkedBin, { masked, mask }: Masks): LinkedBin {
  if (axis.kind !== 'column' || !masked(axis.column)) return bin;
  const label = bin.kind === 'value' ? String(mask(axis.column, valueOf(bin))) : null;
  return { ...bin, label, min: null, max: null };
}

const valueOf = ({ clause, label }: Pick<LinkedView['bins'][number], 'clause' | 'label'>): Value =>
  clause.kind === 'in' ? (clause.values[0] ?? null) : label;
