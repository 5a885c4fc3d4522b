import { useState } from 'react';
import { personalValues, type PersonalValues } from '../../analysis/model/explore.ts';
import type { Filter } from '../../analysis/model/filter.ts';
import { count as countText } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { PersonalChoice } from '../parts/personal-choice.tsx';
import { call } from '../state/jobs.ts';
import { saveStaged } from '../state/save-staged.ts';
import { useProject } from '../state/project.ts';
import { attempt } from '../state/toasts.ts';
import type { GridSort } from './order-view.ts';

export interface ExportCsvProps {
  readonly filter: Filter;
  readonly sort: GridSort;
  readonly columns: readonly string[];
  readonly count: number;
}

export function ExportCsv({ filter, sort, columns, count }: ExportCsvProps) {
  const [asking, setAsking] = useState(false);
  const { masked = true } = useProject() ?? {};
  const [chosen, setPersonal] = useState<PersonalValues>('masked');
  const personal = masked ? 'masked' : chosen;
  const save = () => {
    setAsking(false);
    attempt(async () => saveStaged(await call('orders.exportCsv', { filter, sort, columns: [...columns], personal })));
  };
  const buttons = (
    <>
      <Button onClick={() => setAsking(false)}>{t('common.cancel')}</Button>
      <Button look="primary" onClick={save}>
        {t('orders.exportSave')}
      </Button>
    </>
  );
  return (
    <>
      <Button small icon="save" disabled={count === 0} onClick={() => setAsking(true)}>
        {t('orders.export')}
      </Button>
      {asking ? (
        <Dialog title={t('orders.exportTitle')} onClose={() => setAsking(false)} buttons={buttons}>
          <p>{t('orders.exportBody', { count, countText: countText(count), columns: columns.length })}</p>
          <PersonalChoice offered={personalValues} chosen={personal} {...{ masked }} onChoose={setPersonal} />
        </Dialog>
      ) : null}
    </>
  );
}
