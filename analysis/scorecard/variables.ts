import { ShinsaError } from '../model/failure.ts';
import {
  binCount,
  missingBin,
  mostBins,
  regularCount,
  replay,
  type BinDocument,
  type Bins,
  type BinProblem,
} from '../model/scorecard/bins.ts';
import type { ScoredBin, ScoredVariable } from '../model/scorecard/report.ts';
import { binningOf, type BinningRules, type ScorecardSpec, type VariableSpec } from '../model/scorecard/spec.ts';
import { badRate, evidenceOf, informationValue, type Counts, type Evidence } from '../model/scorecard/woe.ts';
import { binsOf, countsOf, type Values } from './assign.ts';
import { categoryStart, numericStart, type Labels } from './prebin.ts';

/** A variable cut to bins. */
export interface Binned {
  readonly spec: VariableSpec;
  readonly rules: BinningRules;
  readonly document: BinDocument;
  readonly bins: Bins;
  readonly counts: readonly Counts[];
  readonly evidence: readonly Evidence[];
  readonly iv: number;
}

/** With the bin of every order. */
export interface Placed extends Binned {
  readonly places: Uint8Array;
}

const codeOf = {
  'no-bin': 'scorecard-no-bin',
  'not-neighbours': 'scorecard-not-neighbours',
  'wrong-kind': 'scorecard-wrong-kind',
  'cuts-nothing': 'scorecard-cuts-nothing',
  'too-many': 'scorecard-too-many',
} as const satisfies Readonly<Record<BinProblem, string>>;

/**
 * Bins of a variable by the orders whose label is known: those of its document, else the best there are. `index`: its place in
 * the specification. Throws `scorecard-…` with the operation that cannot be done.
 */
export function binnedVariable(
  values: Values,
  labels: Labels,
  of: { readonly variable: VariableSpec; readonly index: number; readonly spec: Pick<ScorecardSpec, 'binning'> },
  smoothing: number,
): Placed {
  const { variable, index, spec } = of;
  const rules = binningOf(variable, spec);
  const document = variable.bins ?? { start: startOf(values, labels, variable, rules), operations: [] };
  const field = `variables.${index}.bins`;
  const kind = values.kind === 'numeric' ? 'numeric' : 'categories';
  if (document.start.kind !== kind)
    throw new ShinsaError('scorecard-wrong-kind', { field: variable.field }, { place: { field: `${field}.start` } });
  const replayed = replay(document);
  if (!replayed.ok) {
    const { operation, problem } = replayed;
    const place = operation < 0 ? `${field}.start` : `${field}.operations.${operation}`;
    throw new ShinsaError(codeOf[problem], { field: variable.field, most: mostBins }, { place: { field: place } });
  }
  const { bins } = replayed;
  const places = binsOf(values, bins);
  const counts = countsOf(places, bins, labels);
  const evidence = evidenceOf(counts, smoothing);
  return { spec: variable, rules, document, bins, counts, evidence, iv: informationValue(evidence), places };
}

const startOf = (values: Values, labels: Labels, variable: VariableSpec, rules: BinningRules) =>
  values.kind === 'numeric'
    ? numericStart(values.values, labels, variable.special ?? [], rules)
    : categoryStart(values, labels, rules);

/** Bins in which any order of training was; with one of them nothing is told apart. */
export const binsInUse = ({ counts }: Pick<Binned, 'counts'>): number =>
  counts.filter(({ good, bad }) => good + bad > 0).length;

/** Whether a class was missing somewhere, so that only what was added to it keeps its evidence finite. */
export const leansOnSmoothing = ({ counts }: Pick<Binned, 'counts'>): boolean =>
  counts.some(({ good, bad }) => good + bad > 0 && (good === 0 || bad === 0));

/** The bins as a person reads them. */
export function tableOf({ bins, counts, evidence }: Binned, points: readonly number[] | null): ScoredBin[] {
  const regular = regularCount(bins);
  return Array.from({ length: binCount(bins) }, (_, i): ScoredBin => {
    const own = counts[i] ?? { good: 0, bad: 0 };
    const { woe = 0, iv = 0 } = evidence[i] ?? {};
    return {
      ...placeOf(bins, i, regular),
      ...{ good: own.good, bad: own.bad, badRate: badRate(own), woe, iv },
      points: points?.[i] ?? null,
    };
  });
}

function placeOf(
  bins: Bins,
  i: number,
  regular: number,
): Pick<ScoredBin, 'kind' | 'from' | 'to' | 'values' | 'other' | 'name'> {
  if (i < regular && bins.kind === 'numeric')
    return { kind: 'range', from: bins.cuts[i - 1] ?? null, to: bins.cuts[i] ?? null };
  if (i < regular && bins.kind === 'categories')
    return { kind: 'categories', values: bins.groups[i] ?? [], ...(bins.other === i ? { other: true } : {}) };
  if (i === missingBin(bins)) return { kind: 'missing' };
  return { kind: 'special', name: bins.kind === 'numeric' ? (bins.special[i - regular]?.name ?? '') : '' };
}

/** How bad rates of the regular bins with orders run; null where they turn more than once, `none` never is. */
export function trendOf({ bins, counts }: Pick<Binned, 'bins' | 'counts'>): ScoredVariable['trend'] {
  const rates = counts.slice(0, regularCount(bins)).flatMap((one) => badRate(one) ?? []);
  const ways = rates.slice(1).map((rate, i) => Math.sign(rate - (rates[i] ?? rate)));
  const turns = ways.filter((way) => way !== 0).filter((way, i, all) => i === 0 || way !== all[i - 1]);
  if (turns.length === 0) return 'none';
  if (turns.length === 1) return turns[0] === 1 ? 'ascending' : 'descending';
  if (turns.length === 2) return turns[0] === 1 ? 'peak' : 'valley';
  return null;
}
