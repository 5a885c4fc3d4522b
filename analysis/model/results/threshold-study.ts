import type { Assumptions } from './assumptions.ts';
import { judgedIn, splitParts, type Split, type SplitPart } from './split.ts';
import { closerTo, curveOf, withPoints, type Curve, type CurvePoint } from './threshold-curve.ts';
import type { Thresholds, ThresholdsAsk } from './thresholds.ts';

/** Asks for tallies: `backtest.thresholds`, whoever calls it. */
export type AskThresholds = (ask: ThresholdsAsk) => Promise<Thresholds>;

/** Values tried first, and then closer to the best of them. */
const [coarse, fine] = [30, 20];

export interface StudyInput extends Pick<ThresholdsAsk, 'ruleSet' | 'filter' | 'cut' | 'judged'> {
  readonly given: Assumptions;
  readonly perMajor: number;
}

/** Values over all orders, then closer to the best; `told` hears the first answer. */
export async function studied(
  ask: AskThresholds,
  { given, perMajor, ...of }: StudyInput,
  told: (first: Thresholds) => void = () => undefined,
): Promise<Thresholds> {
  const first = await ask({ ...of, tried: { kind: 'spread', most: coarse } });
  told(first);
  const curve = curveOf({ thresholds: first, given, perMajor });
  const between = curve === null ? null : closerTo(curve);
  if (between === null) return first;
  return withPoints(first, await ask({ ...of, tried: { kind: 'spread', most: fine, between } }));
}

/** A value chosen on training orders, beside what it is worth on orders that had no part in the choice. */
export interface ChosenThreshold {
  /** Values it was chosen among. */
  readonly tried: number;
  readonly training: Curve;
  readonly trainedOn: Thresholds;
  /** The best on training, and the value offered for it: the roundest that nothing tells from it. */
  readonly best: number;
  readonly offered: number;
  readonly heldOut: readonly HeldOut[];
}

export interface HeldOut {
  readonly part: SplitPart;
  readonly thresholds: Thresholds;
  readonly best: CurvePoint | null;
  readonly offered: CurvePoint | null;
}

export interface ChoiceInput extends StudyInput {
  /** Day up to which reports are known at all. */
  readonly known: string | null;
  readonly split: Split;
  readonly timezone: string;
}

/** Null where there is nothing to train on. */
export async function chosenThreshold(
  ask: AskThresholds,
  { split, timezone, known, ...of }: ChoiceInput,
): Promise<ChosenThreshold | null> {
  const [train, ...held] = splitParts(split, of.filter, timezone, known);
  if (train === undefined || train.asOf === null) return null;
  const { given, perMajor, ruleSet, cut, judged = {} } = of;
  const trainedOn = await studied(ask, { ...of, filter: train.filter, judged: judgedIn(train, judged) });
  const training = curveOf({ thresholds: trainedOn, given, perMajor });
  if (training === null) return null;
  const best = training.best.value;
  const offered = training.offered[0] ?? best;
  const heldOut: HeldOut[] = [];
  for (const part of held) {
    const thresholds = await ask({
      ...{ ruleSet, cut, filter: part.filter, judged: judgedIn(part, judged) },
      tried: { kind: 'values', values: [...new Set([best, offered])] },
    });
    const points = curveOf({ thresholds, given, perMajor })?.points ?? [];
    const at = (value: number): CurvePoint | null => points.find((one) => one.value === value) ?? null;
    heldOut.push({ part, thresholds, best: at(best), offered: at(offered) });
  }
  return { tried: training.points.length, training, trainedOn, best, offered, heldOut };
}
