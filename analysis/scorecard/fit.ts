import { ShinsaError } from '../model/failure.ts';
import type { LeftOut } from '../model/scorecard/report.ts';
import type { Settled } from '../model/scorecard/spec.ts';
import { fitLogistic, type Logistic } from './logistic.ts';
import { labelsIn, patternsOf, rowsWhere } from './patterns.ts';
import { unlabelled, type Labels } from './prebin.ts';
import { binsInUse, type Binned, type Placed } from './variables.ts';

/** Variables in the scorecard with their regression, and those that it turned round, by field. */
export interface FittedCard {
  readonly used: readonly Placed[];
  readonly left: ReadonlyMap<string, LeftOut>;
  readonly regression: Logistic;
}

/** Values of the bins of a variable, as the regression reads them. */
export const woesOf = ({ evidence }: Pick<Binned, 'evidence'>): number[] => evidence.map(({ woe }) => woe);

/** Why a variable is left out before there is a regression; null for one that is not. */
export function leftAtOnce(one: Binned, { minIv }: Pick<Settled, 'minIv'>): LeftOut | null {
  if (binsInUse(one) < 2) return 'one-bin';
  return one.iv < minIv ? 'iv' : null;
}

/**
 * The regression on the orders whose label is known, those in the same bins taken together. Variables whose coefficient turns
 * round what their bins say are left out one by one: with +good evidence every coefficient for bad is below 0. Throws
 * 'scorecard-few' without both classes, 'scorecard-no-variable' where none is left.
 */
export async function fitCard(
  variables: readonly Placed[],
  labels: Labels,
  { dropWrongSign, ridge }: Pick<Settled, 'dropWrongSign' | 'ridge'>,
  pause: () => Promise<void>,
): Promise<FittedCard> {
  const rows = rowsWhere(labels.length, (row) => labels[row] !== unlabelled);
  const bad = rows.reduce((sum, row) => sum + (labels[row] ?? 0), 0);
  if (bad === 0 || bad === rows.length) throw new ShinsaError('scorecard-few', { good: rows.length - bad, bad });
  const patterns = await patternsOf(
    variables.map(({ places }) => places),
    rows,
    pause,
  );
  const counts = labelsIn(patterns, labels);
  const left = new Map<string, LeftOut>();
  const designed = new Map(
    variables.map((one, i) => [
      one,
      { worth: Float64Array.from(woesOf(one)), places: patterns.places[i] ?? new Uint8Array() },
    ]),
  );
  for (;;) {
    const used = [...designed.keys()];
    if (used.length === 0) throw new ShinsaError('scorecard-no-variable');
    const regression = await fitLogistic({ ...counts, variables: [...designed.values()] }, ridge, pause);
    const turned = used
      .map((one, i) => ({ one, beta: regression.coefficients[i] ?? 0 }))
      .filter(({ beta }) => beta > 0)
      .sort((a, b) => b.beta - a.beta)[0];
    if (!dropWrongSign || turned === undefined) return { used, left, regression };
    left.set(turned.one.spec.field, 'sign');
    designed.delete(turned.one);
  }
}
