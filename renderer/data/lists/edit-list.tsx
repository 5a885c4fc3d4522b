import { useState } from 'react';
import type { ProjectList } from '../../../analysis/model/lists.ts';
import { named, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { call } from '../../state/jobs.ts';
import { refreshProject } from '../../state/project.ts';
import { attempt } from '../../state/toasts.ts';
import { PurposeField } from './list-form.tsx';
import { NameFields } from './name-fields.tsx';

/** Name and purpose; its name in rules and how values are found stay as they are. */
export function EditList({ list, onClose }: { readonly list: ProjectList; readonly onClose: () => void }) {
  const [names, setNames] = useState(list.names);
  const [purpose, setPurpose] = useState(list.purpose);
  const save = (): void => {
    onClose();
    attempt(async () => {
      await call('lists.rename', { listId: list.id, names, purpose });
      await refreshProject();
    });
  };
  const buttons = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button look="primary" disabled={names.ja.trim() === '' || names.en.trim() === ''} onClick={save}>
        {t('lists.save')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('lists.editOf', { name: named(list.names) })} onClose={onClose} buttons={buttons}>
      <NameFields names={names} onChange={setNames} />
      <PurposeField purpose={purpose} onChange={setPurpose} />
    </Dialog>
  );
}
