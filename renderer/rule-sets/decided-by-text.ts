import { combinations } from '../../analysis/model/policy.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { named, t } from '../i18n/index.ts';
import { combinationText } from './combination-text.ts';

/** What decided, for a person: the engine's own text for what has a name of its own. */
export function byText(by: string, ruleSet: RuleSet): string {
  const at = by.indexOf(':');
  const [kind, name] = at < 0 ? [by, ''] : [by.slice(0, at), by.slice(at + 1)];
  if (kind === 'default') return t('decidedBy.default');
  if (kind === 'allow') return t('decidedBy.exception', { number: name });
  const combination = combinations.find((one) => one === name);
  if (kind === 'scores' && combination !== undefined) return combinationText(combination);
  if (kind !== 'rule') return by;
  const rule = ruleSet.rules.find(({ code }) => code === name);
  const description = rule === undefined ? '' : named(rule.description);
  return description === '' ? name : `${name} ${description}`;
}
