import {
  identitySteps,
  switchableSteps,
  type IdentityKey,
  type IdentityKind,
  type IdentityStepName,
} from '../../analysis/model/identity.ts';
import { t } from '../i18n/index.ts';
import { identityWords } from '../i18n/messages.ts';

/** Steps left out, of every kind. */
export type StepsOff = Readonly<Partial<Record<IdentityKind, readonly IdentityStepName[]>>>;

/** Those of a kind, in the order they are done. */
export function offOf(off: StepsOff, kind: IdentityKind): readonly IdentityStepName[] {
  const chosen = off[kind] ?? [];
  return identitySteps.filter((step) => chosen.includes(step));
}

export interface StepSwitchesProps {
  readonly kind: IdentityKind;
  readonly off: StepsOff;
  readonly setOff: (off: StepsOff) => void;
}

/** A switch for every step of a kind that can be left out. */
export function StepSwitches({ kind, off, setOff }: StepSwitchesProps) {
  const { steps } = identityWords();
  const without = offOf(off, kind);
  const toggle = (step: IdentityStepName): void =>
    setOff({
      ...off,
      [kind]: without.includes(step) ? without.filter((one) => one !== step) : [...without, step],
    });
  return (
    <fieldset className="identity-switches">
      <legend>{t('without.steps')}</legend>
      {switchableSteps[kind].length === 0 ? <p className="note">{t('without.noSteps')}</p> : null}
      <div className="row wrap">
        {switchableSteps[kind].map((step) => (
          <label key={step} className="row">
            <input type="checkbox" checked={!without.includes(step)} onChange={() => toggle(step)} />
            {steps[step]}
          </label>
        ))}
        {without.length === 0 ? null : (
          <button type="button" className="link" onClick={() => setOff({ ...off, [kind]: [] })}>
            {t('without.all')}
          </button>
        )}
      </div>
    </fieldset>
  );
}

/** The key of the value typed, without those steps. */
export function KeyThen({ now, then }: { readonly now: IdentityKey; readonly then: IdentityKey }) {
  return (
    <p className="identity-key identity-then" aria-live="polite" data-testid="identity-then">
      <span className="note">{t('without.then')}</span>
      {now.key === then.key ? (
        <span>{t('without.same')}</span>
      ) : (
        <strong className="mono">{then.key ?? t('identity.noKey')}</strong>
      )}
    </p>
  );
}
