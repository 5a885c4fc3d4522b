import { diffWordsWithSpace } from 'diff';
import { diffRuleSets as diffOf, type DiffPiece, type RuleSetDiff } from '../../analysis/model/rule-set-diff.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';

export type { DiffPiece, FieldChange, RuleSetDiff } from '../../analysis/model/rule-set-diff.ts';

/** What changed from one version to another, texts word by word. */
export const diffRuleSets = (before: RuleSet, after: RuleSet): RuleSetDiff => diffOf(before, after, words);

const words = (before: string, after: string): readonly DiffPiece[] =>
  diffWordsWithSpace(before, after).map(({ added, removed, value }): DiffPiece => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
