import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import type { RuleSetDiff } from '../../rule-sets/diff.ts';

/** How much two rule sets differ, in a line. */
export function changesText({ same, settings, policy, rules, groups, exceptions, features }: RuleSetDiff): string {
  if (same) return t('compare.sameRules');
  const others = [settings, policy, groups.added, groups.removed, groups.changed];
  const more = [exceptions.added, exceptions.removed, features.added, features.removed];
  const rest = [...others, ...more].reduce((sum, list) => sum + list.length, rules.reordered ? 1 : 0);
  return t('compare.changes', {
    added: count(rules.added.length),
    removed: count(rules.removed.length),
    changed: count(rules.changed.length),
    others: count(rest),
  });
}
