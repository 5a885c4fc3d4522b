import { useId } from 'react';
import type { PersonalValues } from '../../analysis/model/explore.ts';
import { t } from '../i18n/index.ts';

export interface PersonalChoiceProps<P extends PersonalValues> {
  /** What the file can have. */
  readonly offered: readonly P[];
  readonly chosen: P;
  /** Whether values are hidden on screen: then they are in files too. */
  readonly masked: boolean;
  readonly onChoose: (chosen: P) => void;
}

/** Whether a file that leaves holds personal values. */
export function PersonalChoice<P extends PersonalValues>({
  offered,
  chosen,
  masked,
  onChoose,
}: PersonalChoiceProps<P>) {
  const name = useId();
  return (
    <>
      <fieldset className="choices">
        <legend className="label">{t('orders.exportPersonal')}</legend>
        {offered.map((one) => (
          <label key={one} className="row">
            <input type="radio" name={name} checked={chosen === one} disabled={masked} onChange={() => onChoose(one)} />
            {t(`orders.exportPersonal.${one}`)}
          </label>
        ))}
      </fieldset>
      <p className="note">{t(`orders.exportPersonalNote.${chosen}`)}</p>
      {masked ? <p className="note">{t('orders.exportMaskedOnly')}</p> : null}
    </>
  );
}
