import { useEffect, useState } from 'react';
import { limitForms, type FinderSettings, type LimitForm } from '../../analysis/model/finder-limits.ts';
import { isShare, patternMessages } from '../../analysis/model/messages/patterns.ts';
import type { FinderReport } from '../../analysis/model/patterns.ts';
import { plain } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { go } from '../state/address.ts';
import { isMoved, settingsText, withLimit } from './limits.ts';

export interface LimitsProps {
  readonly finder: FinderReport;
  readonly settings: FinderSettings;
}

/** The limits by which a finder looks, to be moved within their bounds; it looks anew. */
export function LimitsForm({ finder, settings }: LimitsProps) {
  const { id } = finder;
  const set = (next: FinderSettings) => go({ params: { limits: settingsText(next) }, replace: true });
  const moved = isMoved(id, finder.params);
  const reset = () => {
    const { [id]: _, ...others } = settings;
    set(others);
  };
  return (
    <details className="patterns-limits" open={moved}>
      <summary>
        {t('patterns.limits')} {moved ? <span className="tag">{t('patterns.moved')}</span> : null}
      </summary>
      <div className="row wrap" role="group" aria-label={t('patterns.limits')}>
        {limitForms(id).map((form) => (
          <LimitField
            key={`${id} ${form.name}`}
            form={form}
            value={finder.params[form.name] ?? form.usual}
            onChange={(value) => {
              const next = withLimit(settings, id, form.name, value);
              if (next !== null) set(next);
            }}
          />
        ))}
        <Button small disabled={!moved} onClick={reset}>
          {t('patterns.reset')}
        </Button>
      </div>
    </details>
  );
}

interface FieldProps {
  readonly form: LimitForm;
  readonly value: number | readonly string[];
  readonly onChange: (value: number | readonly string[]) => void;
}

/** What is typed counts when the field is left or Enter is pressed, where it is within the bounds. */
function LimitField({ form, value, onChange }: FieldProps) {
  const said = typeof value === 'number' ? String(Number((value * unitOf(form)).toPrecision(12))) : value.join(', ');
  const [typed, setTyped] = useState(said);
  useEffect(() => setTyped(said), [said]);
  const read = valueOf(form, typed);
  const done = () => {
    if (read !== null && typed !== said) onChange(read);
  };
  const words = form.kind === 'words';
  const bounds = words
    ? t('patterns.wordsHint', { usual: form.usual.join(', ') })
    : t('patterns.bounds', {
        ...{ least: plain(form.least * unitOf(form)), most: plain(form.most * unitOf(form)) },
        usual: plain(form.usual * unitOf(form)),
      });
  const name = patternMessages(language.get()).limits[form.name] ?? form.name;
  return (
    <label className={words ? 'limit words' : 'limit'}>
      <span>{name}</span>
      <input
        className="input"
        inputMode={words ? 'text' : 'decimal'}
        value={typed}
        title={bounds}
        aria-invalid={read === null}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={done}
        onKeyDown={({ key }) => (key === 'Enter' ? done() : undefined)}
      />
      <span className={read === null ? 'note bad-value' : 'note'}>{bounds}</span>
    </label>
  );
}

/** Shares are asked for in percent. */
const unitOf = ({ name }: LimitForm): number => (isShare(name) ? 100 : 1);

function valueOf(form: LimitForm, typed: string): number | readonly string[] | null {
  if (form.kind === 'words') {
    const words = typed
      .split(/[,、\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== '');
    return words.length === 0 ? null : words;
  }
  const number = typed.trim() === '' ? Number.NaN : Number(typed.normalize('NFKC')) / unitOf(form);
  const within = number >= form.least && number <= form.most && (!form.whole || Number.isInteger(number));
  return within ? number : null;
}
