import { useState } from 'react';
import type { Target } from '../../analysis/model/target.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { date } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { codeText } from '../i18n/values.ts';
import { Button } from '../parts/button.tsx';
import { DaysInput } from '../parts/days-input.tsx';
import { Callout } from '../parts/callout.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { go } from '../state/address.ts';
import { call } from '../state/jobs.ts';
import { project, useProject } from '../state/project.ts';
import { useTargetChoices } from '../state/targets.ts';
import { attempt } from '../state/toasts.ts';
import { closeLayer } from './layers.ts';
import { PersonalField } from './personal-dialog.tsx';

export function SettingsDialog() {
  const info = useProject();
  return info ? <SettingsForm info={info} /> : null;
}

function SettingsForm({ info }: { readonly info: ProjectInfo }) {
  const [target, setTarget] = useState<Target>(info.target);
  const [asOf, setAsOf] = useState(info.asOfChosen ?? '');
  const usual = info.asOf === null || info.asOfChosen !== null ? 'YYYY-MM-DD' : date(info.asOf, info.timezone);
  const valid = asOf === '' || isDay(asOf);
  const apply = () => {
    closeLayer();
    attempt(async () => project.set(await call('project.update', { target, asOf: asOf === '' ? null : asOf })));
  };
  const buttons = (
    <>
      <Button onClick={closeLayer}>{t('common.cancel')}</Button>
      <Button look="primary" disabled={info.readOnly || !valid} onClick={apply}>
        {t('common.apply')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('settings.title')} onClose={closeLayer} buttons={buttons}>
      {info.readOnly ? <Callout kind="warn">{t('top.readOnlyHint')}</Callout> : null}
      {info.maturity === 'not measured' && target.id === info.target.id ? (
        <Callout kind="info">{t(info.outcomesKnown ? 'settings.notDated' : 'settings.noOutcomes')}</Callout>
      ) : null}
      <TargetFields target={target} own={info.target} labelled={info.labelled} onChange={setTarget} />
      <div className="row">
        <button type="button" className="link" onClick={editTargets}>
          {t('targets.edit')}
        </button>
      </div>
      <label className="field">
        <span className="label">{t('settings.asOf')}</span>
        <input
          className="input iso-date"
          inputMode="numeric"
          placeholder={usual}
          maxLength={10}
          value={asOf}
          aria-invalid={valid ? undefined : true}
          onChange={(event) => setAsOf(event.target.value.trim())}
        />
        {valid ? null : (
          <span className="field-problem error" role="alert">
            {t('settings.asOfInvalid')}
          </span>
        )}
        <span className="note">{t('settings.asOfHint')}</span>
      </label>
      <PersonalField />
    </Dialog>
  );
}

function editTargets(): void {
  closeLayer();
  go({ room: 'data', path: ['targets'] });
}

/** A day of the calendar as 2026-03-31; the parser alone would take 2026-02-31 for a day of March. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

export interface TargetFieldsProps {
  readonly target: Target;
  readonly own: Target | null;
  /** Orders have, or may get, a label of their file: without one nobody would be judged by it. */
  readonly labelled: boolean;
  readonly onChange: (target: Target) => void;
}

export function TargetFields({ target, own, labelled, onChange }: TargetFieldsProps) {
  const choices = useTargetChoices(own).filter(({ id }) => labelled || id !== 'label' || id === own?.id);
  return (
    <div className="row wrap target-fields">
      <label className="field grow">
        <span className="label">{t('settings.target')}</span>
        <select
          className="select"
          value={target.id}
          onChange={(event) => onChange(choices.find((choice) => choice.id === event.target.value) ?? target)}
        >
          {choices.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {named(choice.name)}
            </option>
          ))}
        </select>
      </label>
      <label className="field grow">
        <span className="label">{t('settings.horizon')}</span>
        <DaysInput
          value={target.horizonDays}
          title={t('settings.horizonHint')}
          onChange={(horizonDays) => onChange({ ...target, horizonDays })}
        />
      </label>
      <ExcludedPayments codes={target.excludePaymentMethods ?? []} />
      {target.exclude === undefined ? null : (
        <p className="note">{t('settings.excludedByFilter', { conditions: target.exclude.length })}</p>
      )}
    </div>
  );
}

function ExcludedPayments({ codes }: { readonly codes: readonly string[] }) {
  if (codes.length === 0) return null;
  return (
    <p className="note">
      {t('settings.excludedPayments', { codes: codes.map((code) => codeText(code, 'payment_method')).join(', ') })}
    </p>
  );
}
