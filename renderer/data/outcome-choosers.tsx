import { outcomeColumns } from '../../analysis/model/mapping.ts';
import { purchaseWindow } from '../../analysis/model/outcome-match.ts';
import { t } from '../i18n/index.ts';
import { HeaderChoosers } from './header-choosers.tsx';
import { tellsAnOrder, type OutcomesDraft } from './outcomes-draft.ts';

export interface OutcomeChoosersProps {
  readonly outcomes: OutcomesDraft;
  readonly onChange: (outcomes: OutcomesDraft) => void;
}

/** Which header of the list holds what. */
export function OutcomeChoosers({ outcomes, onChange }: OutcomeChoosersProps) {
  const { preview, columns } = outcomes;
  const tells = tellsAnOrder(outcomes);
  return (
    <>
      <p className="note">{t('data.outcomeKeysNote', purchaseWindow)}</p>
      <HeaderChoosers
        preview={preview}
        names={outcomeColumns.map((name) => [name, t(`data.outcome.${name}`)] as const)}
        columns={columns}
        invalid={(name) => name === 'event_id' && !tells}
        onChoose={(name, header) => onChange({ ...outcomes, columns: { ...columns, [name]: header } })}
      />
      {columns.reported_at === null ? <p className="note">{t('data.outcomesUndated')}</p> : null}
    </>
  );
}
