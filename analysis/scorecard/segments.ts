import { groupCount } from '../model/results/intervals.ts';
import { driftOf } from '../model/scorecard/psi.ts';
import type { SegmentPerformance, SegmentReport } from '../model/scorecard/report.ts';
import { probabilityOfScore, type ScaleTerms } from '../model/scorecard/scaling.ts';
import { rankedWith, shareOf, type Clusters } from './performance.ts';
import { unlabelled, type Categories, type Labels } from './prebin.ts';
import { bandsOf, type Scores } from './scores.ts';

/** Values that are told of a segment, the largest. */
const mostTold = 20;

/** The orders a score is looked at on, and those it was trained on. */
export interface SegmentedBy {
  readonly scores: Scores;
  readonly terms: ScaleTerms;
  readonly clusters: Clusters;
  readonly edges: readonly number[];
  /** Labels of what is looked at, and its rows of any state. */
  readonly labels: Labels;
  readonly looked: (row: number) => boolean;
  /** Rows of training, to compare scores with; null where those are what is looked at. */
  readonly trained: ((row: number) => boolean) | null;
  /** Waited for between values; may throw. */
  readonly pause: () => Promise<void>;
}

/** The score within every value of a field, the largest values first. */
export async function segmentValues(
  { codes, names }: Categories,
  { scores, terms, clusters, edges, labels, looked, trained, pause }: SegmentedBy,
): Promise<Pick<SegmentReport, 'values' | 'others'>> {
  const orders = new Float64Array(names.length + 2);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    if (looked(row)) orders[code] = (orders[code] ?? 0) + 1;
  }
  // The last code is of values without a name.
  const told = Array.from(orders.keys())
    .filter((code) => (orders[code] ?? 0) > 0 && code <= names.length)
    .sort((a, b) => (orders[b] ?? 0) - (orders[a] ?? 0) || a - b)
    .slice(0, mostTold);
  const bandOf = bandsOf(scores.levels.length, edges);
  const values: SegmentPerformance[] = [];
  for (const code of told) {
    await pause();
    const own = new Uint8Array(labels.length).fill(unlabelled);
    const [parts, wholes] = [new Float64Array(groupCount), new Float64Array(groupCount)];
    const [was, is] = [0, 1].map(() => new Array<number>(edges.length + 1).fill(0)) as [number[], number[]];
    let [bad, known, expected] = [0, 0, 0];
    for (let row = 0; row < codes.length; row += 1) {
      if (codes[row] !== code) continue;
      const level = scores.places[row] ?? 0;
      const band = bandOf[level] ?? 0;
      if (trained?.(row) === true) was[band] = (was[band] ?? 0) + 1;
      if (looked(row)) is[band] = (is[band] ?? 0) + 1;
      const label = labels[row] ?? unlabelled;
      if (label === unlabelled) continue;
      own[row] = label;
      const group = clusters.groups[row] ?? 0;
      parts[group] = (parts[group] ?? 0) + label;
      wholes[group] = (wholes[group] ?? 0) + 1;
      bad += label;
      known += 1;
      expected += probabilityOfScore(scores.levels[level] ?? 0, terms);
    }
    values.push({
      value: code === 0 ? null : (names[code - 1] ?? null),
      ...{ orders: orders[code] ?? 0, good: known - bad, bad },
      badRate: shareOf(parts, wholes, clusters.by),
      expected: known === 0 ? null : expected / known,
      gini: (await rankedWith(scores, own, clusters, pause))?.gini ?? null,
      drift: trained === null ? null : driftOf(was, is),
    });
  }
  const all = orders.reduce((sum, count) => sum + count, 0);
  return { values, others: all - values.reduce((sum, one) => sum + one.orders, 0) };
}
