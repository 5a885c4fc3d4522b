import { useRef } from 'react';
import type { RuleSetException } from '../../analysis/model/policy.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Combobox } from '../parts/combobox.tsx';
import type { withException } from '../rule-sets/document.ts';
import { call } from '../state/jobs.ts';
import { attempt } from '../state/toasts.ts';
import { exceptionFields, keyKind } from './exception-fields.ts';
import { RuleChips } from './rule-chips.tsx';
import { instantAt, wallTime } from '../../analysis/model/wall-time.ts';

export interface ExceptionRowProps {
  readonly exception: RuleSetException;
  readonly number: number;
  readonly codes: readonly string[];
  readonly timezone: string;
  readonly info: ProjectInfo;
  readonly onChange: (tag: string, change: Parameters<typeof withException>[2]) => void;
  readonly onRemove: () => void;
}

export function ExceptionRow({ exception, number, codes, timezone, info, onChange, onRemove }: ExceptionRowProps) {
  const { kind, field, from, until, note } = exception;
  const fields = exceptionFields(info);
  const own = fields.some(({ value }) => value === field) ? [] : [{ value: field, label: field }];
  return (
    <li className="group exception" aria-label={t('exceptions.one', { number })}>
      <header>
        <span className="note">{number}</span>
        <strong>{t(`exceptions.${kind}`)}</strong>
        <span className="note">{t(`exceptions.${kind}Hint`)}</span>
        <span className="grow" />
        <Button look="quiet" small icon="trash" aria-label={t('exceptions.remove', { number })} onClick={onRemove} />
      </header>
      <div className="field exception-field">
        <span className="label" aria-hidden="true">
          {t('exceptions.field')}
        </span>
        <Combobox
          label={t('exceptions.field')}
          value={field}
          choices={[...own, ...fields]}
          onChoose={(path) => onChange('field', { field: path, surrogate: undefined })}
        />
      </div>
      <ValueField {...{ exception, onChange }} />
      <TimeField
        label={t('exceptions.from')}
        value={from}
        timezone={timezone}
        onChange={(at) => (at === null ? undefined : onChange('from', { from: at }))}
      />
      <TimeField
        label={t('exceptions.until')}
        value={until}
        timezone={timezone}
        onChange={(at) => onChange('until', { until: at ?? undefined })}
      />
      <label className="field exception-note">
        <span className="label">{t('exceptions.note')}</span>
        <input
          className="input"
          value={note ?? ''}
          maxLength={500}
          onChange={({ target }) => onChange('note', { note: target.value === '' ? undefined : target.value })}
        />
      </label>
      {exception.kind === 'snooze' ? (
        <div className="field exception-note">
          <span className="label">{t('exceptions.rules')}</span>
          <RuleChips rules={exception.rules} codes={codes} onChange={(rules) => onChange('rules', { rules })} />
        </div>
      ) : null}
    </li>
  );
}

/** A value as it is written; where the field holds keys it is folded to its key once it has been written. */
function ValueField({ exception, onChange }: Pick<ExceptionRowProps, 'exception' | 'onChange'>) {
  const { field, value } = exception;
  const written = useRef(false);
  const kind = keyKind(field);
  const fold = () => {
    if (!written.current || kind === null || value.trim() === '') return;
    written.current = false;
    attempt(async () => {
      const { key } = await call('identity.key', { kind, value });
      if (key.key !== null && key.key !== value) onChange('value', { value: key.key });
    });
  };
  return (
    <label className="field exception-value">
      <span className="label">{t('exceptions.value')}</span>
      <input
        className="input"
        value={value}
        maxLength={1000}
        spellCheck={false}
        title={kind === null ? undefined : t('exceptions.folded')}
        aria-invalid={value === '' ? true : undefined}
        onChange={({ target }) => {
          written.current = true;
          onChange('value', { value: target.value, surrogate: undefined });
        }}
        onBlur={fold}
      />
    </label>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly timezone: string;
  readonly onChange: (instant: string | null) => void;
}

/** A time as clocks in the rule set's zone show it. */
function TimeField({ label, value, timezone, onChange }: TimeFieldProps) {
  return (
    <label className="field">
      <span className="label">{label}</span>
      <input
        className="input"
        type="datetime-local"
        value={value === undefined ? '' : wallTime(value, timezone)}
        onChange={({ target }) => onChange(target.value === '' ? null : instantAt(target.value, timezone))}
      />
    </label>
  );
}
