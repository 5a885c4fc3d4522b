import { ShinsaError } from '../model/failure.ts';
import type { LeftOut } from '../model/scorecard/report.ts';
import type { Settled } from '../model/scorecard/spec.ts';
import { fitLogistic, type Logistic } from './logistic.ts';
import { unlabelled, type Labels } from './prebin.ts';
import { binsInUse, type Binned } from './variables.ts';

/** Variables in the scorecard with their regression, and why the others are not. */
export interface FittedCard {
  readonly used: readonly Binned[];
  readonly left: ReadonlyMap<Binned, LeftOut>;
  readonly regression: Logistic;
}

/** Values of the bins of a variable, as the regression reads them. */
export const woesOf = ({ evidence }: Pick<Binned, 'evidence'>): number[] => evidence.map(({ woe }) => woe);

/**
 * The regression on the orders whose label is known. Variables that tell too little are left out, then one by one those whose
 * coefficient turns round what their bins say: with +good evidence every coefficient for bad is below 0. Throws
 * 'scorecard-few' without both classes, 'scorecard-no-variable' where none is left.
 */
export async function fitCard(
  variables: readonly Binned[],
  labels: Labels,
  { minIv, dropWrongSign, ridge }: Pick<Settled, 'minIv' | 'dropWrongSign' | 'ridge'>,
  pause: () => Promise<void>,
): Promise<FittedCard> {
  const rows = Uint32Array.from(rowsOf(labels));
  const bad = Uint8Array.from(rows, (row) => labels[row] ?? 0);
  const badCount = bad.reduce((sum, one) => sum + one, 0);
  if (badCount === 0 || badCount === rows.length)
    throw new ShinsaError('scorecard-few', { good: rows.length - badCount, bad: badCount });
  const left = new Map<Binned, LeftOut>();
  for (const one of variables) {
    if (binsInUse(one) < 2) left.set(one, 'one-bin');
    else if (one.iv < minIv) left.set(one, 'iv');
  }
  const designed = new Map(
    variables.flatMap((one) =>
      left.has(one)
        ? []
        : [
            [
              one,
              { worth: Float64Array.from(woesOf(one)), places: Uint8Array.from(rows, (row) => one.places[row] ?? 0) },
            ],
          ],
    ),
  );
  for (;;) {
    const used = [...designed.keys()];
    if (used.length === 0) throw new ShinsaError('scorecard-no-variable');
    const regression = await fitLogistic(
      { rows: rows.length, variables: [...designed.values()], bad, weights: null },
      ridge,
      pause,
    );
    const turned = used
      .map((one, i) => ({ one, beta: regression.coefficients[i] ?? 0 }))
      .filter(({ beta }) => beta > 0)
      .sort((a, b) => b.beta - a.beta)[0];
    if (!dropWrongSign || turned === undefined) return { used, left, regression };
    left.set(turned.one, 'sign');
    designed.delete(turned.one);
  }
}

function* rowsOf(labels: Labels): Generator<number> {
  for (let row = 0; row < labels.length; row += 1) if (labels[row] !== unlabelled) yield row;
}
