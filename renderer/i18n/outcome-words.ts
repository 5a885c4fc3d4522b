import { isBillKind, type OutcomeState, type Target } from '../../analysis/model/target.ts';
import type { Params } from './fill.ts';
import { t, type TextKey } from './index.ts';

/** Whether the target asks for unpaid orders; its bad orders are then no fraud. */
function asksForUnpaid(target: Target): boolean {
  return target.kinds.every(isBillKind);
}

/** Name of a state in headings, legends and tags. */
export function outcomeWord(target: Target, state: OutcomeState): string {
  const unpaid = asksForUnpaid(target);
  if (state === 'bad') return t(unpaid ? 'unpaid.bad' : 'state.bad');
  if (state === 'good') return t(unpaid ? 'unpaid.good' : 'state.good');
  return t(`state.${state}`);
}

/** A text that speaks of bad and good orders, in the words of the target. */
export function outcomeText(target: Target, key: TextKey, params: Params = {}): string {
  const kind = asksForUnpaid(target) ? 'unpaid' : 'word';
  return t(key, {
    badWord: t(`${kind}.badInText`),
    goodWord: t(`${kind}.goodInText`),
    badTitle: outcomeWord(target, 'bad'),
    goodTitle: outcomeWord(target, 'good'),
    badRate: t(`${kind}.rate`),
    rateWord: t(`${kind}.rateInText`),
    ...params,
  });
}
