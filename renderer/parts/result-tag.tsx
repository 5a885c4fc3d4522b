import type { ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { OutcomeState, Target } from '../../analysis/model/target.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';

const classes = { OK: 'ok', REVIEW: 'review', HOLD: 'hold', NG: 'ng' } as const;

export function ResultTag({ result }: { readonly result: ScreeningResult }) {
  return <span className={`tag ${classes[result]}`}>{t(`result.${result}`)}</span>;
}

/** What a hit of a rule can lead to; a rule that no group names decides nothing. */
export function ResultTags({ results }: { readonly results: readonly ScreeningResult[] }) {
  if (results.length === 0) return <span className="tag">{t('result.none')}</span>;
  return (
    <span className="tags">
      {results.map((result) => (
        <ResultTag key={result} result={result} />
      ))}
    </span>
  );
}

export function StateTag({ state, target }: { readonly state: OutcomeState; readonly target: Target }) {
  return <span className={`tag state-${state}`}>{outcomeWord(target, state)}</span>;
}
