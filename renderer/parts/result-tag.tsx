import type { ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { OutcomeState, Target } from '../../analysis/model/target.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';

const classes = { OK: 'ok', REVIEW: 'review', HOLD: 'hold', NG: 'ng' } as const;

export function ResultTag({ result }: { readonly result: ScreeningResult }) {
  return <span className={`tag ${classes[result]}`}>{t(`result.${result}`)}</span>;
}

export interface ResultTagsProps {
  readonly results: readonly ScreeningResult[];
  /** Only when other rules of its group hit too. */
  readonly together?: boolean;
}

/** What a hit of a rule can lead to; a rule that no group names decides nothing. */
export function ResultTags({ results, together = false }: ResultTagsProps) {
  if (results.length === 0) return <span className="tag">{t('result.none')}</span>;
  return (
    <span className="tags">
      {results.map((result) => (
        <ResultTag key={result} result={result} />
      ))}
      {together ? (
        <span className="note nowrap" title={t('result.togetherHint')}>
          {t('result.together')}
        </span>
      ) : null}
    </span>
  );
}

export function StateTag({ state, target }: { readonly state: OutcomeState; readonly target: Target }) {
  return <span className={`tag state-${state}`}>{outcomeWord(target, state)}</span>;
}
