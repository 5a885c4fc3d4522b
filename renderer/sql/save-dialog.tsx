import { useId, useState } from 'react';
import type { SqlView } from '../../analysis/model/sql-console.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { attempt, showDone } from '../state/toasts.ts';
import { saveView } from './sql-store.ts';

interface SaveDialogProps {
  readonly text: string;
  readonly views: readonly SqlView[];
  readonly onClose: () => void;
}

/** Gives the query a name, by which others read it; one that is there is replaced. */
export function SaveDialog({ text, views, onClose }: SaveDialogProps) {
  const [name, setName] = useState('');
  const id = useId();
  const wanted = name.trim();
  const same = views.find((view) => view.name.toLowerCase() === wanted.toLowerCase()) ?? null;
  const save = () =>
    attempt(async () => {
      await saveView(same?.name ?? wanted, text, same?.viewId ?? null);
      showDone(t('sql.kept', { name: wanted }));
      onClose();
    });
  return (
    <Dialog title={t('sql.saveTitle')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== '') save();
        }}
      >
        <p>{t('sql.saveBody')}</p>
        <label htmlFor={id}>{t('sql.name')}</label>
        <input
          id={id}
          className="input"
          autoFocus
          maxLength={80}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <div className="buttons">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={wanted === ''}>
            {same === null ? t('sql.save') : t('sql.overwrite', { name: same.name })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
