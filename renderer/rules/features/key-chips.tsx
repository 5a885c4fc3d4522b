import type { Scope } from '../../../analysis/expression/index.ts';
import { t } from '../../i18n/index.ts';
import { Combobox, type Choice } from '../../parts/combobox.tsx';
import { Icon } from '../../theme/icons.tsx';
import { fieldName } from './feature-words.ts';

/** Most keys of a feature. */
const most = 6;

export interface KeyChipsProps {
  readonly keys: readonly string[];
  readonly choices: readonly Choice[];
  readonly scope: Scope;
  readonly onChange: (keys: string[]) => void;
}

/** The fields that must be the same; at least one stays. */
export function KeyChips({ keys, choices, scope, onChange }: KeyChipsProps) {
  return (
    <ul className="group-rules" aria-label={t('features.keys')}>
      {keys.map((path) => (
        <li key={path} className="chip" title={path}>
          <span className="clip">{fieldName(path, scope)}</span>
          <button
            type="button"
            aria-label={t('features.removeKey', { name: fieldName(path, scope) })}
            disabled={keys.length === 1}
            onClick={() => onChange(keys.filter((other) => other !== path))}
          >
            <Icon name="close" size={12} />
          </button>
        </li>
      ))}
      {keys.length >= most ? null : (
        <li className="group-add">
          <Combobox
            small
            label={t('features.addKey')}
            placeholder={t('features.addKey')}
            value={null}
            choices={choices.filter(({ value }) => !keys.includes(value))}
            onChoose={(path) => onChange([...keys, path])}
          />
        </li>
      )}
    </ul>
  );
}
