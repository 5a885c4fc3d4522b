import { z } from 'zod';

/**
 * The bins of one variable as a document: what was found first and what a person changed since, each change with a reason.
 * Replaying it always gives the same bins; taking the last change away is undoing it.
 */

const reason = z.string().trim().min(1).max(500);
const place = z.int().min(0).max(254);
const finite = z.number();

export const specialSchema = z.strictObject({
  name: z.string().min(1).max(100),
  values: z.array(finite).min(1).max(100),
});
export type Special = z.infer<typeof specialSchema>;

const numericStart = z.strictObject({
  kind: z.literal('numeric'),
  /** Ascending: a value below the first is in bin 0, one of `cuts[i]` in bin i + 1. */
  cuts: z
    .array(finite)
    .max(200)
    .refine((cuts) => cuts.every((cut, i) => i === 0 || cut > (cuts[i - 1] ?? cut))),
  /** Values that are no measurements, each kind a bin of its own. */
  special: z.array(specialSchema).max(20).exactOptional(),
});

const categoryStart = z.strictObject({
  kind: z.literal('categories'),
  groups: z
    .array(z.array(z.string().max(1000)).max(2000))
    .min(1)
    .max(200)
    .refine((groups) => new Set(groups.flat()).size === groups.flat().length),
  /** The group that takes every value no group names; null: such a value counts as missing. */
  other: place.nullable(),
});

export const binOperationSchema = z.discriminatedUnion('do', [
  /** Two bins become one: neighbours of numbers, any two of categories; `missing` puts orders without a value into a bin. */
  z.strictObject({ do: z.literal('merge'), bins: z.tuple([place, z.union([place, z.literal('missing')])]), reason }),
  /** A bin of numbers becomes two at a value. */
  z.strictObject({ do: z.literal('split'), bin: place, at: finite, reason }),
  /** Categories leave their bin for one of their own, behind it. */
  z.strictObject({
    do: z.literal('separate'),
    bin: place,
    values: z.array(z.string().max(1000)).min(1).max(2000),
    reason,
  }),
]);
export type BinOperation = z.infer<typeof binOperationSchema>;

export const binDocumentSchema = z.strictObject({
  start: z.discriminatedUnion('kind', [numericStart, categoryStart]),
  operations: z.array(binOperationSchema).max(200),
});
export type BinDocument = z.infer<typeof binDocumentSchema>;
export type BinStart = BinDocument['start'];

/** Bins as they are: regular ones from 0 on, then one of each special kind, then the one without a value, unless it is merged. */
export type Bins = {
  /** The regular bin that orders without a value are in; null for one of their own. */
  readonly missingIn: number | null;
} & (
  | { readonly kind: 'numeric'; readonly cuts: readonly number[]; readonly special: readonly Special[] }
  | { readonly kind: 'categories'; readonly groups: readonly (readonly string[])[]; readonly other: number | null }
);

export const regularCount = (bins: Bins): number =>
  bins.kind === 'numeric' ? bins.cuts.length + 1 : bins.groups.length;
export const specialCount = (bins: Bins): number => (bins.kind === 'numeric' ? bins.special.length : 0);
/** The bin of orders without a value. */
export const missingBin = (bins: Bins): number => bins.missingIn ?? regularCount(bins) + specialCount(bins);
export const binCount = (bins: Bins): number =>
  regularCount(bins) + specialCount(bins) + (bins.missingIn === null ? 1 : 0);

/** Bins of a variable at most, special and missing ones too: the bin of an order is one byte. */
export const mostBins = 255;

/** Why an operation cannot be done: there is no such bin, they are no neighbours, the value cuts nothing off, bins would be too many. */
export type BinProblem = 'no-bin' | 'not-neighbours' | 'wrong-kind' | 'cuts-nothing' | 'too-many';

export type Replayed =
  | { readonly ok: true; readonly bins: Bins }
  | { readonly ok: false; readonly operation: number; readonly problem: BinProblem };

/** The bins of a document, or which of its operations cannot be done and why. */
export function replay({ start, operations }: BinDocument): Replayed {
  let bins: Bins =
    start.kind === 'numeric'
      ? { kind: 'numeric', cuts: start.cuts, special: start.special ?? [], missingIn: null }
      : { kind: 'categories', groups: start.groups, other: start.other, missingIn: null };
  if (bins.kind === 'categories' && bins.other !== null && bins.other >= bins.groups.length)
    return { ok: false, operation: -1, problem: 'no-bin' };
  for (const [index, operation] of operations.entries()) {
    const next = done(bins, operation);
    if (typeof next === 'string') return { ok: false, operation: index, problem: next };
    if (binCount(next) > mostBins) return { ok: false, operation: index, problem: 'too-many' };
    bins = next;
  }
  return { ok: true, bins };
}

/** The document without its last operation: what that did is undone. */
export const undone = (document: BinDocument): BinDocument => ({
  ...document,
  operations: document.operations.slice(0, -1),
});

function done(bins: Bins, operation: BinOperation): Bins | BinProblem {
  switch (operation.do) {
    case 'merge': {
      const [a, b] = operation.bins;
      if (a >= regularCount(bins)) return 'no-bin';
      if (b === 'missing') return bins.missingIn === null ? { ...bins, missingIn: a } : 'no-bin';
      if (b >= regularCount(bins) || a === b) return 'no-bin';
      return merged(bins, Math.min(a, b), Math.max(a, b));
    }
    case 'split': {
      if (bins.kind !== 'numeric') return 'wrong-kind';
      const { bin, at } = operation;
      if (bin > bins.cuts.length) return 'no-bin';
      if (at <= (bins.cuts[bin - 1] ?? -Infinity) || at >= (bins.cuts[bin] ?? Infinity)) return 'cuts-nothing';
      const cuts = [...bins.cuts.slice(0, bin), at, ...bins.cuts.slice(bin)];
      return { ...bins, cuts, missingIn: shifted(bins.missingIn, bin) };
    }
    case 'separate': {
      if (bins.kind !== 'categories') return 'wrong-kind';
      const { bin, values } = operation;
      const group = bins.groups[bin];
      if (group === undefined) return 'no-bin';
      const rest = group.filter((value) => !values.includes(value));
      const leaves = values.every((value) => group.includes(value));
      if (!leaves || (rest.length === 0 && bins.other !== bin)) return 'cuts-nothing';
      return {
        ...bins,
        groups: [...bins.groups.slice(0, bin), rest, values, ...bins.groups.slice(bin + 1)],
        other: shifted(bins.other, bin),
        missingIn: shifted(bins.missingIn, bin),
      };
    }
  }
}

/** A place after a bin was put behind `bin`. */
const shifted = (at: number | null, bin: number): number | null => (at !== null && at > bin ? at + 1 : at);

function merged(bins: Bins, low: number, high: number): Bins | BinProblem {
  const moved = (at: number | null): number | null => (at === null || at < high ? at : at === high ? low : at - 1);
  if (bins.kind === 'numeric') {
    if (high !== low + 1) return 'not-neighbours';
    return { ...bins, cuts: bins.cuts.filter((_, i) => i !== low), missingIn: moved(bins.missingIn) };
  }
  const groups = bins.groups.map((group, i) => (i === low ? [...group, ...(bins.groups[high] ?? [])] : group));
  return {
    ...bins,
    groups: groups.filter((_, i) => i !== high),
    other: moved(bins.other),
    missingIn: moved(bins.missingIn),
  };
}
