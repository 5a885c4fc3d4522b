import { useId, useState } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { language, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { PersonalChoice } from '../parts/personal-choice.tsx';
import { keepPage } from '../state/findings.ts';
import { call } from '../state/jobs.ts';
import { app } from '../state/project.ts';
import { saveStaged } from '../state/save-staged.ts';
import { attempt } from '../state/toasts.ts';

export interface WriteFileProps {
  readonly info: ProjectInfo;
  readonly onClose: () => void;
}

const languages = ['ja', 'en'] as const;
const offered = ['masked', 'plain'] as const;

/** The page as one HTML file: in which language, and with or without personal values. */
export function WriteFile({ info, onClose }: WriteFileProps) {
  const [chosen, setChosen] = useState<(typeof offered)[number]>('masked');
  const [written, setWritten] = useState<(typeof languages)[number]>(language.get());
  const name = useId();
  const personal = info.masked ? 'masked' : chosen;
  const save = () => {
    onClose();
    attempt(async () => {
      await keepPage();
      const name = app.get()?.projectName ?? info.name;
      await saveStaged(await call('findings.writeFile', { language: written, personal, name }));
    });
  };
  const buttons = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button look="primary" onClick={save}>
        {t('findings.writeSave')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('findings.write')} onClose={onClose} buttons={buttons}>
      <p>{t('findings.writeBody')}</p>
      <fieldset className="choices">
        <legend className="label">{t('findings.writeLanguage')}</legend>
        {languages.map((one) => (
          <label key={one} className="row">
            <input type="radio" name={name} checked={written === one} onChange={() => setWritten(one)} />
            {t(`findings.language.${one}`)}
          </label>
        ))}
      </fieldset>
      <PersonalChoice offered={offered} chosen={personal} masked={info.masked} onChoose={setChosen} />
      <Callout kind="warn">
        <p>{t('findings.writeNotes')}</p>
      </Callout>
    </Dialog>
  );
}
