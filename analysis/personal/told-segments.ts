import { everything } from '../model/filter.ts';
import type { Segment } from '../model/segment.ts';
import { hidden } from '../store/redact.ts';
import { clausesIn } from './clauses.ts';
import type { Masks } from './masks.ts';

/** What somebody wrote beside a segment may be of persons. A bound or a part of a value cannot stand masked for what it is: what asks by one could not be asked again, and is not told. */
export function toldSegments(all: readonly Segment[], { masked }: Masks): readonly Segment[] {
  const bound = new Set(['range', 'time', 'contains']);
  return all.map((one) => {
    const told = { ...one, note: one.note === '' ? '' : hidden };
    return clausesIn(one.filter).some(({ kind, column }) => bound.has(kind) && masked(column))
      ? { ...told, filter: everything, hidden: true }
      : told;
  });
}
