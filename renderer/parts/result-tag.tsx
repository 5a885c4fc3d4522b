import type { ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { OutcomeState, Target } from '../../analysis/model/target.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';

const classes = { OK: 'ok', REVIEW: 'review', HOLD: 'hold', NG: 'ng' } as const;

export function ResultTag({ result }: { readonly result: ScreeningResult }) {
  return <span className={`tag ${classes[result]}`}>{t(`result.${result}`)}</span>;
}

export function StateTag({ state, target }: { readonly state: OutcomeState; readonly target: Target }) {
  return <span className={`tag state-${state}`}>{outcomeWord(target, state)}</span>;
}
