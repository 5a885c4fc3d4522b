import { t } from '../i18n/index.ts';
import { Combobox } from '../parts/combobox.tsx';
import { Icon } from '../theme/icons.tsx';

export interface RuleChipsProps {
  readonly rules: readonly string[];
  /** All that may be named. */
  readonly codes: readonly string[];
  readonly onChange: (rules: string[]) => void;
}

/** The rules that a group or an exception names; at least one stays. */
export function RuleChips({ rules, codes, onChange }: RuleChipsProps) {
  return (
    <ul className="group-rules">
      {rules.map((code) => (
        <li key={code} className="chip">
          <span className="mono clip">{code}</span>
          <button
            type="button"
            aria-label={t('groups.removeRule', { code })}
            disabled={rules.length === 1}
            onClick={() => onChange(rules.filter((other) => other !== code))}
          >
            <Icon name="close" size={12} />
          </button>
        </li>
      ))}
      <li className="group-add">
        <Combobox
          small
          label={t('groups.addRule')}
          placeholder={t('groups.addRule')}
          value={null}
          choices={codes.filter((code) => !rules.includes(code)).map((value) => ({ value, label: value }))}
          onChoose={(code) => onChange([...rules, code])}
        />
      </li>
    </ul>
  );
}
