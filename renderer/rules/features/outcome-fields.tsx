import { codeName } from '../../../analysis/model/code-names.ts';
import { usualBadKinds, type FeatureOutcome } from '../../../analysis/model/features.ts';
import { badKinds, reasonFamilies } from '../../../analysis/model/target.ts';
import { named, t } from '../../i18n/index.ts';
import { Choices } from '../../parts/choices.tsx';
import { DaysInput } from '../../parts/days-input.tsx';

export interface OutcomeFieldsProps {
  readonly outcome: FeatureOutcome | undefined;
  readonly onChange: (outcome: FeatureOutcome | undefined) => void;
}

/** Days until an outcome usually was known, where nobody said when. */
const usualDelay = 60;

/** Which outcomes make an earlier order known bad, and when one without a report date counts as known. */
export function OutcomeFields({ outcome = {}, onChange }: OutcomeFieldsProps) {
  const { kinds, reasonFamilies: families, assumedDelayDays: delay } = outcome;
  const set = (change: { readonly [K in keyof FeatureOutcome]?: FeatureOutcome[K] | undefined }) => {
    const next = Object.entries({ ...outcome, ...change }).filter(([, value]) => value !== undefined);
    // Only optional keys can be undefined in a change.
    onChange(next.length === 0 ? undefined : (Object.fromEntries(next) as FeatureOutcome));
  };
  const word = (family: string): string => {
    const name = codeName('family', family);
    return name === undefined ? family : named(name);
  };
  return (
    <fieldset className="feature-outcome">
      <legend>{t('features.outcome')}</legend>
      <Choices
        title={t('features.outcomeKinds')}
        all={badKinds}
        chosen={kinds ?? []}
        word={(kind) => t(`fact.${kind}`)}
        hint={t('features.outcomeUsual', { kinds: usualBadKinds.map((kind) => t(`fact.${kind}`)).join(' / ') })}
        onChange={(next) => set({ kinds: next.length === 0 ? undefined : [...next] })}
      />
      <Choices
        title={t('features.outcomeFamilies')}
        all={reasonFamilies}
        chosen={families ?? []}
        word={word}
        hint={t('features.outcomeFamiliesHint')}
        onChange={(next) => set({ reasonFamilies: next.length === 0 ? undefined : [...next] })}
      />
      <label className="row">
        <input
          type="checkbox"
          checked={delay !== undefined}
          onChange={(event) => set({ assumedDelayDays: event.target.checked ? usualDelay : undefined })}
        />
        <span>{t('features.delay')}</span>
      </label>
      {delay === undefined ? (
        <p className="note">{t('features.delayHint')}</p>
      ) : (
        <label className="row">
          <span>{t('features.delayDays')}</span>
          <DaysInput value={delay} onChange={(days) => set({ assumedDelayDays: days })} />
        </label>
      )}
    </fieldset>
  );
}
