import type { Rule } from '../../analysis/model/ruleset.ts';
import { t } from '../i18n/index.ts';

const parts = ['ok', 'ng', 'hold'] as const;
const none = { ok: 0, ng: 0, hold: 0 };

export interface ScoreFieldsProps {
  readonly rule: Rule;
  readonly onChange: (scores: Rule['scores']) => void;
}

/** Empty in all three: the rule has no score. */
export function ScoreFields({ rule, onChange }: ScoreFieldsProps) {
  const set = (part: (typeof parts)[number], text: string) => {
    const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
    const next = { ...(rule.scores ?? none), [part]: value };
    const empty = text.trim() === '' && parts.every((other) => other === part || next[other] === 0);
    onChange(empty ? undefined : next);
  };
  return (
    <fieldset className="scores">
      <legend className="label">{t('rule.scores')}</legend>
      {parts.map((part) => (
        <label key={part} className="row">
          <span>{t(`score.${part}`)}</span>
          <input
            className="input num"
            inputMode="numeric"
            value={rule.scores?.[part] ?? ''}
            onChange={(event) => set(part, event.target.value)}
          />
        </label>
      ))}
    </fieldset>
  );
}
