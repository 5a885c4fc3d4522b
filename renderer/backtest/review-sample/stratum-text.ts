import type { ReviewStratum } from '../../../analysis/model/review-sample.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { t } from '../../i18n/index.ts';
import { byText } from '../../rule-sets/decided-by-text.ts';

/** What the orders of a stratum have in common, beside their result; `short`: a rule by its code alone. */
export function stratumText({ by, hit, band, result }: ReviewStratum, ruleSet: RuleSet, short = false): string {
  const decided = short && by.startsWith('rule:') ? by.slice('rule:'.length) : byText(by, ruleSet);
  const parts = [
    ...(hit
      ? [
          by === 'default' || (result === 'OK' && by.startsWith('scores'))
            ? t('sample.hitOnly', { by: decided })
            : decided,
        ]
      : []),
    ...(hit ? [] : [t('sample.noHit')]),
    ...(band === null || !hit ? [] : [t(`sample.band.${band}`)]),
  ];
  return parts.join(' · ');
}
