import type { Filter } from '../filter.ts';
import type { RuleSet } from '../ruleset.ts';
import type { Additions, ContributionsAsk } from './contribution.ts';
import type { Judged } from './judged.ts';
import type { MoneyInput } from './money.ts';
import { additionWeights, changeOf, gains, type Change, type Gain } from './rule-worth.ts';
import { judgedIn, splitParts, type Split, type SplitPart } from './split.ts';

export interface AdditionStudy {
  readonly ruleSet: RuleSet;
  readonly filter: Filter;
  /** As held-out orders are judged. */
  readonly judged: Judged;
  readonly split: Split;
  readonly timezone: string;
  /** Day up to which reports are known at all. */
  readonly known: string | null;
}

/** What is asked of each part of a split: of training orders first, by what was reported before the split. */
export const additionAsks = ({
  ruleSet,
  filter,
  judged,
  split,
  timezone,
  known,
}: AdditionStudy): readonly { readonly part: SplitPart; readonly ask: ContributionsAsk }[] =>
  splitParts(split, filter, timezone, known).map((part) => ({
    part,
    ask: { ruleSet, filter: part.filter, judged: judgedIn(part, judged) },
  }));

/** A rule that gains on training orders, and what it changes on each part that had none in the choice. */
export interface ChosenGain extends Gain {
  /** Null where no outcome of the part is known. */
  readonly heldOut: readonly (Change | null)[];
}

/**
 * Those that training can tell to gain (`offered`), the greatest gain there first, what was blocked at its worst. Each part is
 * weighed with the reviews of its own orders.
 */
export function chosenGains(
  training: Additions,
  heldOut: readonly Additions[],
  given: Pick<MoneyInput, 'assumptions' | 'target' | 'perMajor'>,
): readonly ChosenGain[] {
  const valued = heldOut.map((part) =>
    part.cohort === 0
      ? null
      : new Map(
          gains(part.additions, additionWeights(part, given)).map(({ addition, change }) => [
            addition.rule.code,
            change,
          ]),
        ),
  );
  const weights = additionWeights(training, given);
  const nothing = changeOf({ groups: null, hidden: [] }, weights);
  return gains(training.cohort === 0 ? [] : training.additions, weights)
    .filter(({ offered }) => offered)
    .map((gain) => ({
      ...gain,
      // Where it decides nothing otherwise it changes nothing.
      heldOut: valued.map((part) => (part === null ? null : (part.get(gain.addition.rule.code) ?? nothing))),
    }));
}
