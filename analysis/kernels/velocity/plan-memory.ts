import { featureKinds, type KernelGroup } from './shapes.ts';
import type { SharedRoom } from './room.ts';

const [groupBytes, featureBytes] = [28, 24];
const needs = { counts: 1, sums: 2, neighbours: 4 } as const;

/** Writes groups as the loops read them, their columns of hashes from `first` on, then values. Answers where they stand. */
export function writeGroups(room: SharedRoom, groups: readonly KernelGroup[], first: number): number {
  const at = room.lend(groups.length * groupBytes);
  groups.forEach((group, index) => {
    const written = writeGroup(room, group, first + groups.length);
    room.words(at + index * groupBytes, groupBytes / 4).set([first + index, ...written]);
  });
  return at;
}

function writeGroup(room: SharedRoom, { values, features }: KernelGroup, firstValue: number): number[] {
  const lengths = [...new Set(features.map(({ window }) => window ?? -1n))];
  const windows = room.lend(lengths.length * 8);
  room.numbers(windows, lengths.length).set(lengths);
  const columns = room.lend(values.length * 8);
  const needed = values.map((column, value) => [firstValue + column, needsOf(features, value)]);
  room.words(columns, values.length * 2).set(needed.flat());
  const list = room.lend(features.length * featureBytes);
  features.forEach(({ kind, value, window, own, limit }, index) => {
    const at = list + index * featureBytes;
    const place = lengths.indexOf(window ?? -1n);
    room.words(at, 4).set([featureKinds.indexOf(kind), value ?? -1, own ? 1 : 0, place]);
    room.numbers(at + 16, 1).set([limit ?? 0n]);
  });
  return [values.length, columns, list, features.length, windows, lengths.length];
}

function needsOf(features: KernelGroup['features'], value: number): number {
  const of = (kinds: readonly string[]): boolean =>
    features.some((feature) => feature.value === value && kinds.includes(feature.kind));
  return (
    (of(['count', 'mean', 'money-mean']) ? needs.counts : 0) |
    (of(['sum', 'mean', 'money-mean']) ? needs.sums : 0) |
    (of(['first', 'last', 'since-first', 'since-last']) ? needs.neighbours : 0)
  );
}
