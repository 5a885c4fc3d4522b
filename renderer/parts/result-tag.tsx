import type { ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { t } from '../i18n/index.ts';

const classes = { OK: 'ok', REVIEW: 'review', HOLD: 'hold', NG: 'ng' } as const;

export function ResultTag({ result }: { readonly result: ScreeningResult }) {
  return <span className={`tag ${classes[result]}`}>{t(`result.${result}`)}</span>;
}

export function StateTag({ state }: { readonly state: OutcomeState }) {
  return <span className={`tag state-${state}`}>{t(`state.${state}`)}</span>;
}
