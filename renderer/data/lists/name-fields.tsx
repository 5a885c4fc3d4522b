import type { ListDefinition } from '../../../analysis/model/lists.ts';
import { t } from '../../i18n/index.ts';

export type Names = ListDefinition['names'];

/** What a list is called in both languages. */
export function NameFields({ names, onChange }: { readonly names: Names; readonly onChange: (names: Names) => void }) {
  return (
    <div className="row wrap">
      {(['ja', 'en'] as const).map((language) => (
        <label key={language} className="field grow">
          <span className="label">{t(language === 'ja' ? 'lists.nameJa' : 'lists.nameEn')}</span>
          <input
            className="input"
            value={names[language]}
            maxLength={100}
            onChange={(event) => onChange({ ...names, [language]: event.target.value })}
          />
        </label>
      ))}
    </div>
  );
}
