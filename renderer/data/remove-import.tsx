import { useState } from 'react';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { call } from '../state/jobs.ts';
import { added } from './added.ts';
import { refreshProject, useProject } from '../state/project.ts';
import { attempt, showDone } from '../state/toasts.ts';

export interface RemoveImportProps {
  readonly importId: string;
  readonly name: string;
  readonly rows: number;
  readonly of: 'orders' | 'recorded' | 'outcomes' | 'lines' | 'events';
}

const questions = {
  orders: 'data.takeOrdersBack',
  recorded: 'recorded.takeBack',
  outcomes: 'data.takeOutcomesBack',
  lines: 'lines.takeBack',
  events: 'events.takeBack',
} as const;

const notes = { orders: 'reimport.removeNote', recorded: 'recorded.takeBackNote' } as const;

/** Takes an imported file back, after asking: it can be imported again, but runs made with it are out of date. */
export function RemoveImport({ importId, name, rows, of }: RemoveImportProps) {
  const [asking, setAsking] = useState(false);
  const readOnly = useProject()?.readOnly === true;
  const close = () => setAsking(false);
  const remove = () => {
    close();
    attempt(async () => {
      await call('import.remove', { importId });
      added.set(null);
      await refreshProject();
      showDone(t('data.removed', { name }));
    });
  };
  const buttons = (
    <>
      <Button onClick={close}>{t('common.cancel')}</Button>
      <Button look="primary" onClick={remove}>
        {t('data.remove')}
      </Button>
    </>
  );
  return (
    <>
      <Button
        small
        look="quiet"
        icon="trash"
        disabled={readOnly}
        aria-label={t('data.removeOf', { name })}
        onClick={() => setAsking(true)}
      />
      {asking ? (
        <Dialog title={t('data.removeOf', { name })} onClose={close} buttons={buttons}>
          <p>{t(questions[of], { count: count(rows) })}</p>
          {of === 'orders' || of === 'recorded' ? <p className="note">{t(notes[of])}</p> : null}
          <p className="note">{t(of === 'events' ? 'events.replacedNote' : 'data.removeNote')}</p>
        </Dialog>
      ) : null}
    </>
  );
}
