import { scoreParts } from '../../analysis/model/policy.ts';
import type { Rule } from '../../analysis/model/ruleset.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';

/** What a rule adds to the sums; parts of 0 are left out. */
export function ScoreTags({ scores }: { readonly scores: Rule['scores'] }) {
  const added = scoreParts.filter((part) => (scores?.[part] ?? 0) > 0);
  if (added.length === 0) return <span className="tag">{t('rules.noScore')}</span>;
  return (
    <span className="tags">
      {added.map((part) => (
        <span key={part} className="tag">{`${t(`score.${part}`)} ${count(scores?.[part] ?? 0)}`}</span>
      ))}
    </span>
  );
}
