import { outcomeColumns } from '../../analysis/model/mapping.ts';
import { purchaseWindow } from '../../analysis/model/outcome-match.ts';
import { t } from '../i18n/index.ts';
import { Combobox } from '../parts/combobox.tsx';
import { tellsAnOrder, type OutcomeColumn, type OutcomesDraft } from './outcomes-draft.ts';

export interface OutcomeChoosersProps {
  readonly outcomes: OutcomesDraft;
  readonly onChange: (outcomes: OutcomesDraft) => void;
}

const none = '#none';
const samples = 3;

/** Which header of the list holds what, and the first values that stand there. */
export function OutcomeChoosers({ outcomes, onChange }: OutcomeChoosersProps) {
  const { preview, columns } = outcomes;
  const tells = tellsAnOrder(outcomes);
  const headers = preview.columns.map(({ name }) => ({ value: name, label: name, hint: samplesOf(outcomes, name) }));
  const choose = (name: OutcomeColumn, header: string | null) =>
    onChange({ ...outcomes, columns: { ...columns, [name]: header } });
  return (
    <>
      <p className="note">{t('data.outcomeKeysNote', purchaseWindow)}</p>
      <table className="table outcome-columns">
        <tbody>
          {outcomeColumns.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`data.outcome.${name}`)}</th>
              <td className="becomes">
                <Combobox
                  small
                  label={t('data.outcomeOf', { name: t(`data.outcome.${name}`) })}
                  value={columns[name] ?? none}
                  choices={[{ value: none, label: t('data.noOutcomeColumn') }, ...headers]}
                  invalid={name === 'event_id' && !tells}
                  onChoose={(value) => choose(name, value === none ? null : value)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {columns.reported_at === null ? <p className="note">{t('data.outcomesUndated')}</p> : null}
    </>
  );
}

function samplesOf({ preview }: OutcomesDraft, header: string): string {
  const at = preview.columns.findIndex(({ name }) => name === header);
  const values = preview.rows.map((row) => row[at] ?? '').filter((value) => value !== '');
  return [...new Set(values)].slice(0, samples).join(' · ');
}
