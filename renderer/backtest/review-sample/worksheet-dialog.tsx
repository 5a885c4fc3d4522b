import { useState } from 'react';
import type { ReviewSample } from '../../../analysis/model/review-sample.ts';
import { count } from '../../i18n/format.ts';
import { language, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { call } from '../../state/jobs.ts';
import { useProject } from '../../state/project.ts';
import { saveStaged } from '../../state/save-staged.ts';
import { attempt } from '../../state/toasts.ts';

export interface WorksheetDialogProps {
  readonly sample: ReviewSample;
  readonly onClose: () => void;
}

export function WorksheetDialog({ sample, onClose }: WorksheetDialogProps) {
  const { masked = true } = useProject() ?? {};
  const [chosen, setPersonal] = useState<'masked' | 'plain'>('masked');
  const [showRules, setShowRules] = useState(false);
  const personal = masked ? 'masked' : chosen;
  const save = () => {
    onClose();
    const wish = { sampleId: sample.sampleId, personal, showRules, language: language.get() };
    attempt(async () => saveStaged(await call('reviewSample.worksheet', wish)));
  };
  const buttons = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button look="primary" icon="save" onClick={save}>
        {t('sample.save')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('sample.worksheetTitle')} onClose={onClose} buttons={buttons}>
      <p>{t('sample.worksheetBody', { count: count(sample.drawn) })}</p>
      <fieldset className="choices">
        <legend className="label">{t('sample.personal')}</legend>
        {(['masked', 'plain'] as const).map((one) => (
          <label key={one} className="row">
            <input
              type="radio"
              name="sample-personal"
              checked={personal === one}
              disabled={masked}
              onChange={() => setPersonal(one)}
            />
            {t(`sample.personal.${one}`)}
          </label>
        ))}
      </fieldset>
      <p className="note">{t(`sample.personalNote.${personal}`)}</p>
      {masked ? <p className="note">{t('orders.exportMaskedOnly')}</p> : null}
      <label className="row">
        <input type="checkbox" checked={showRules} onChange={() => setShowRules(!showRules)} />
        {t('sample.showRules')}
      </label>
      <p className="note">{t('sample.showRulesNote')}</p>
    </Dialog>
  );
}
