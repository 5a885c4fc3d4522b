import { useDeferredValue } from 'react';
import type { FilePreview } from '../../analysis/engine-api.ts';
import { headersOf, type ColumnSource } from '../../analysis/model/mapping.ts';
import { dateTime } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { failureText } from '../i18n/messages.ts';
import { Combobox, type Choice } from '../parts/combobox.tsx';
import { useProject } from '../state/project.ts';
import { useLatest } from '../state/request.ts';
import { formatOf, timeSource } from './mapping-edit.ts';
import './time-fields.css';

const none = '#none';
const shown = 3;

export interface TimeFieldsProps {
  readonly preview: Pick<FilePreview, 'columns' | 'rows'>;
  /** What the time is of. */
  readonly label: string;
  readonly headers: readonly Choice[];
  readonly source: ColumnSource;
  /** Zone of the clock; null for the project's. */
  readonly timezone: string | null;
  readonly disabled: boolean;
  readonly onChange: (source: ColumnSource) => void;
}

/** The clock beside a day, how both are written, and what they are read as. */
export function TimeFields({ preview, label, headers, source, timezone, disabled, onChange }: TimeFieldsProps) {
  const [day = '', clock] = headersOf(source);
  const format = formatOf(source);
  return (
    <div className="time-fields">
      <div className="row wrap">
        <Combobox
          small
          label={t('data.clockOf', { name: label })}
          value={clock ?? none}
          choices={[{ value: none, label: t('data.noClock') }, ...headers.filter(({ value }) => value !== day)]}
          disabled={disabled}
          onChoose={(value) => onChange(timeSource(value === none ? [day] : [day, value], format))}
        />
        <input
          className="input small"
          aria-label={t('data.timeFormatOf', { name: label })}
          value={format}
          placeholder={t('data.timeFormatAuto')}
          title={t('data.timeFormatHint')}
          maxLength={100}
          disabled={disabled}
          onChange={(event) => onChange(timeSource(headersOf(source), event.target.value))}
        />
      </div>
      <TimesRead {...{ preview, source, timezone }} />
    </div>
  );
}

/** What the first times of the file are read as. */
export function TimesRead({ preview, source, timezone }: Pick<TimeFieldsProps, 'preview' | 'source' | 'timezone'>) {
  const info = useProject();
  const zone = timezone ?? info?.timezone ?? 'Asia/Tokyo';
  const places = headersOf(source).map((header) => preview.columns.findIndex(({ name }) => name === header));
  const rows = preview.rows
    .map((row) => places.map((at) => (row[at] ?? '').slice(0, 1000)))
    .filter((cells) => cells.some((cell) => cell !== ''))
    .slice(0, shown);
  const format = useDeferredValue(formatOf(source).trim());
  const asked = { rows, timezone: zone, ...(format === '' ? {} : { format }) };
  const read = useLatest('import.readTimes', rows.length === 0 ? null : asked, JSON.stringify(asked));
  if (rows.length === 0) return null;
  if (read.failure !== null) return <p className="tag warn wrapping">{failureText(read.failure).text}</p>;
  return (
    <ul className={`times-read note ${read.fresh ? '' : 'old-figures'}`} aria-live="polite">
      {rows.map((cells, at) => {
        const time = read.value?.[at];
        return (
          <li key={at}>
            {cells.join(' ')} → {typeof time === 'number' ? dateTime(time, zone) : t('data.timeNotRead')}
          </li>
        );
      })}
    </ul>
  );
}
