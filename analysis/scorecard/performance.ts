import { chiSquareTail } from '../model/results/distributions.ts';
import type { ClusterKind } from '../model/results/headline.ts';
import {
  groupCount,
  groupsWith,
  leastGroups,
  ratioInterval,
  tailOf,
  wilson,
  xorshift,
} from '../model/results/intervals.ts';
import { delongError, rankingOf } from '../model/scorecard/ranking.ts';
import type { Calibration, CalibrationBand, Measured, Performance, ScoreInterval } from '../model/scorecard/report.ts';
import { probabilityOfScore, type ScaleTerms } from '../model/scorecard/scaling.ts';
import { totalsOf, type Counts } from '../model/scorecard/woe.ts';
import { pauseRows, rowsWhere } from './patterns.ts';
import { unlabelled, type Labels } from './prebin.ts';
import { bandsOf, cellsOf, type Scores } from './scores.ts';

/** What orders are taken together as, and the group of every order (`groupCount`). */
export interface Clusters {
  readonly by: ClusterKind;
  readonly groups: Uint8Array;
}

/** Of the normal distribution for 95 %. */
const z = 1.959963984540054;
const replicates = 500;
const seed = 20_261_130;

/** Gini and KS of orders whose outcome is known; null without both classes. `pause` is waited for on the way and may throw. */
export async function rankedWith(
  scores: Scores,
  labels: Labels,
  clusters: Clusters,
  pause: () => Promise<void>,
): Promise<{ readonly gini: Measured; readonly ks: Measured } | null> {
  const cells = cellsOf(scores, labels);
  const found = rankingOf(cells);
  if (found === null) return null;
  const drawn = await resampled(scores, labels, clusters.groups, pause);
  return {
    gini: {
      value: found.gini,
      interval: clusters.by === 'order' ? byDelong(found.gini, cells) : (drawn?.gini ?? null),
    },
    // No formula tells how much it varies; where nothing tells customers apart, groups are of orders by chance.
    ks: { value: found.ks, interval: drawn?.ks ?? null },
  };
}

function byDelong(gini: number, cells: readonly Counts[]): ScoreInterval | null {
  const error = delongError(cells);
  if (error === null) return null;
  // Gini is 2·AUC − 1.
  const half = 2 * z * error;
  return { low: Math.max(-1, gini - half), high: Math.min(1, gini + half), by: 'delong' };
}

/** Scores that groups of orders are drawn on at most. */
const mostSteps = 4096;

/** The step of every level: scores themselves where they are few, else whole points, or as wide ones as it takes. */
function stepsOf(levels: Float64Array): Uint16Array {
  if (levels.length <= mostSteps) return Uint16Array.from(levels.keys());
  const least = Math.floor(levels[0] ?? 0);
  const points = Math.floor(levels.at(-1) ?? 0) - least + 1;
  const width = Math.max(1, points / mostSteps);
  return Uint16Array.from(levels, (level) => Math.floor((Math.floor(level) - least) / width));
}

/** Percentile intervals of both, groups of orders drawn with replacement; null where too few have a bad order. */
async function resampled(
  scores: Scores,
  labels: Labels,
  groups: Uint8Array,
  pause: () => Promise<void>,
): Promise<{ readonly gini: ScoreInterval; readonly ks: ScoreInterval } | null> {
  const steps = stepsOf(scores.levels);
  const stepCount = (steps.at(-1) ?? -1) + 1;
  // Good and bad orders of every step and group.
  const counts = new Uint32Array(2 * stepCount * groupCount);
  const bad = new Float64Array(groupCount);
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row] ?? unlabelled;
    if (label === unlabelled) continue;
    const group = groups[row] ?? 0;
    if (label === 1) bad[group] = (bad[group] ?? 0) + 1;
    const at = 2 * ((steps[scores.places[row] ?? 0] ?? 0) * groupCount + group) + label;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  if (groupsWith(bad) < leastGroups) return null;
  const filled = rowsWhere(stepCount * groupCount, (at) => (counts[2 * at] ?? 0) + (counts[2 * at + 1] ?? 0) > 0);
  const next = xorshift(seed);
  const [ginis, kss] = [new Float64Array(replicates), new Float64Array(replicates)];
  const cells = Array.from({ length: stepCount }, () => ({ good: 0, bad: 0 }));
  let read = 0;
  for (let r = 0; r < replicates; r += 1) {
    if (read >= pauseRows || r === 0) {
      await pause();
      read = 0;
    }
    read += filled.length;
    const times = new Uint8Array(groupCount);
    for (let i = 0; i < groupCount; i += 1) {
      const drawn = next() % groupCount;
      times[drawn] = (times[drawn] ?? 0) + 1;
    }
    for (const cell of cells) [cell.good, cell.bad] = [0, 0];
    for (const at of filled) {
      const by = times[at % groupCount] ?? 0;
      const cell = cells[Math.floor(at / groupCount)];
      if (by === 0 || cell === undefined) continue;
      cell.good += by * (counts[2 * at] ?? 0);
      cell.bad += by * (counts[2 * at + 1] ?? 0);
    }
    const found = rankingOf(cells);
    ginis[r] = found?.gini ?? 0;
    kss[r] = found?.ks ?? 0;
  }
  const between = (values: Float64Array): ScoreInterval => {
    values.sort();
    const at = (q: number): number => values[Math.round(q * (replicates - 1))] ?? NaN;
    const tail = tailOf(groupCount);
    return { low: at(tail), high: at(1 - tail), by: 'bootstrap' };
  };
  return { gini: between(ginis), ks: between(kss) };
}

/** A share of orders with its interval: by groups of customers, else Wilson's. Null without orders. */
export function shareOf(parts: Float64Array, wholes: Float64Array, by: ClusterKind): Measured | null {
  const [part, whole] = [sumOf(parts), sumOf(wholes)];
  if (whole === 0) return null;
  const plain = wilson(part, whole);
  const alone = plain === null ? null : ({ ...plain, by: 'wilson' } as const);
  return { value: part / whole, interval: by === 'order' ? alone : ratioInterval(parts, wholes) };
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Probabilities beside what happened, by bands of scores that begin at `edges`. `estimated`: parameters fitted to the same orders. */
export function calibrationOf(
  scores: Scores,
  labels: Labels,
  clusters: Clusters,
  terms: ScaleTerms,
  { edges, estimated }: { readonly edges: readonly number[]; readonly estimated: number },
): Calibration {
  const bandOf = bandsOf(scores.levels.length, edges);
  const probability = scores.levels.map((score) => probabilityOfScore(score, terms));
  const bands = Array.from({ length: edges.length + 1 }, () => ({
    expected: 0,
    parts: new Float64Array(groupCount),
    wholes: new Float64Array(groupCount),
  }));
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row] ?? unlabelled;
    const level = scores.places[row] ?? 0;
    const band = bands[bandOf[level] ?? 0];
    if (label === unlabelled || band === undefined) continue;
    const group = clusters.groups[row] ?? 0;
    band.expected += probability[level] ?? 0;
    band.parts[group] = (band.parts[group] ?? 0) + label;
    band.wholes[group] = (band.wholes[group] ?? 0) + 1;
  }
  const told = bands.map(({ expected, parts, wholes }, i): CalibrationBand => {
    const [bad, orders] = [sumOf(parts), sumOf(wholes)];
    return {
      from: i === 0 ? null : (scores.levels[edges[i - 1] ?? 0] ?? null),
      to: i === edges.length ? null : (scores.levels[edges[i] ?? 0] ?? null),
      ...{ orders, bad, expected: orders === 0 ? null : expected / orders },
      observed: shareOf(parts, wholes, clusters.by),
    };
  });
  const tested = testedOf(told.map(({ orders, bad }, i) => ({ orders, bad, expected: bands[i]?.expected ?? 0 })));
  const degrees = tested.length - estimated;
  if (degrees < 1) return { bands: told, chiSquare: null, degrees: 0, p: null };
  const chiSquare = tested.reduce((sum, { orders, bad, expected }) => {
    const p = expected / orders;
    return sum + (bad - expected) ** 2 / (orders * p * (1 - p));
  }, 0);
  return { bands: told, chiSquare, degrees, p: chiSquareTail(chiSquare, degrees) };
}

interface Cell {
  readonly orders: number;
  readonly bad: number;
  readonly expected: number;
}

/** Expected orders of a class under which χ² is no longer one (Cochran 1954). */
const leastExpected = 5;

/** Neighbouring bands taken together until each has enough expected bad and good orders; what is left over joins the last. */
function testedOf(cells: readonly Cell[]): Cell[] {
  const none: Cell = { orders: 0, bad: 0, expected: 0 };
  const both = (a: Cell, b: Cell): Cell => ({
    ...{ orders: a.orders + b.orders, bad: a.bad + b.bad, expected: a.expected + b.expected },
  });
  const tested: Cell[] = [];
  let open = none;
  for (const cell of cells) {
    open = both(open, cell);
    if (Math.min(open.expected, open.orders - open.expected) < leastExpected) continue;
    tested.push(open);
    open = none;
  }
  const last = tested.pop();
  return last === undefined ? [] : [...tested, both(last, open)];
}

/** Everything that is measured of scores against known outcomes. `pause` is waited for on the way and may throw. */
export async function performanceOf(
  scores: Scores,
  labels: Labels,
  clusters: Clusters,
  terms: ScaleTerms,
  cut: { readonly edges: readonly number[]; readonly estimated: number },
  pause: () => Promise<void>,
): Promise<Performance> {
  const { good, bad } = totalsOf(cellsOf(scores, labels));
  const ranked = await rankedWith(scores, labels, clusters, pause);
  return {
    ...{ orders: good + bad, good, bad },
    ...{ gini: ranked?.gini ?? null, ks: ranked?.ks ?? null },
    calibration: calibrationOf(scores, labels, clusters, terms, cut),
  };
}
