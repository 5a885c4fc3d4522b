import { t } from '../i18n/index.ts';

export interface DaysInputProps {
  readonly value: number;
  readonly title?: string;
  readonly onChange: (days: number) => void;
}

/** Days until an outcome counts as known: whole, from 0 to 1,000. */
export function DaysInput({ value, title, onChange }: DaysInputProps) {
  return (
    <span className="row">
      <input
        className="input days"
        type="number"
        min={0}
        max={1000}
        value={value}
        title={title}
        onChange={(event) => onChange(whole(event.target.valueAsNumber))}
      />
      {t('common.days')}
    </span>
  );
}

const whole = (value: number): number => (Number.isNaN(value) ? 0 : Math.max(0, Math.min(1000, Math.round(value))));
