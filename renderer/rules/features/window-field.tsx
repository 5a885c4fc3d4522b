import { useId, useState } from 'react';
import { windowMicros } from '../../../analysis/model/features.ts';
import { t } from '../../i18n/index.ts';
import { windowText } from './feature-words.ts';

const presets = ['10m', '30m', '1h', '6h', '24h', '7d', '30d', '90d', '365d', 'all'];
const units = ['m', 'h', 'd'] as const;
const custom = 'custom';

export interface WindowFieldProps {
  readonly window: string;
  readonly onChange: (window: string) => void;
}

/** How far back a feature looks: one of the usual windows, or any number of minutes, hours or days. */
export function WindowField({ window, onChange }: WindowFieldProps) {
  const [own, setOwn] = useState(!presets.includes(window));
  const [text, setText] = useState<string | null>(null);
  const id = useId();
  const unit = units.find((one) => window.endsWith(one) && window !== 'all') ?? 'h';
  const length = text ?? (window === 'all' ? '24' : window.slice(0, -1));
  const valid = windowMicros(`${length}${unit}`) !== undefined;
  const write = (next: string, of: string) => {
    const made = `${next}${of}`;
    const reads = windowMicros(made) !== undefined;
    setText(reads ? null : next);
    if (reads) onChange(made);
  };
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {t('features.window')}
      </label>
      <div className="row wrap">
        <select
          id={id}
          className="select"
          value={own ? custom : window}
          onChange={(event) => {
            const { value } = event.target;
            setOwn(value === custom);
            setText(null);
            if (value !== custom) onChange(value);
            else if (window === 'all') onChange(`24${unit}`);
          }}
        >
          {presets.map((preset) => (
            <option key={preset} value={preset}>
              {windowText(preset)}
            </option>
          ))}
          <option value={custom}>{t('features.windowCustom')}</option>
        </select>
        {own ? (
          <>
            <input
              className="input num feature-length"
              inputMode="numeric"
              maxLength={7}
              aria-label={t('features.windowLength')}
              aria-invalid={valid ? undefined : true}
              value={length}
              onChange={(event) => write(event.target.value, unit)}
            />
            <select
              className="select"
              aria-label={t('features.windowUnit')}
              value={unit}
              onChange={(event) => write(length, event.target.value)}
            >
              {units.map((one) => (
                <option key={one} value={one}>
                  {t(`features.windowUnit.${one}`)}
                </option>
              ))}
            </select>
          </>
        ) : null}
      </div>
      {valid || !own ? null : <p className="field-problem error">{t('features.windowInvalid')}</p>}
    </div>
  );
}
