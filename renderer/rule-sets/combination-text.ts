import { reaches, scoreParts, type Combination } from '../../analysis/model/policy.ts';
import { t } from '../i18n/index.ts';

/** The name of a combination: what reached its threshold. */
export const combinationText = (combination: Combination): string => {
  const reached = scoreParts.filter((part) => reaches(combination, part)).map((part) => t(`score.${part}`));
  return reached.length === 0
    ? t('scores.noneReached')
    : t('scores.reached', { parts: reached.join(t('orders.listMark')) });
};
